//! A search on several cores: the segments are shared out among them.

use std::sync::OnceLock;
use std::thread::available_parallelism;

use tantivy::Executor;
use tantivy::collector::Collector;
use tantivy::query::{EnableScoring, Query};

use crate::index::Searcher;

/// Below so many records the way to another core and back takes longer than the search.
const WORTH_IT: u64 = 50_000;
/// All searches together take no more: the rest of the machine makes pages.
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
        self.tantivy
            .search_with_executor(query, collector, self.cores(), scoring)
    }

    /// What shares the segments out.
    pub(super) fn cores(&self) -> &'static Executor {
        if self.records() < WORTH_IT {
            &Executor::SingleThread
        } else {
            shared()
        }
    }
}

/// Threads that all searches share. Where there is one core, or none can be started, each searches alone.
fn shared() -> &'static Executor {
    static SHARED: OnceLock<Executor> = OnceLock::new();
    SHARED.get_or_init(|| {
        let cores = available_parallelism().map_or(1, |cores| cores.get().min(MOST));
        match cores {
            1 => Executor::SingleThread,
            _ => Executor::multi_thread(cores, "search-").unwrap_or(Executor::SingleThread),
        }
    })
}
