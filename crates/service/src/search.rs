//! Searching public records: by the index of this node, or by the database alone while there is none; and keeping
//! that index in step with the database.

mod ask;
mod beside;
mod canonical;
mod catch_up;
mod document;
mod fallback;
mod find;
mod follow;
pub(crate) mod inverse;
mod like;
mod outliers;
mod page;
mod portal;
mod rebuild;
mod settle;
mod synonyms;
mod words;

pub use ask::{Surface, read};
pub use canonical::query_of;
pub(crate) use find::beside;
pub use find::{FindError, find, similar};
pub use follow::{FollowError, Follower, Purging};
pub use like::{LikeCase, Likeness, Peers, circumstances, likeness, peers};
pub use outliers::{OUTLIERS_PER_PAGE, Outlier, Outliers, outliers};
pub use page::{FacetLine, Highlight, Item, Page, Piece};
pub use portal::SearchPortal;
pub use rebuild::{Progress, reindex};
pub use search::{Ask, Suggestion};
pub use settle::{NotIndexed, wait_until_indexed};
pub(crate) use synonyms::SynonymRules;
pub use words::{Offered, did_you_mean, frequent, refresh_words, suggest};

/// The key of the article that a citation names, where one is recognised: the value of the filter `statute`.
pub fn same_article(citation: &str) -> Option<String> {
    search::statute::keys(citation).into_iter().next()
}

/// A citation key in words: 《治安管理处罚法》第四十三条.
pub fn statute_label(key: &str) -> String {
    search::statute::label_of(key)
}
