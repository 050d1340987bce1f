//! 执法公示: searching decisions and reading one.

mod decision;
mod earlier;
mod excerpt;
mod gone;
mod history;
mod labels;
mod like;
mod nothing;
mod results;
mod withdrawals;

pub use decision::{Decision, decision};
pub(crate) use earlier::changes;
pub use earlier::{Change, Earlier, earlier};
pub use excerpt::{Segment, excerpt};
pub use gone::{Gone, gone};
pub use history::{History, HistoryLine, history};
pub use labels::ByKind;
pub use like::{LikeCase, LikeCases, Peers};
pub use nothing::{Coverage, CoverageLine};
pub(crate) use results::feed_of;
pub use results::{Applied, ResultItem, Results, result_item, results};
pub use withdrawals::{Withdrawal, Withdrawals, withdrawals};

use domain::money::Money;
use domain::record::PenaltyKind;

use crate::{t, t_with};

/// The outcome in a line: 罚款 1,500 元；行政拘留 5 日.
pub fn outcome(kinds: &[PenaltyKind], fine: Option<Money>, detention_days: Option<u32>) -> Option<String> {
    let words: Vec<String> = kinds
        .iter()
        .map(|kind| match (kind, fine, detention_days) {
            (PenaltyKind::Fine, Some(fine), _) => {
                t_with("records-outcome-fine", &[("yuan", fine.grouped().into())])
            }
            (PenaltyKind::Detention, _, Some(days)) => {
                t_with("records-outcome-detention", &[("days", days.into())])
            }
            _ => kind.label().to_owned(),
        })
        .collect();
    let unnamed_fine = fine.filter(|_| !kinds.contains(&PenaltyKind::Fine));
    let fine = unnamed_fine.map(|fine| t_with("records-outcome-fine", &[("yuan", fine.grouped().into())]));
    let all: Vec<String> = words.into_iter().chain(fine).collect();
    (!all.is_empty()).then(|| all.join(&t("common-semicolon")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_names_sums_and_days() {
        let kinds = [PenaltyKind::Fine, PenaltyKind::Detention];
        let text = outcome(&kinds, Some(Money::from_yuan(1500)), Some(5));
        assert_eq!(text.as_deref(), Some("罚款 1,500 元；行政拘留 5 日"));
        assert_eq!(
            outcome(&[], Some(Money::from_yuan(200)), None).as_deref(),
            Some("罚款 200 元")
        );
        assert_eq!(outcome(&[], None, None), None);
    }
}
