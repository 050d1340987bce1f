//! Work on many things at once, away from the threads that answer requests.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::panic::resume_unwind;
use tokio::task::spawn_blocking;

/// Does the work on every item; the results stand in the order of the items. Each core takes the next piece when it is
/// done with one, so that a core that others use too is given less.
pub(crate) async fn on_cores<T, U>(items: Vec<T>, work: impl Fn(T) -> U + Send + Sync + 'static) -> Vec<U>
where
    T: Send + 'static,
    U: Send + 'static,
{
    aside(move || items.into_par_iter().map(work).collect()).await
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
            let squares = on_cores((0..count).collect(), |n: u64| n * n).await;
            assert_eq!(squares, (0..count).map(|n| n * n).collect::<Vec<_>>());
        }
    }
}
