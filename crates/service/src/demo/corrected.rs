//! Corrections of public records, from a mended original through legal review to the public.

use super::DemoError;
use crate::records::{Seen, approve, form_of, mend, original, publish, submit};
use crate::services::Services;
use domain::publication::{Correction, Publisher, Reviewer};
use domain::record::Content;

/// Mends the original of a record and makes it public anew.
pub(super) async fn republish(
    services: &Services,
    (publisher, reviewer): (Publisher, Reviewer),
    record: &str,
    correction: Correction,
    change: impl FnOnce(&mut Content),
) -> Result<(), DemoError> {
    let found = original(services, record).await?;
    let mut mended = found.original;
    change(&mut mended);
    let seen = |revision| Seen {
        reference: record.to_owned(),
        revision,
    };
    mend(services, publisher, &seen(found.revision), &form_of(&mended)).await?;
    let seen = seen(found.revision + 1);
    submit(services, publisher, &seen, Some(correction)).await?;
    approve(services, reviewer, &seen).await?;
    publish(services, publisher, &seen).await?;
    Ok(())
}
