//! Work on many things at once, away from the threads that answer requests.

use std::panic::resume_unwind;
use std::thread::available_parallelism;
use tokio::task::spawn_blocking;

/// Does the work on every item, on all cores; the results stand in the order of the items.
pub(crate) async fn on_all_cores<T, U>(
    mut items: Vec<T>,
    work: impl Fn(T) -> U + Clone + Send + 'static,
) -> Vec<U>
where
    T: Send + 'static,
    U: Send + 'static,
{
    let cores = available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(cores).max(1);
    let mut parts = Vec::with_capacity(cores);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn results_stand_in_the_order_of_the_items() {
        for count in [0, 1, 2, 7, 1_000] {
            let squares = on_all_cores((0..count).collect(), |n: u64| n * n).await;
            assert_eq!(squares, (0..count).map(|n| n * n).collect::<Vec<_>>());
        }
    }
}
