//! Work on many things at once, away from the threads that answer requests.

use std::panic::resume_unwind;
use std::thread::available_parallelism;
use tokio::task::spawn_blocking;

/// How many cores work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cores {
    All,
    /// One is left, if there are two, to whoever writes meanwhile: who writes is one thread, and shares no core then.
    AllButOne,
}

impl Cores {
    fn count(self) -> usize {
        let all = available_parallelism().map_or(1, usize::from);
        match self {
            Self::All => all,
            Self::AllButOne => all.saturating_sub(1).max(1),
        }
    }
}

/// Does the work on every item; the results stand in the order of the items.
pub(crate) async fn on_cores<T, U>(
    cores: Cores,
    mut items: Vec<T>,
    work: impl Fn(T) -> U + Clone + Send + 'static,
) -> Vec<U>
where
    T: Send + 'static,
    U: Send + 'static,
{
    let share = items.len().div_ceil(cores.count()).max(1);
    let mut parts = Vec::new();
    while !items.is_empty() {
        let part: Vec<T> = items.drain(..share.min(items.len())).collect();
        let work = work.clone();
        parts.push(spawn_blocking(move || {
            part.into_iter().map(work).collect::<Vec<U>>()
        }));
    }
    let mut results = Vec::new();
    for part in parts {
        results.extend(
            part.await
                .unwrap_or_else(|error| resume_unwind(error.into_panic())),
        );
    }
    results
}

/// Does one piece of work that takes a core for long.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn results_stand_in_the_order_of_the_items() {
        for count in [0, 1, 2, 7, 1_000] {
            for cores in [Cores::All, Cores::AllButOne] {
                let squares = on_cores(cores, (0..count).collect(), |n: u64| n * n).await;
                assert_eq!(squares, (0..count).map(|n| n * n).collect::<Vec<_>>());
            }
        }
    }
}
