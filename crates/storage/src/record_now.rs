//! What has become of a record since somebody looked at its public text.

use crate::{Error, Result};
use domain::objection::RecordNow;
use domain::record::WithdrawalCode;

/// From its withdrawal, the version that is shown now, and the version that was looked at.
pub(crate) fn record_now(withdrawn: Option<&str>, shown: Option<i32>, version: i32) -> Result<RecordNow> {
    match (withdrawn, shown) {
        (Some(code), _) => WithdrawalCode::parse(code)
            .map(RecordNow::Withdrawn)
            .ok_or_else(|| Error::inconsistent("records", "withdrawn_code", code)),
        (None, None) => Ok(RecordNow::Expired),
        (None, Some(now)) if now != version => Ok(RecordNow::Republished),
        (None, Some(_)) => Ok(RecordNow::Unchanged),
    }
}
