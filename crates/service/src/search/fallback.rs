//! While there is no index: the words as typed, by the database alone.

use super::page::{Highlight, Item, Page, Piece};
use crate::services::Services;
use domain::unit::Units;
use search::Ask;
use storage::plain_search::{self, Filter};
use storage::public::{self, PublicRecord};

/// Finds what holds every word as typed. The answer says that it is only that.
pub(super) async fn find(services: &Services, ask: &Ask, units: &Units) -> Result<Page, storage::Error> {
    let words: Vec<String> = ask.q.split_whitespace().map(str::to_owned).collect();
    let filter = Filter {
        words: words.clone(),
        kinds: ask.kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
        units: with_descendants(units, &ask.units),
        violations: ask.violations.clone(),
        years: ask.years.clone(),
        from: ask.from,
        to: ask.to,
        fine_min: ask.fine_min,
        fine_max: ask.fine_max,
    };
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let mut conn = services.db.read().await?;
    let today = services.clock.today();
    let (total, ids) = plain_search::find(
        &mut conn,
        &filter,
        today,
        number(ask.per_page),
        number(ask.offset()),
    )
    .await?;
    let records = public::by_ids(&mut conn, &ids).await?;
    let sequence = storage::index_changes::newest(&mut conn).await?;
    Ok(Page {
        total: total.unsigned_abs(),
        exact: true,
        items: records.into_iter().map(|record| item(record, &words)).collect(),
        degraded: true,
        version: format!("plain-{sequence}"),
        ..Page::default()
    })
}

fn with_descendants(units: &Units, codes: &[String]) -> Vec<String> {
    let named = codes.iter().filter_map(|code| units.by_code(code));
    let all = named.flat_map(|unit| units.with_descendants(unit.id));
    all.filter_map(|id| units.by_id(id))
        .map(|unit| unit.code.to_string())
        .collect()
}

fn item(record: PublicRecord, words: &[String]) -> Item {
    let title = mark(&record.title, words);
    let text = record
        .facts
        .as_deref()
        .or(record.body.as_deref())
        .unwrap_or_default();
    let sentence = text
        .split_inclusive(['。', '\n'])
        .find(|sentence| words.iter().any(|word| sentence.contains(word)));
    let highlights = sentence.map(|sentence| Highlight {
        field: "facts".to_owned(),
        pieces: mark(&shortened(sentence), words),
    });
    Item {
        record,
        title,
        highlights: highlights.into_iter().collect(),
        score: 0.0,
    }
}

fn shortened(sentence: &str) -> String {
    sentence.trim().chars().take(120).collect()
}

/// The text in pieces, the first word that occurs at each place marked.
fn mark(text: &str, words: &[String]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((at, word)) = words
        .iter()
        .filter_map(|word| Some((rest.find(word.as_str())?, word)))
        .min_by_key(|(at, _)| *at)
    {
        if at > 0 {
            pieces.push(Piece::plain(&rest[..at]));
        }
        pieces.push(Piece {
            text: word.clone(),
            marked: true,
        });
        rest = &rest[at + word.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::plain(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_where_they_stand_and_nothing_is_lost() {
        let pieces = mark("饮酒后驾驶机动车，酒后肇事", &["酒后".into(), "驾驶".into()]);
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(text, "饮酒后驾驶机动车，酒后肇事");
        assert_eq!(pieces.iter().filter(|piece| piece.marked).count(), 3);
        assert_eq!(mark("无", &[]), [Piece::plain("无")]);
    }
}
