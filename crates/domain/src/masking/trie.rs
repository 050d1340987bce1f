//! A dictionary that tells every word that a row of letters begins with, and what it costs.

/// The letters of all words in one hash table, each found by itself and by the letter before it: a look takes the same
/// time whether three letters may go on from there or three hundred.
pub(super) struct Trie {
    /// As many as a power of two, a third of them free at least.
    slots: Vec<Option<Node>>,
}

struct Node {
    letter: char,
    /// The slot of the letter before, or [`NOTHING`].
    before: u32,
    /// The cost of the word that ends here, if one does.
    cost: Option<u8>,
    goes_on: bool,
}

/// Stands before the first letter of a word.
const NOTHING: u32 = u32::MAX;

impl Trie {
    /// A dictionary of these words; of two costs of one word the lower counts.
    pub(super) fn of(words: impl Iterator<Item = (Vec<char>, u8)>) -> Self {
        let words: Vec<(Vec<char>, u8)> = words.collect();
        let letters: usize = words.iter().map(|(word, _)| word.len()).sum();
        let room = (letters + letters / 2 + 1).next_power_of_two();
        let mut trie = Self {
            slots: std::iter::repeat_with(|| None).take(room).collect(),
        };
        for (word, cost) in words {
            trie.add(&word, cost);
        }
        trie
    }

    fn add(&mut self, word: &[char], cost: u8) {
        let mut before = NOTHING;
        for (index, &letter) in word.iter().enumerate() {
            let at = self.slot(before, letter);
            let here = self.slots[usize_of(at)].get_or_insert(Node {
                letter,
                before,
                cost: None,
                goes_on: false,
            });
            if index + 1 < word.len() {
                here.goes_on = true;
            } else {
                here.cost = Some(here.cost.map_or(cost, |other| other.min(cost)));
            }
            before = at;
        }
    }

    /// The length and cost of each word that the letters begin with, short ones first.
    pub(super) fn words_of<'a>(
        &self,
        letters: impl Iterator<Item = &'a char>,
    ) -> impl Iterator<Item = (usize, u8)> {
        let mut before = Some(NOTHING);
        let path = letters.map_while(move |&letter| {
            let at = self.slot(before?, letter);
            let here = self.slots[usize_of(at)].as_ref()?;
            before = here.goes_on.then_some(at);
            Some(here.cost)
        });
        (1..).zip(path).filter_map(|(length, cost)| Some((length, cost?)))
    }

    /// The length and cost of each word that starts at `at`, short ones first.
    pub(super) fn words_at(&self, text: &[char], at: usize) -> impl Iterator<Item = (usize, u8)> {
        self.words_of(text.get(at..).unwrap_or_default().iter())
    }

    /// The length of the longest word that starts at `at`.
    pub(super) fn longest_at(&self, text: &[char], at: usize) -> Option<usize> {
        self.words_at(text, at).last().map(|(length, _)| length)
    }

    /// The slot of a letter behind another one; a free one if no word has it there.
    fn slot(&self, before: u32, letter: char) -> u32 {
        let last = self.slots.len() - 1;
        let mut at = usize_of(scattered(before, letter)) & last;
        while let Some(other) = &self.slots[at]
            && (other.letter, other.before) != (letter, before)
        {
            at = (at + 1) & last;
        }
        u32::try_from(at).expect("a dictionary has fewer letters than 2^32")
    }
}

/// A number that looks like none of its neighbours' (multiplication by the golden ratio, Knuth 6.4).
fn scattered(before: u32, letter: char) -> u32 {
    let both = u64::from(before) << 32 | u64::from(letter);
    (both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

fn usize_of(at: u32) -> usize {
    usize::try_from(at).expect("the machine has 32 bits at least")
}
