//! The portal's own search.

use crate::measures::Ranking;
use crate::set::Set;
use crate::{DEPTH, Outcome};
use search::{Ask, Change, Document, IndexDir, Searcher, WriterOptions};
use tempfile::TempDir;
use uuid::Uuid;

/// Documents put in at once.
const AT_ONCE: usize = 5_000;

/// An index in a folder of its own.
pub(crate) struct Index {
    searcher: Searcher,
    _folder: TempDir,
}

impl Index {
    pub(crate) fn of(set: &Set) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let dir = IndexDir::new(folder.path().join("index"));
        let mut rebuild = dir.lock()?.rebuild(WriterOptions::default())?;
        let documents: Vec<Document> = set
            .documents
            .iter()
            .enumerate()
            .map(|(place, text)| Document {
                id: Uuid::from_u128(place as u128),
                reference: format!("R-{place:08}"),
                kind: "penalty".into(),
                title: text.title.clone(),
                body: text.text.clone(),
                statutes: search::statute::keys(&text.text),
                ..Document::default()
            })
            .collect();
        for chunk in documents.chunks(AT_ONCE) {
            rebuild.apply(chunk.iter().cloned().map(Change::from).collect())?;
        }
        drop(rebuild.finish(1)?);
        let reader = dir.open_reader()?.ready().ok_or("索引没有建成")?;
        Ok(Self {
            searcher: reader.searcher(),
            _folder: folder,
        })
    }

    pub(crate) fn search(&self, text: &str) -> Outcome<Ranking> {
        let results = self.searcher.search(&Ask {
            per_page: DEPTH as u64,
            ..Ask::words(text)
        })?;
        let place = |id: Uuid| usize::try_from(id.as_u128()).unwrap_or(usize::MAX);
        Ok(results.hits.iter().map(|hit| place(hit.id)).collect())
    }
}
