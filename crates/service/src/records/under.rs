//! A record found by what stands on its decision.

use super::removed::bearing;
use crate::search::beside;
use crate::services::Services;
use domain::receipt::RecordRef;
use search::text::fold_char;
use search::text::number::compact;
use storage::records;

/// References of the records, public or not, that bear a reference or a document number in any writing; of those whose
/// number it is a part of, where they are few.
pub async fn under(services: &Services, typed: &str) -> Result<Vec<String>, storage::Error> {
    let mut conn = services.db.read().await?;
    if let Ok(reference) = RecordRef::parse(typed) {
        let found =
            records::find_by_reference(&mut conn, &reference.to_string(), services.clock.today()).await?;
        return Ok(found.map(|found| found.reference).into_iter().collect());
    }
    let sought = compact(typed);
    let runs = runs(typed);
    if runs.is_empty() {
        return Ok(Vec::new());
    }
    let holding = records::holding(&mut conn, &runs).await?;
    drop(conn);
    let numbers = holding
        .into_iter()
        .map(|bearer| (bearer.reference, bearer.number));
    let numbers: Vec<(String, String)> = numbers.collect();
    Ok(beside(services, move || bearing(numbers, &sought)).await)
}

/// The runs of digits of a text, without the zeros that a serial number may begin with.
fn runs(text: &str) -> Vec<String> {
    let folded: String = text.chars().map(fold_char).collect();
    let runs = folded.split(|c: char| !c.is_ascii_digit());
    let runs = runs.map(|run| run.trim_start_matches('0').to_owned());
    runs.filter(|run| !run.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_sought_by_its_digits() {
        assert_eq!(runs("明公（城关）行罚决字〔２０２５〕034号"), ["2025", "34"]);
        assert!(runs("明公行罚决字").is_empty());
    }
}
