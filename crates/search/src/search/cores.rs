//! A search on several cores: the segments are shared out among them.

use std::sync::OnceLock;
use std::thread::available_parallelism;

use tantivy::Executor;
use tantivy::collector::Collector;
use tantivy::query::{EnableScoring, Query};

use crate::index::Searcher;

/// Below so many records the way to another core and back takes longer than the search.
const WORTH_IT: u64 = 50_000;
/// One search does not take more, for there are others.
const MOST: usize = 4;

impl Searcher {
    /// Collects what `query` finds.
    pub(super) fn collect<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> tantivy::Result<C::Fruit> {
        let scoring = if collector.requires_scoring() {
            EnableScoring::enabled_from_searcher(&self.tantivy)
        } else {
            EnableScoring::disabled_from_searcher(&self.tantivy)
        };
        let cores = if self.records() < WORTH_IT {
            &Executor::SingleThread
        } else {
            shared()
        };
        self.tantivy
            .search_with_executor(query, collector, cores, scoring)
    }
}

/// Threads that all searches share. Where none can be started, each searches alone.
fn shared() -> &'static Executor {
    static SHARED: OnceLock<Executor> = OnceLock::new();
    SHARED.get_or_init(|| {
        let cores = available_parallelism().map_or(1, |cores| cores.get().min(MOST));
        Executor::multi_thread(cores, "search-").unwrap_or(Executor::SingleThread)
    })
}
