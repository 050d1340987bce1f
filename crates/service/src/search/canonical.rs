//! One writing for searches that mean the same: how a saved search is kept, and read again.

use super::ask::{Surface, read};
use domain::unit::Units;
use search::Ask;
use url::form_urlencoded::{Serializer, parse};

/// The query of the page of results that asks for the same, without order and page: filters in a fixed order, values
/// sorted.
pub fn query_of(ask: &Ask) -> String {
    let mut query = Serializer::new(String::new());
    let mut add = |name: &str, mut values: Vec<String>| {
        values.sort_unstable();
        query.extend_pairs(values.iter().map(|value| (name, value)));
    };
    let one = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
    add("q", one(Some(ask.q.clone()).filter(|q| !q.is_empty())));
    add(
        "kind",
        ask.kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
    );
    add("unit", ask.units.clone());
    add("violation", ask.violations.clone());
    add(
        "penalty",
        ask.penalties
            .iter()
            .map(|kind| kind.as_str().to_owned())
            .collect(),
    );
    add("statute", ask.statutes.clone());
    add("year", ask.years.iter().map(ToString::to_string).collect());
    add("from", one(ask.from.map(|day| day.to_string())));
    add("to", one(ask.to.map(|day| day.to_string())));
    add("fine_min", one(ask.fine_min.map(|fine| fine.to_string())));
    add("fine_max", one(ask.fine_max.map(|fine| fine.to_string())));
    // Without words there is nothing that synonyms could change.
    let as_typed = !ask.synonyms && !ask.q.is_empty();
    add("synonyms", one(as_typed.then(|| "off".to_owned())));
    query.finish()
}

/// The search that such a query asks for; nothing when it means nothing any more, as when a unit is gone: the search
/// without that filter would be another one.
pub(super) fn search_of(query: &str, units: &Units) -> Option<Ask> {
    let pairs: Vec<(String, String)> = parse(query.as_bytes()).into_owned().collect();
    let (ask, errors) = read(&pairs, Surface::Page, units);
    errors.is_empty().then_some(ask)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::listing::Sort;

    fn canonical(query: &str) -> String {
        query_of(&search_of(query, &Units::default()).unwrap())
    }

    #[test]
    fn searches_that_mean_the_same_are_written_alike() {
        let written = "q=%E9%85%92%E9%A9%BE&kind=license&kind=penalty&year=2024&year=2025&fine_min=500";
        for typed in [
            "year=2025&q=酒驾&year=2024&kind=penalty&kind=license&fine_min=500",
            "q=+酒驾+&kind=license&kind=penalty&year=2024&year=2025&year=2024&fine_min=500.00&sort=fine&page=3&utm=x&to=",
        ] {
            assert_eq!(canonical(typed), written);
        }
        assert_eq!(canonical("synonyms=off&sort=oldest"), "");
        assert_eq!(canonical("synonyms=off&q=a"), "q=a&synonyms=off");
    }

    #[test]
    fn what_is_written_asks_for_the_same() {
        let typed = "q=%22a%26b%22+-c&violation=赌博&penalty=fine&statute=治安管理处罚法%2343&from=2024-01-01&to=2025-02-03&fine_max=9.5";
        let ask = search_of(typed, &Units::default()).unwrap();
        assert_eq!(search_of(&query_of(&ask), &Units::default()), Some(ask.clone()));
        assert_eq!(ask.sort, Sort::Relevance);
    }

    #[test]
    fn a_search_that_means_nothing_any_more_is_none() {
        assert_eq!(search_of("unit=gone", &Units::default()), None);
    }
}
