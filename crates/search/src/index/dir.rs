//! The folder of the index and its generations.

use std::fs;
use std::io::{ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::Index;
use tantivy::directory::MmapDirectory;

use super::reader::IndexReader;
use super::state::{IndexState, classify};
use super::writer::WriterLock;
use crate::error::{Result, SearchError};
use crate::schema::{fingerprint, register, schema};

/// The folder `index` of a data folder.
#[derive(Debug, Clone)]
pub struct IndexDir {
    root: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Marker {
    fingerprint: String,
}

/// An opened generation.
#[derive(Debug)]
pub(super) struct Generation {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) index: Index,
}

impl IndexDir {
    /// The folder at this path; made when first written.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Opens the generation in use for searching.
    pub fn open_reader(&self) -> Result<IndexState<IndexReader>> {
        self.open_current()?
            .and_then(|generation| IndexReader::open(self.clone(), generation))
    }

    /// Takes the writer lock of this data folder; [`SearchError::WriterBusy`] if another process has it.
    pub fn lock(&self) -> Result<WriterLock> {
        WriterLock::take(self.clone())
    }

    /// Compares the checksum of every file of the generation in use. Reads the whole index.
    pub fn verify(&self) -> Result<IndexState<()>> {
        self.open_current()?.and_then(|generation| checked(&generation))
    }

    /// After the engine failed: where the files are damaged indeed, the generation in use is marked as not to be
    /// opened any more, so that the writer builds another. True if it was.
    pub fn condemn_if_damaged(&self) -> Result<bool> {
        let IndexState::Ready(generation) = self.open_current()? else {
            return Ok(true);
        };
        if matches!(checked(&generation)?, IndexState::Ready(())) {
            return Ok(false);
        }
        self.remove_marker(&generation.name)?;
        Ok(true)
    }

    /// Name of the generation in use.
    pub(super) fn current(&self) -> Result<Option<String>> {
        let path = self.root.join("CURRENT");
        match fs::read_to_string(&path) {
            Ok(name) => Ok(Some(name.trim().to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidData => Ok(Some(String::new())),
            Err(error) => Err(SearchError::io(path)(error)),
        }
    }

    pub(super) fn open_current(&self) -> Result<IndexState<Generation>> {
        // The generation named may be replaced and removed between the two reads: look once more.
        for _ in 0..3 {
            let Some(name) = self.current()? else {
                return Ok(IndexState::Missing);
            };
            let state = self.open(&name)?;
            if matches!(state, IndexState::Ready(_)) || self.current()?.as_ref() == Some(&name) {
                return Ok(state);
            }
        }
        Ok(IndexState::Damaged("CURRENT".to_owned()))
    }

    fn open(&self, name: &str) -> Result<IndexState<Generation>> {
        if number_of(name).is_none() {
            return Ok(IndexState::Damaged("CURRENT".to_owned()));
        }
        match self.marker(name)? {
            None => return Ok(IndexState::Damaged(format!("{name}.json"))),
            Some(marker) if marker.fingerprint != fingerprint() => return Ok(IndexState::OtherSchema),
            Some(_) => {}
        }
        let path = self.root.join(name);
        match guarded(|| Index::open(MmapDirectory::open(&path)?)) {
            Ok(index) if index.schema() == schema().0 => {
                register(index.tokenizers());
                Ok(IndexState::Ready(Generation {
                    name: name.to_owned(),
                    path,
                    index,
                }))
            }
            Ok(_) => Ok(IndexState::OtherSchema),
            Err(error) => classify(error),
        }
    }

    fn marker(&self, name: &str) -> Result<Option<Marker>> {
        let path = self.root.join(format!("{name}.json"));
        match fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SearchError::io(path)(error)),
        }
    }

    /// An empty generation beside the one in use. Only for the holder of the writer lock.
    pub(super) fn create_generation(&self) -> Result<Generation> {
        let numbers = self.generations()?.into_iter().map(|(number, _)| number);
        let name = name_of(numbers.max().unwrap_or(0) + 1);
        let path = self.root.join(&name);
        fs::create_dir_all(&path).map_err(SearchError::io(&path))?;
        let index = Index::create_in_dir(&path, schema().0)?;
        register(index.tokenizers());
        let marker = serde_json::to_vec(&Marker {
            fingerprint: fingerprint(),
        })
        .expect("plain data");
        self.replace(&format!("{name}.json"), &marker)?;
        Ok(Generation { name, path, index })
    }

    /// Makes a finished generation the one in use.
    pub(super) fn make_current(&self, name: &str) -> Result<()> {
        self.replace("CURRENT", name.as_bytes())
    }

    /// Removes every generation but these. Readers that still hold one keep its files until they let go.
    pub(super) fn remove_others(&self, keep: &[&str]) -> Result<()> {
        for (_, name) in self.generations()? {
            if keep.contains(&name.as_str()) {
                continue;
            }
            let path = self.root.join(&name);
            fs::remove_dir_all(&path).map_err(SearchError::io(&path))?;
            self.remove_marker(&name)?;
        }
        Ok(())
    }

    fn remove_marker(&self, name: &str) -> Result<()> {
        let marker = self.root.join(format!("{name}.json"));
        match fs::remove_file(&marker) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(SearchError::io(marker)(error)),
            _ => Ok(()),
        }
    }

    fn generations(&self) -> Result<Vec<(u64, String)>> {
        let entries = fs::read_dir(&self.root).map_err(SearchError::io(&self.root))?;
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(SearchError::io(&self.root))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(number) = number_of(&name)
                && entry.path().is_dir()
            {
                found.push((number, name));
            }
        }
        Ok(found)
    }

    /// Writes a small file so that readers see the old or the new one, also after a power cut.
    fn replace(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.root.join(name);
        let new = self.root.join(format!("{name}.new"));
        let written = || -> std::io::Result<()> {
            let mut file = fs::File::create(&new)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&new, &path)?;
            fs::File::open(&self.root)?.sync_all()
        };
        written().map_err(SearchError::io(&path))
    }
}

fn checked(generation: &Generation) -> Result<IndexState<()>> {
    match guarded(|| generation.index.validate_checksum()) {
        Ok(damaged) => Ok(match damaged.into_iter().next() {
            None => IndexState::Ready(()),
            Some(file) => IndexState::Damaged(file.display().to_string()),
        }),
        Err(error) => classify(error),
    }
}

/// The engine panics on some kinds of damage instead of returning an error.
pub(crate) fn guarded<T, E: From<tantivy::TantivyError>>(
    work: impl FnOnce() -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let comment = "the engine gave up on a file".to_owned();
        Err(E::from(tantivy::TantivyError::DataCorruption(
            tantivy::error::DataCorruption::comment_only(comment),
        )))
    })
}

fn name_of(number: u64) -> String {
    format!("g{number:06}")
}

fn number_of(name: &str) -> Option<u64> {
    let number = name.strip_prefix('g')?.parse().ok()?;
    (name_of(number) == name).then_some(number)
}
