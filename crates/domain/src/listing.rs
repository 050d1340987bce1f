//! How a list of public records is ordered, what it has of the words asked for, and how far its numbered pages go.

/// Records that numbered pages reach; further ones need a cursor (contract, search edges).
pub const DEEPEST: u64 = 10_000;

/// The order of the hits. Undated and fineless records come last in every order, ties go by reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best match first; without words the same as newest.
    Relevance,
    /// Latest decision first.
    Newest,
    /// Earliest decision first.
    Oldest,
    /// Highest fine first.
    Fine,
    /// Last made public first, corrections among them: what is new to a reader, whenever it was decided.
    Published,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 5] = [
        Self::Relevance,
        Self::Newest,
        Self::Oldest,
        Self::Fine,
        Self::Published,
    ];

    /// Its word in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Fine => "fine",
            Self::Published => "published",
        }
    }

    /// The order of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word)
    }
}

/// What the records of a list have of the words asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matched {
    /// All that was asked for, or nearly.
    #[default]
    Asked,
    /// Any word of a long question, which no record has all of; by relevance the nearest stand first.
    AnyWord,
    /// A part: nothing has all that was asked for.
    Loosely,
}
