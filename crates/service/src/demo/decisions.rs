//! Decisions without a database behind them: what measurements import and search.

use super::Demo;
use super::drafts::Drafts;
use crate::services::Services;
use chrono::NaiveDate;
use domain::record::{Content, Withhold};
use serde_json::Value;
use std::sync::Arc;
use storage::calendar;

/// Texts of a decision together have at least so many characters.
const LEAST: usize = 400;

/// `count` different decisions as rows of the native import format: of at least 400 characters, decided in 2024 and
/// 2025, of grown people and businesses, and such that policy publishes all of them. The same rows at every call.
pub async fn decisions(
    services: &Services,
    count: u64,
) -> Result<impl Iterator<Item = Value>, storage::Error> {
    let calendar = Arc::new(calendar::load(&mut services.db.read().await?).await?);
    let demo = Demo {
        seed: 1,
        // Licences, inspections and the like are short: three fifths are long enough.
        records: count.saturating_mul(2),
        today: NaiveDate::from_ymd_opt(2025, 12, 31).expect("a real day"),
    };
    let rows = Drafts::new(demo, calendar)
        .filter(|draft| length(&draft.content) >= LEAST && draft.content.withhold != Some(Withhold::Minor));
    let rows = rows.map(|draft| {
        let content = Content {
            publish_until: None,
            withhold: None,
            ..draft.content
        };
        let mut row = serde_json::to_value(&content).expect("plain data");
        row["unit"] = draft.unit.into();
        row
    });
    Ok(rows.take(usize::try_from(count).unwrap_or(usize::MAX)))
}

fn length(content: &Content) -> usize {
    let optional = [&content.facts, &content.penalty_text, &content.body];
    let texts = optional.into_iter().flatten().chain([&content.title]);
    texts.map(|text| text.chars().count()).sum()
}
