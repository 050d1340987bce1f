//! Closed lists of words: an enum with the word of each item in files, forms and the database, and its Chinese name.

/// Makes such enums.
macro_rules! words {
    ($($(#[$doc:meta])* $set:ident { $($(#[$item:meta])* $name:ident = $word:literal, $label:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $set {$($(#[$item])* #[serde(rename = $word)] $name,)+}

        impl $set {
            /// All of them, in the order of forms.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$name),+];

            /// The word in forms, files and the database.
            pub const fn as_str(self) -> &'static str {
                match self {$(Self::$name => $word,)+}
            }

            /// The name in the interface.
            pub const fn label(self) -> &'static str {
                match self {$(Self::$name => $label,)+}
            }

            /// Reads [`Self::as_str`].
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.as_str() == text)
            }
        }
    )+};
}
pub(crate) use words;
