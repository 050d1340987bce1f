//! Where a penalty lies among those of its class, as JSON.

use domain::likeness::{Compared, Measure, Spread};
use serde::Serialize;
use service::search::Peers;
use std::fmt::Display;
use utoipa::ToSchema;

/// Public penalties for the same violation under the same article and in the same band, by day of decision.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Comparison {
    violation: String,
    /// Key of the first article cited, a value of the parameter `statute`.
    statute: Option<String>,
    /// By the words of the decision: `lighter`, `usual`, `heavier` or `mixed`.
    band: &'static str,
    from: String,
    to: String,
    /// In yuan; absent without a fine.
    #[serde(skip_serializing_if = "Option::is_none")]
    fine: Option<Figures>,
    /// In days; absent without detention.
    #[serde(skip_serializing_if = "Option::is_none")]
    detention: Option<Figures>,
}

/// Decimal strings. Nothing but `enough` from fewer than 5 decisions, no quartiles from fewer than 20.
#[derive(Debug, Default, Serialize, ToSchema)]
struct Figures {
    /// Whether there are at least 5 decisions to compare with.
    enough: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lower_quartile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upper_quartile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<String>,
    /// Decisions with a lower penalty.
    #[serde(skip_serializing_if = "Option::is_none")]
    lower: Option<usize>,
    /// Decisions with the same penalty, this one included.
    #[serde(skip_serializing_if = "Option::is_none")]
    same: Option<usize>,
    /// Decisions with a higher penalty.
    #[serde(skip_serializing_if = "Option::is_none")]
    higher: Option<usize>,
}

impl From<Peers> for Comparison {
    fn from(peers: Peers) -> Self {
        Self {
            violation: peers.class.violation,
            statute: peers.class.article,
            band: peers.class.band.as_str(),
            from: peers.span.0.to_string(),
            to: peers.span.1.to_string(),
            fine: peers.fine.map(Figures::of),
            detention: peers.detention.map(Figures::of),
        }
    }
}

impl Figures {
    fn of<T: Measure + Display>(compared: Compared<T>) -> Self {
        let Compared::Among(compared) = compared else {
            return Self::default();
        };
        let among = compared.among;
        let quartiles = match among.spread {
            Spread::Each(_) => None,
            Spread::Quartiles(quartiles) => Some(quartiles),
        };
        let text = |value: T| Some(value.to_string());
        Self {
            enough: true,
            value: text(compared.value),
            n: Some(among.n),
            least: text(among.least),
            lower_quartile: quartiles.and_then(|all| text(all.lower)),
            median: text(among.median),
            upper_quartile: quartiles.and_then(|all| text(all.upper)),
            most: text(among.most),
            lower: Some(compared.lower),
            same: Some(compared.same),
            higher: Some(compared.higher),
        }
    }
}
