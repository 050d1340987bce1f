//! Keys met in a file, so that the second of the same is a reject.

use domain::ids::UnitId;
use domain::record::Content;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Half a SHA-256 for each key: a million rows take some forty megabytes, and no two keys meet.
#[derive(Default)]
pub(super) struct Seen(HashMap<[u8; 16], u64>);

impl Seen {
    /// The line that had one of the row's keys first; else they are this line's.
    pub(super) fn first_line(&mut self, unit: UnitId, content: &Content, line: u64) -> Option<u64> {
        let keys = [("n", &content.document_number), ("e", &content.external_id)];
        let given = keys
            .into_iter()
            .filter_map(|(kind, key)| Some(digest(unit, kind, key.as_deref()?)));
        let digests: Vec<_> = given.collect();
        if let Some(first) = digests.iter().find_map(|digest| self.0.get(digest)) {
            return Some(*first);
        }
        self.0.extend(digests.into_iter().map(|digest| (digest, line)));
        None
    }
}

fn digest(unit: UnitId, kind: &str, key: &str) -> [u8; 16] {
    let digest = Sha256::new()
        .chain_update(unit.0.as_bytes())
        .chain_update(kind)
        .chain_update(key)
        .finalize();
    let mut half = [0; 16];
    half.copy_from_slice(&digest[..16]);
    half
}
