//! A dictionary that tells every word that starts at a place of a text, and what it costs.

use std::ops::Range;

pub(super) struct Trie {
    /// The node of each first character of the basic plane, by its code; zero where no word begins so.
    firsts: Vec<u32>,
    /// The letter that leads to each node; apart from the nodes, so that a search among siblings touches little memory.
    letters: Vec<char>,
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    /// The cost of the word that ends here, if one does.
    cost: Option<u8>,
    /// The nodes of the next letters stand together and in order.
    children: Range<u32>,
}

impl Trie {
    /// A dictionary of these words; of two costs of one word the lower counts.
    pub(super) fn of<'a>(words: impl Iterator<Item = (&'a str, u8)>) -> Self {
        let mut words: Vec<(Vec<char>, u8)> =
            words.map(|(word, cost)| (word.chars().collect(), cost)).collect();
        words.sort();
        words.dedup_by(|later, first| later.0 == first.0);
        let (mut letters, mut nodes) = (vec!['\0'], vec![Node::default()]);
        // The words that pass through each node, and how many letters lead there.
        let mut passing = vec![(0..words.len(), 0)];
        let mut parent = 0;
        while let Some((mut rest, depth)) = passing.get(parent).cloned() {
            if let Some((_, cost)) = words[rest.clone()]
                .first()
                .filter(|(word, _)| word.len() == depth)
            {
                nodes[parent].cost = Some(*cost);
                rest.start += 1;
            }
            let start = nodes.len();
            for group in words[rest.clone()].chunk_by(|a, b| a.0[depth] == b.0[depth]) {
                letters.push(group[0].0[depth]);
                nodes.push(Node::default());
                passing.push((rest.start..rest.start + group.len(), depth + 1));
                rest.start += group.len();
            }
            nodes[parent].children = index(start)..index(nodes.len());
            parent += 1;
        }
        Self {
            firsts: firsts(&letters[usize_of(nodes[0].children.start)..usize_of(nodes[0].children.end)]),
            letters,
            nodes,
        }
    }

    /// The length and cost of each word that starts at `at`, short ones first.
    pub(super) fn words_at<'a>(
        &'a self,
        text: &'a [char],
        at: usize,
    ) -> impl Iterator<Item = (usize, u8)> + 'a {
        let mut node = text.get(at).and_then(|c| self.first(*c));
        let mut length = 0;
        let path = std::iter::from_fn(move || {
            let here = node?;
            length += 1;
            node = text.get(at + length).and_then(|c| self.child(here, *c));
            Some((length, here.cost))
        });
        path.filter_map(|(length, cost)| cost.map(|cost| (length, cost)))
    }

    /// The length of the longest word that starts at `at`.
    pub(super) fn longest_at(&self, text: &[char], at: usize) -> Option<usize> {
        self.words_at(text, at).last().map(|(length, _)| length)
    }

    fn first(&self, letter: char) -> Option<&Node> {
        let node = *self.firsts.get(usize::try_from(u32::from(letter)).ok()?)?;
        (node != 0).then(|| self.node(node))
    }

    fn child(&self, node: &Node, letter: char) -> Option<&Node> {
        let start = usize_of(node.children.start);
        let letters = &self.letters[start..usize_of(node.children.end)];
        Some(&self.nodes[start + letters.binary_search(&letter).ok()?])
    }

    fn node(&self, at: u32) -> &Node {
        &self.nodes[usize_of(at)]
    }
}

/// The nodes of the first letters, which follow the root.
fn firsts(letters: &[char]) -> Vec<u32> {
    let mut firsts = vec![0; 0x1_0000];
    for (letter, at) in letters.iter().zip(1..) {
        if let Some(slot) = firsts.get_mut(usize_of(u32::from(*letter))) {
            *slot = at;
        }
    }
    firsts
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("a dictionary has fewer letters than 2^32")
}

fn usize_of(at: u32) -> usize {
    usize::try_from(at).expect("the machine has 32 bits at least")
}
