//! Jobs that wait for something of the portal's own. They look again every few seconds and are silent about it, but a wait
//! that is long has a reason that people should know: of each of those one line is logged.

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// From here on a wait is long. The index is behind for minutes at most, even while a million records come in.
const LONG: TimeDelta = TimeDelta::minutes(15);

/// The waits that this process has seen, in memory alone: where a worker is started again, it begins to count again.
#[derive(Debug, Default)]
pub struct Waits(Mutex<HashMap<Uuid, Wait>>);

#[derive(Debug)]
struct Wait {
    since: DateTime<Utc>,
    seen: DateTime<Utc>,
}

impl Waits {
    /// Notes that a job waits still. Gives back how long it has waited, once: when that has become long.
    pub(super) fn has_become_long(&self, job: Uuid, now: DateTime<Utc>) -> Option<TimeDelta> {
        let mut waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What was not seen for so long is done, or with another worker.
        waits.retain(|_, wait| now - wait.seen < LONG);
        let wait = waits.entry(job).or_insert(Wait {
            since: now,
            seen: now,
        });
        let was_short = wait.seen - wait.since < LONG;
        wait.seen = now;
        let waited = now - wait.since;
        (was_short && waited >= LONG).then_some(waited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: Uuid = Uuid::from_u128(1);

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    /// The minutes at which something is said of a job that looks at each of `looks`.
    fn said(waits: &Waits, job: Uuid, looks: impl IntoIterator<Item = i64>) -> Vec<i64> {
        let is_said = |minute: &i64| waits.has_become_long(job, at(*minute)).is_some();
        looks.into_iter().filter(is_said).collect()
    }

    #[test]
    fn a_long_wait_is_told_once_and_a_short_one_never() {
        let waits = Waits::default();
        assert_eq!(said(&waits, JOB, 0..60), [15]);
        assert_eq!(said(&waits, Uuid::from_u128(2), 60..75), [0; 0]);
    }

    #[test]
    fn how_long_it_was_is_told_and_each_job_has_its_own_wait() {
        let waits = Waits::default();
        let other = Uuid::from_u128(2);
        waits.has_become_long(JOB, at(0));
        waits.has_become_long(other, at(10));
        waits.has_become_long(JOB, at(14));
        assert_eq!(waits.has_become_long(JOB, at(17)), Some(TimeDelta::minutes(17)));
        assert_eq!(waits.has_become_long(other, at(20)), None);
        assert_eq!(waits.has_become_long(other, at(26)), Some(TimeDelta::minutes(16)));
    }

    #[test]
    fn what_is_not_seen_for_long_is_forgotten() {
        let waits = Waits::default();
        assert_eq!(said(&waits, JOB, [0, 14, 29, 40]), [0; 0]);
        said(&waits, Uuid::from_u128(2), [100]);
        assert_eq!(waits.0.lock().unwrap().len(), 1);
    }
}
