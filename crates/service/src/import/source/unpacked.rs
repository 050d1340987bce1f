//! What an Excel workbook unpacks to, before anything of it is held in memory: a small file may hold a great one.

use super::super::error::ImportError;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// Texts, formats and names are held in memory whole.
const MOST_HELD: u64 = 256 << 20;
/// Worksheets are read cell by cell; a million rows of a decision each fit.
const MOST_SHEETS: u64 = 4 << 30;
/// The longest text between two tags. Excel's own limit on a cell is 32,767 characters.
const LONGEST_TEXT: usize = 1 << 20;

/// Unpacks everything once and keeps nothing. The sizes in the archive's directory are only claims.
pub(super) fn check(path: &Path) -> Result<(), ImportError> {
    let refuse = |reason: &str| ImportError::NotXlsx {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let file = BufReader::new(File::open(path).map_err(ImportError::io(path))?);
    let mut archive = ZipArchive::new(file).map_err(|error| refuse(&error.to_string()))?;
    let (mut held, mut sheets) = (0, 0);
    for index in 0..archive.len() {
        let part = archive
            .by_index(index)
            .map_err(|error| refuse(&error.to_string()))?;
        let name = part
            .name()
            .map_err(|error| refuse(&error.to_string()))?
            .into_owned();
        let (sum, most) = if name.starts_with("xl/worksheets/sheet") {
            (&mut sheets, MOST_SHEETS)
        } else if name.starts_with("xl/media/") {
            continue;
        } else {
            (&mut held, MOST_HELD)
        };
        let size = measure(part, most - *sum).map_err(|reason| refuse(&reason))?;
        *sum += size;
    }
    Ok(())
}

/// The part's size, which may be `most`.
fn measure(part: impl Read, most: u64) -> Result<u64, String> {
    let mut part = part.take(most + 1);
    let (mut size, mut since_tag) = (0, 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = part.read(&mut buffer).map_err(|error| error.to_string())?;
        if read == 0 {
            return Ok(size);
        }
        size += read as u64;
        if size > most {
            return Err("解压后太大，请拆成几个文件，或另存为 CSV 后导入".to_owned());
        }
        let mut runs = buffer[..read].split(|byte| *byte == b'<').map(<[u8]>::len);
        since_tag += runs.next().unwrap_or(0);
        let mut longest = since_tag;
        for run in runs {
            longest = longest.max(run);
            since_tag = run;
        }
        if longest > LONGEST_TEXT {
            return Err("有一个单元格的内容超过 1 MB，请检查这个文件，或另存为 CSV 后导入".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::repeat;

    #[test]
    fn a_part_is_measured_up_to_its_limit() {
        let part = b"<a>text</a>".repeat(100_000);
        assert_eq!(measure(part.as_slice(), 1_100_000), Ok(1_100_000));
        assert!(measure(part.as_slice(), 1_099_999).unwrap_err().contains("太大"));
    }

    #[test]
    fn an_endless_text_is_refused_wherever_it_stands() {
        for before in [b"".as_slice(), b"<t>", b"<a/><b/>"] {
            let part = before.chain(repeat(b'x'));
            assert!(measure(part, 1 << 30).unwrap_err().contains("1 MB"));
        }
    }
}
