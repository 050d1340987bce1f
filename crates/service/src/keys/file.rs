//! Reading and writing of single key files.

use super::{KeyError, MacKey};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use zeroize::Zeroizing;

/// No key file of ours is longer; anything longer is not read.
const LONGEST: u64 = 4096;

pub(super) fn failed<'a>(
    doing: &'static str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> KeyError + 'a {
    move |source| KeyError::Io {
        doing,
        path: path.to_owned(),
        source,
    }
}

/// Writes a new file that only its owner may read, and waits until the disk has it.
pub(super) fn write_secret(path: &Path, content: &[u8]) -> Result<(), KeyError> {
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(failed("写入", path))
}

/// Reads a file that must not be readable by others.
pub(super) fn read_secret(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let file = open(path)?;
    let mode = file.metadata().map_err(failed("读取", path))?.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed {
            path: path.to_owned(),
            mode,
        });
    }
    read(file, path)
}

/// Reads a MAC key: 64 hexadecimal digits.
pub(super) fn read_mac_key(path: &Path) -> Result<MacKey, KeyError> {
    let damaged = || KeyError::Damaged(path.to_owned());
    let content = read_secret(path)?;
    let digits = std::str::from_utf8(&content).map_err(|_| damaged())?.trim();
    from_hex(digits).map(MacKey::new).ok_or_else(damaged)
}

/// Reads an age recipient; it is public, so its mode does not matter.
pub(super) fn read_recipient(path: &Path) -> Result<age::x25519::Recipient, KeyError> {
    parse(&read(open(path)?, path)?, path)
}

/// Reads an age identity.
pub(super) fn read_identity(path: &Path) -> Result<age::x25519::Identity, KeyError> {
    parse(&read_secret(path)?, path)
}

/// Reads the one value that such a file holds.
pub(super) fn parse<T: std::str::FromStr>(content: &[u8], path: &Path) -> Result<T, KeyError> {
    std::str::from_utf8(content)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .ok_or_else(|| KeyError::Damaged(path.to_owned()))
}

pub(super) fn to_hex(bytes: &[u8; 32]) -> Zeroizing<String> {
    Zeroizing::new(
        bytes
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(hex_digit)
            .collect(),
    )
}

fn hex_digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).unwrap_or('0')
}

fn from_hex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let digits = digits.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

fn open(path: &Path) -> Result<File, KeyError> {
    File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => KeyError::Missing(path.to_owned()),
        _ => failed("读取", path)(error),
    })
}

fn read(file: File, path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut content = Zeroizing::new(Vec::new());
    file.take(LONGEST)
        .read_to_end(&mut content)
        .map_err(failed("读取", path))?;
    Ok(content)
}
