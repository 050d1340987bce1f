//! What strangers type into a search box: words of the trade, operators in every order, and what no editor would accept.
//! The same seed types the same.

/// Words that records and questions are made of.
const WORDS: [&str; 24] = [
    "殴打他人",
    "盗窃",
    "赌博",
    "酒后驾驶",
    "打人",
    "喝酒开车",
    "治安管理处罚法",
    "第四十三条",
    "第43条第1款",
    "罚款",
    "行政拘留",
    "明镜县公安局",
    "派出所",
    "2024",
    "二〇二四",
    "臨公（治）行罰決字〔２０２４〕第12號",
    "200元",
    "邻居半夜吵",
    "dubo",
    "jjcs",
    "的",
    "是",
    "噪音扰民怎么办",
    "R-7K3MA9QX",
];
/// Signs that mean something to a parser, ours or another.
const SIGNS: [&str; 26] = [
    "\"",
    "“",
    "”",
    "'",
    "-",
    "－",
    "OR",
    " OR ",
    "AND",
    "NOT",
    "field:",
    "文号:",
    "当事人：",
    "年:",
    "kind:",
    "(",
    ")",
    "[",
    " TO ",
    "^9",
    "~2",
    "*",
    "?",
    "\\",
    "||",
    ":",
];
/// Characters that programs stumble over.
const ODD: [char; 24] = [
    '\0',
    '\t',
    '\n',
    '\r',
    '\u{b}',
    '\u{7f}',
    '\u{85}',
    '\u{a0}',
    '\u{ad}',
    '\u{200b}',
    '\u{200d}',
    '\u{202e}',
    '\u{2028}',
    '\u{feff}',
    '\u{fffd}',
    '\u{e000}',
    '\u{1f600}',
    '\u{1f468}',
    '\u{20000}',
    '\u{2f800}',
    '\u{301}',
    'ﬀ',
    'ß',
    'İ',
];

/// An endless typist.
#[derive(Debug, Clone)]
pub struct Hostile(u64);

impl Hostile {
    /// Types what belongs to `seed`.
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`, which is not 0 (SplitMix64).
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = u64::try_from(bound).unwrap_or(u64::MAX);
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or(0)
    }

    /// Any character that there is.
    fn character(&mut self) -> char {
        loop {
            let ranges = [
                (0x20, 0x5f),
                (0x4e00, 0x5200),
                (0x3000, 0x100),
                (0xff00, 0xf0),
                (0, 0x11_0000),
            ];
            let (from, length) = ranges[self.below(ranges.len())];
            let number = from + self.below(length);
            if let Some(c) = u32::try_from(number).ok().and_then(char::from_u32) {
                return c;
            }
        }
    }

    fn piece(&mut self) -> String {
        match self.below(8) {
            0..=2 => WORDS[self.below(WORDS.len())].to_owned(),
            3 | 4 => SIGNS[self.below(SIGNS.len())].to_owned(),
            5 => ODD[self.below(ODD.len())].to_string(),
            6 => {
                let length = 1 + self.below(12);
                (0..length).map(|_| self.character()).collect()
            }
            _ => " ".to_owned(),
        }
    }

    /// One text for the box: mostly short, now and then at the limit or far beyond it.
    pub fn query(&mut self) -> String {
        let pieces = match self.below(20) {
            0 => 200 + self.below(400),
            1..=4 => 20 + self.below(60),
            _ => 1 + self.below(9),
        };
        if self.below(30) == 0 {
            return self.piece().repeat(pieces);
        }
        (0..pieces).map(|_| self.piece()).collect()
    }
}
