//! UTF-8 or GB18030, told from the bytes.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8};
use std::io::{BufRead, Result};

/// Looks through the whole file once. A file that is UTF-8 but for a few broken bytes stays UTF-8, so that only
/// its broken rows are rejected; `None` when it is neither.
pub(super) fn detect(mut reader: impl BufRead) -> Result<Option<&'static Encoding>> {
    let mut tally = Utf8Tally::default();
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let mut first = true;
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        if std::mem::take(&mut first) && (bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")) {
            return Ok(None);
        }
        tally.add(bytes);
        detector.feed(bytes, false);
        let read = bytes.len();
        reader.consume(read);
    }
    if tally.broken == 0 || tally.whole > tally.broken.saturating_mul(9) {
        return Ok(Some(UTF_8));
    }
    detector.feed(b"", true);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow);
    Ok((guess == GBK || guess == GB18030).then_some(GB18030))
}

/// Text of one field; `None` when its bytes are no text in this encoding.
pub(super) fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
}

/// Whole and broken multi-byte sequences, over the borders of buffers.
#[derive(Default)]
struct Utf8Tally {
    pending: u8,
    whole: u64,
    broken: u64,
}

impl Utf8Tally {
    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            match (self.pending, byte) {
                (1, 0x80..=0xBF) => {
                    self.pending = 0;
                    self.whole += 1;
                }
                (2.., 0x80..=0xBF) => self.pending -= 1,
                (pending, _) => {
                    self.broken += u64::from(pending > 0);
                    self.begin(byte);
                }
            }
        }
    }

    fn begin(&mut self, byte: u8) {
        self.pending = match byte {
            0xC2..=0xDF => 1,
            0xE0..=0xEF => 2,
            0xF0..=0xF4 => 3,
            _ => 0,
        };
        self.broken += u64::from(byte >= 0x80 && self.pending == 0);
    }
}
