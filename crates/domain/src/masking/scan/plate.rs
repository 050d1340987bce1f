//! Number plates (GA 36): province, letter, five characters, six for new energy (art. 15 (1): 机动车号牌号码).

use crate::masking::span::{Kind, Span};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
const LAST: &str = "学警港澳挂领试超使";

/// Plates of every province, also in lower case and with a dot, dash or space after the letter.
pub(super) fn numbers(text: &[char], spans: &mut Vec<Span>) {
    for at in 0..text.len() {
        if text.get(at + 1).is_some_and(char::is_ascii_alphabetic)
            && PROVINCES.contains(text[at])
            && let Some(end) = plate_end(text, at)
        {
            spans.push(Span::crossed(at, end, Kind::Plate));
        }
    }
}

fn plate_end(text: &[char], at: usize) -> Option<usize> {
    let mut end = at + 2;
    if matches!(text.get(end), Some('·' | '.' | '-' | ' ')) {
        end += 1;
    }
    let serial = text[end..]
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '*')
        .count();
    let digits = text[end..end + serial]
        .iter()
        .filter(|c| c.is_ascii_digit())
        .count();
    let last = text.get(end + serial).is_some_and(|c| LAST.contains(*c));
    let length = serial + usize::from(serial == 4 && last);
    (matches!(length, 5 | 6) && digits >= 1).then_some(end + length)
}
