//! Names of contents.

use super::error::ImportError;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Which file a run was about, and how much there is to read.
pub(super) struct Fingerprint {
    /// SHA-256, hex.
    pub(super) sha256: String,
    /// Ends of lines; in a file that is text, about as many as it has rows.
    pub(super) lines: u64,
}

/// Reads a file once through.
pub(super) fn fingerprint(path: &Path) -> Result<Fingerprint, ImportError> {
    let mut file = File::open(path).map_err(ImportError::io(path))?;
    let mut hash = Sha256::new();
    let mut lines = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(ImportError::io(path))?;
        if read == 0 {
            let sha256 = hex(&hash.finalize());
            return Ok(Fingerprint { sha256, lines });
        }
        hash.update(&buffer[..read]);
        lines += buffer[..read].split(|byte| *byte == b'\n').count() as u64 - 1;
    }
}

/// SHA-256 of a text, hex.
pub(super) fn text_sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
