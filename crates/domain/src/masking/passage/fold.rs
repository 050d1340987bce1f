//! What a character is read as, whatever its code: digits of every script, letters in mathematical and ringed dress,
//! ideographs that have a second code (PDF files write ⽂ for 文).

use std::collections::HashMap;
use std::sync::LazyLock;

/// The zeros of the scripts beside ours; nine digits stand behind each of them (Unicode's category Nd).
const ZEROS: [u32; 64] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136,
    0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50,
    0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0,
    0x1e950, 0x1fbf0,
];

/// Rows of capitals, and of capitals with small letters behind them: ringed, boxed, and those of flags.
const CAPITALS: [u32; 6] = [0x24b6, 0x24d0, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6];

static IDEOGRAPHS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let rows = include_str!("ideographs.txt")
        .lines()
        .filter(|row| !row.starts_with('#'));
    let pairs = rows.filter_map(|row| {
        let (first, images) = row.split_once(' ')?;
        let codes = u32::from_str_radix(first, 16).ok()?..;
        Some(codes.filter_map(char::from_u32).zip(images.chars()))
    });
    pairs.flatten().filter(|(_, image)| *image != '-').collect()
});

/// The character that `c` is another writing of, or `c`.
pub(super) fn folded(c: char) -> char {
    let code = u32::from(c);
    match c {
        '\0'..='\u{38f}' | '\u{2010}'..='\u{20ff}' | '\u{2190}'..='\u{245f}' | '\u{3000}'..='\u{303f}' => c,
        // Greek and Cyrillic capitals that nobody can tell from ours: 云А12345.
        '\u{391}'..='\u{3a7}' | '\u{410}'..='\u{425}' => twin(c),
        '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1d}' => {
            IDEOGRAPHS.get(&c).copied().unwrap_or(c)
        }
        'Ⅹ' | 'ⅹ' => 'X',
        '\u{1d400}'..='\u{1d6a3}' => letter((code - 0x1d400) % 52),
        '\u{1f100}' => '0',
        '\u{1f101}'..='\u{1f10a}' => digit(code - 0x1f101),
        _ => digit_of(code).or_else(|| capital_of(code)).unwrap_or(c),
    }
}

fn twin(c: char) -> char {
    const OTHERS: &str = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХ";
    const OURS: &[u8] = b"ABEZHIKMNOPTYXABEKMHOPCTYX";
    let place = OTHERS.chars().position(|other| other == c);
    place.map_or(c, |place| char::from(OURS[place]))
}

fn digit_of(code: u32) -> Option<char> {
    let before = ZEROS.partition_point(|zero| *zero <= code);
    let value = code - ZEROS[before.checked_sub(1)?];
    (value < 10).then(|| digit(value))
}

fn capital_of(code: u32) -> Option<char> {
    let row = CAPITALS
        .iter()
        .find(|first| (**first..**first + 26).contains(&code))?;
    Some(letter(code - row))
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).expect("below ten")
}

/// A to Z, then a to z.
fn letter(nth: u32) -> char {
    let first = if nth < 26 { 'A' } else { 'G' };
    char::from_u32(u32::from(first) + nth).expect("a Latin letter")
}

/// The digit in a ring, in brackets, high or low. Such a one may be a mark beside a number as well (②138…, 138…²), so
/// it is none where numbers are read as they stand.
pub(in crate::masking) fn dressed_digit(c: char) -> Option<char> {
    /// First code, value of the first, and how many there are.
    const ROWS: [(u32, u32, u32); 15] = [
        (0x2460, 1, 9),
        (0x2474, 1, 9),
        (0x2488, 1, 9),
        (0x24ea, 0, 1),
        (0x24f5, 1, 9),
        (0x24ff, 0, 1),
        (0x2776, 1, 9),
        (0x2780, 1, 9),
        (0x278a, 1, 9),
        (0x2070, 0, 1),
        (0x2074, 4, 6),
        (0x2080, 0, 10),
        (0x3021, 1, 9),
        (0x3220, 1, 9),
        (0x3280, 1, 9),
    ];
    match c {
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        _ => ROWS.iter().find_map(|(first, value, length)| {
            let nth = u32::from(c).checked_sub(*first).filter(|nth| nth < length)?;
            Some(digit(value + nth))
        }),
    }
}

/// The digit that a numeral writes: 九, 玖.
pub(in crate::masking) fn numeral(c: char) -> Option<char> {
    Some(match c {
        '零' | '〇' | '○' | '洞' => '0',
        '一' | '壹' | '幺' => '1',
        '二' | '贰' | '貳' | '两' => '2',
        '三' | '叁' | '參' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' | '陸' => '6',
        '七' | '柒' | '拐' => '7',
        '八' | '捌' => '8',
        '九' | '玖' | '勾' => '9',
        _ => return None,
    })
}
