//! After a command changed what is public: wait until every live web process shows it.

use super::{Failure, Outcome};
use service::search::{NotIndexed, wait_until_indexed};
use service::services::Services;

/// Waits for everything committed so far. After 30 s without progress it says so; the data are safe all the same,
/// and the command ends with 1.
pub(super) async fn settle(services: &Services) -> Result<Outcome, Failure> {
    let newest = service::jobs::newest_index_change(&services.db).await?;
    match wait_until_indexed(services, newest).await {
        Ok(()) => Ok(Outcome::Done),
        Err(NotIndexed::Storage(error)) => Err(error.into()),
        Err(slow @ NotIndexed::NoProgress { .. }) => {
            eprintln!("注意：{slow}");
            Ok(Outcome::Findings)
        }
    }
}
