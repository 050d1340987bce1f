//! Finished public pages, kept in memory as long as nothing that is public changes (docs/adr/0005).
//!
//! A shelf holds the pages of one state of what is public. When the state moves on, an empty shelf takes its place and
//! nothing of the old one is found any more; a page made meanwhile lands on the shelf that was taken before it was
//! begun. So no page is older than the state under which it is found.

mod watch;

#[cfg(test)]
mod tests;

use crate::config;
use crate::render::{Encoding, Finished, is_unchanged};
use app::ui::{Lang, TextSize, Theme};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use chrono::NaiveDate;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use service::services::Services;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use watch::Watch;

/// What a packed page weighs about.
const USUAL: u64 = 8 * 1024;
/// What a page takes besides its bytes: its headers, its key and its place.
const BESIDE: u64 = 1024;
/// Room for the headers that every answer bears besides: a map that has to grow is arranged anew.
const HEADERS: usize = 16;

/// What is public, as this process shows it: another one with every change that a page could show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    /// The newest change in the database.
    change: i64,
    /// Turns of this process's view of the index and of the words that come from it.
    turns: u64,
}

/// What the bytes of a page come from besides the state, this program and its settings.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) path: String,
    pub(crate) theme: Theme,
    pub(crate) size: TextSize,
    pub(crate) lang: Lang,
    pub(crate) encoding: Encoding,
    pub(crate) today: NaiveDate,
    pub(crate) bureau: Arc<str>,
}

/// A finished page.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    headers: HeaderMap,
    body: Bytes,
}

impl Kept {
    /// The page that everybody may have, if this answer is one; nothing that is said to one client alone.
    fn of(answer: &Response) -> Option<Self> {
        let Finished(body) = answer.extensions().get()?;
        let is_for_all =
            answer.status() == StatusCode::OK && !answer.headers().contains_key(header::SET_COOKIE);
        is_for_all.then(|| {
            let mut headers = answer.headers().clone();
            headers.reserve(HEADERS);
            Self {
                headers,
                body: body.clone(),
            }
        })
    }

    /// The answer to a request: the page, or 304 to whoever holds it already.
    pub(crate) fn answer(self, request: &HeaderMap) -> Response {
        let tag = self.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
        let is_held = tag.is_some_and(|tag| is_unchanged(request, tag));
        let mut answer = Response::new(Body::empty());
        *answer.headers_mut() = self.headers;
        if is_held {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            for name in [
                header::CONTENT_TYPE,
                header::CONTENT_ENCODING,
                header::CONTENT_LENGTH,
            ] {
                answer.headers_mut().remove(name);
            }
        } else {
            *answer.body_mut() = Body::from(self.body);
        }
        answer
    }
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Key, Kept> for Bytewise {
    fn weight(&self, key: &Key, kept: &Kept) -> u64 {
        (key.path.len() + kept.body.len()) as u64 + BESIDE
    }
}

/// The pages of one state.
#[derive(Debug)]
pub(crate) struct Shelf {
    state: State,
    pages: Cache<Key, Kept, Bytewise>,
}

impl Shelf {
    fn empty(state: State, bytes: u64) -> Self {
        let options = OptionsBuilder::new()
            .estimated_items_capacity(usize::try_from(bytes / USUAL).unwrap_or(usize::MAX))
            .weight_capacity(bytes)
            .build()
            .expect("both capacities are given");
        let (hasher, lifecycle) = (DefaultHashBuilder::default(), DefaultLifecycle::default());
        Self {
            state,
            pages: Cache::with_options(options, Bytewise, hasher, lifecycle),
        }
    }

    /// Keeps an answer that was begun after this shelf was taken, if everybody may have it. `turns` is where the view
    /// of the index stands now: what was made while it failed or moved on is not kept.
    pub(crate) fn keep(&self, key: Key, answer: &Response, turns: u64) {
        if turns != self.state.turns {
            return;
        }
        if let Some(kept) = Kept::of(answer) {
            self.pages.insert(key, kept);
        }
    }
}

/// Figures for monitoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Answers given from memory.
    pub hits: u64,
    /// Answers of the same addresses that had to be made.
    pub misses: u64,
    /// What the pages take now.
    pub bytes: u64,
}

/// The current shelf, and what decides whether it still is.
#[derive(Debug)]
pub struct Shelves {
    bytes: u64,
    watch: Watch,
    current: RwLock<Arc<Shelf>>,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl Shelves {
    pub(crate) fn new(settings: &config::Pages) -> Self {
        let bytes = settings.memory_mib * 1024 * 1024;
        // The state of nothing: the first page comes with a look.
        let state = State { change: -1, turns: 0 };
        Self {
            bytes,
            watch: Watch::new(Duration::from_millis(settings.look_ms)),
            current: RwLock::new(Arc::new(Shelf::empty(state, bytes))),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// This process may have changed what is public: whoever asks from now on looks first.
    pub(crate) fn note_write(&self) {
        self.watch.note_write();
    }

    /// The shelf of what is public now; nothing where pages are not kept or the database cannot tell.
    pub(crate) async fn current(&self, services: &Services) -> Option<Arc<Shelf>> {
        if self.bytes == 0 {
            return None;
        }
        let turns = services.search.turns();
        let change = self.watch.newest(services).await?;
        Some(self.of(State { change, turns }))
    }

    fn of(&self, state: State) -> Arc<Shelf> {
        let current = self.latest();
        if current.state == state {
            return current;
        }
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.state != state {
            *current = Arc::new(Shelf::empty(state, self.bytes));
        }
        Arc::clone(&current)
    }

    fn latest(&self) -> Arc<Shelf> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The page, if the shelf given has it.
    pub(crate) fn find(&self, among: &Shelf, key: &Key) -> Option<Kept> {
        let found = among.pages.get(key);
        let count = if found.is_some() { &self.hits } else { &self.misses };
        count.fetch_add(1, Ordering::Relaxed);
        found
    }

    /// How the shelves do.
    pub fn figures(&self) -> Figures {
        Figures {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            bytes: self.latest().pages.weight(),
        }
    }
}
