//! Why somebody is not satisfied, in words the unit can act on.

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $label:literal, $conduct:literal;)+) => {
        /// A reason that can be ticked.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $name,)+ }

        impl Reason {
            /// In the order of the page.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in forms and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The words on the page.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// About how officers behaved rather than how the matter was handled: 督察 looks into these.
            pub const fn is_conduct(self) -> bool {
                match self { $(Self::$name => $conduct),+ }
            }

            /// Reads [`Self::as_str`].
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

reasons! {
    /// Late, or long in the doing.
    Slow = "slow", "来得慢或办得慢", false;
    /// Cold or impatient.
    Attitude = "attitude", "态度冷淡、不耐烦", false;
    /// Reasons and rights were not told.
    Unexplained = "unexplained", "没有讲清理由和程序", false;
    /// Nobody told how it ended.
    NoNews = "no-news", "没有告知进展或结果", false;
    /// Not solved.
    Unsolved = "unsolved", "问题没有解决", false;
    /// Sent from one to the other.
    PassedAround = "passed-around", "推来推去、要求反复跑", false;
    /// Not by the rules: no card shown, no document given.
    Irregular = "irregular", "执法不规范（如未出示证件、未给文书）", false;
    /// Taking sides.
    Unfair = "unfair", "偏袒一方、熟人说情", true;
    /// Insults or rough handling.
    Rude = "rude", "辱骂、推搡等粗暴行为", true;
    /// Favours taken or asked for.
    Favours = "favours", "吃请、索要或收受财物", true;
    /// Something else; the text says what.
    Other = "other", "其他", false;
}
