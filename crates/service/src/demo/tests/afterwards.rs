//! What happened to records after they became public: spot checks, corrections, and who is told of new ones.

use super::*;

#[tokio::test]
async fn one_spot_check_is_finished_and_one_is_going_on() {
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let summary = loaded(&services, &demo(1400, "2026-11-22")).await;
    let (checks, _) = crate::spot_checks::list(&services, 1).await.unwrap();
    let [going_on, finished] = &checks[..] else {
        panic!("{checks:?}")
    };
    assert_eq!((finished.tally.waiting(), finished.tally.open), (0, 0));
    assert_eq!((finished.tally.drawn, finished.tally.with_findings()), (20, 3));
    assert_eq!((going_on.tally.waiting(), going_on.tally.open), (7, 1));
    let mut conn = services.db.read().await.unwrap();
    let (public, _) = storage::public::count(&mut conn, services.clock.today())
        .await
        .unwrap();
    assert!(
        public.unsigned_abs() <= summary.published,
        "{public} of {}",
        summary.published
    );
    let withdrawn = domain::publication::DeskList::Withdrawn;
    let withdrawn = storage::records::count(&mut conn, withdrawn, services.clock.today())
        .await
        .unwrap();
    assert_eq!(withdrawn.unsigned_abs(), summary.withdrawn);
}

/// Which records are corrected, whatever is stored.
fn examples(demo: &Demo) -> Examples {
    let mut examples = Examples::default();
    for draft in drafts(*demo).iter().filter(|draft| draft.published.is_some()) {
        examples.take(demo, draft);
    }
    examples
}

#[test]
fn the_corrected_records_are_the_same_whatever_the_day() {
    let of = |today| examples(&demo(2000, today));
    let one = of("2026-11-22");
    assert!(one.factual.is_some() && one.privacy.is_some() && one.factual != one.privacy);
    for today in ["2026-11-26", "2026-12-31", "2027-02-28", "2027-06-01"] {
        assert_eq!(of(today), one, "{today}");
    }
    assert_eq!(examples(&demo(200, "2026-11-22")), one, "and whatever the size");
}

#[tokio::test]
async fn one_record_keeps_its_earlier_text_and_one_tells_only_that_it_was_corrected() {
    use domain::clock::legal_day;
    use domain::publication::Correction;
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let made = loaded(&services, &demo(200, "2026-11-22")).await.corrected;
    let of = async |record: Option<domain::receipt::RecordRef>| {
        let record = record.unwrap().to_string();
        let storage::public::Lookup::Public(public) =
            crate::records::look_up(&services, &record).await.unwrap()
        else {
            panic!("{record} is public")
        };
        let happened = crate::records::history(&services, public.id).await.unwrap();
        let corrections: Vec<_> = happened.iter().filter_map(|one| one.correction).collect();
        let earlier = crate::records::earlier_texts(&services, public.id).await.unwrap();
        (public, corrections, earlier)
    };
    let (public, corrections, earlier) = of(made.factual).await;
    assert_eq!((corrections, public.version), (vec![Correction::Factual], 2));
    let [before] = &earlier[..] else {
        panic!("{earlier:?}")
    };
    assert_eq!(public.legal_basis[..1], before.record.legal_basis);
    assert_eq!(public.legal_basis.len(), 2);
    let (first, corrected) = (before.record.published_on, legal_day(before.replaced_at));
    assert_eq!(public.published_on, first, "a correction is no first publication");
    assert_eq!(corrected, legal_day(public.published_at));
    assert!(first < corrected, "{first} {corrected}");
    let (public, corrections, earlier) = of(made.privacy).await;
    assert_eq!((corrections, public.version), (vec![Correction::Privacy], 2));
    assert!(earlier.is_empty(), "{earlier:?}");
    let facts = crate::records::original(&services, &public.reference)
        .await
        .unwrap()
        .original
        .facts;
    let place = review::place_in(facts.as_deref().unwrap()).unwrap().to_owned();
    assert!(!public.facts.unwrap().contains(&place), "{place}");
}

#[tokio::test]
async fn somebody_is_told_of_new_records_and_no_letter_waits() {
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let demo = demo(80, "2026-11-22");
    loaded(&services, &demo).await;
    let subscribed = subscribed(&services, &demo);
    assert!(subscribed.address.ends_with("@example.com"));
    let token = subscribed.page.rsplit('/').next().unwrap();
    let found = crate::subscriptions::look(&services, token).await.unwrap();
    let found = found.unwrap_or_else(|| panic!("{} opens nothing", subscribed.page));
    assert!(matches!(found.stage, domain::subscription::Stage::Running(_)));
    assert_eq!(found.words, subscribed.words);
    let mut conn = services.db.read().await.unwrap();
    let census = census::take(&mut conn).await.unwrap();
    assert_eq!((census.saved_searches, census.subscriptions), (1, 1));
    assert_eq!(jobs::count(&mut conn).await.unwrap(), (0, 0));
    assert_eq!(storage::newcomers::first(&mut conn, 1).await.unwrap(), []);
}
