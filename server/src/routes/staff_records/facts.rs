//! What of a decision is short and never masked: number, days, sums.

use app::components::day_text;
use app::pages::records::{Segment, outcome};
use app::pages::staff_records::{Compared, field_label};
use chrono::NaiveDate;
use domain::money::Money;
use domain::record::{Content, PenaltyKind};
use storage::public::PublicRecord;

/// Of an original or of a public text.
pub(crate) struct Facts<'a> {
    number: Option<&'a str>,
    /// Decided, acted, shown until.
    days: [Option<NaiveDate>; 3],
    penalties: &'a [PenaltyKind],
    fine: Option<Money>,
    detention_days: Option<u32>,
    confiscated: Option<Money>,
    source: Option<&'a str>,
}

impl<'a> From<&'a Content> for Facts<'a> {
    fn from(content: &'a Content) -> Self {
        Self {
            number: content.document_number.as_deref(),
            days: [content.decided_on, content.acted_on, content.publish_until],
            penalties: &content.penalty_kinds,
            fine: content.fine,
            detention_days: content.detention_days,
            confiscated: content.confiscated,
            source: content.source_url.as_deref(),
        }
    }
}

impl<'a> From<&'a PublicRecord> for Facts<'a> {
    fn from(record: &'a PublicRecord) -> Self {
        Self {
            number: record.document_number.as_deref(),
            days: [record.decided_on, record.acted_on, record.publish_until],
            penalties: &record.penalty_kinds,
            fine: record.fine,
            detention_days: record.detention_days,
            confiscated: record.confiscated,
            source: record.source_url.as_deref(),
        }
    }
}

impl Facts<'_> {
    /// Shown until another day: the original leaves that to the rule.
    pub(crate) const fn until(mut self, day: Option<NaiveDate>) -> Self {
        self.days[2] = day;
        self
    }

    fn told(&self) -> [(&'static str, Option<String>); 7] {
        let [decided, acted, until] = self.days.map(|day| day.map(day_text));
        [
            ("document_number", self.number.map(str::to_owned)),
            ("decided_on", decided),
            ("acted_on", acted),
            ("outcome", outcome(self.penalties, self.fine, self.detention_days)),
            ("confiscated", self.confiscated.map(Money::grouped)),
            ("publish_until", until),
            ("source_url", self.source.map(str::to_owned)),
        ]
    }
}

/// Each fact of the original beside what is public of it.
pub(crate) fn facts_beside(original: &Content, public: Option<&Facts<'_>>) -> Vec<Compared> {
    let was = Facts::from(original).told();
    let is = public.map_or_else(|| was.clone().map(|(field, _)| (field, None)), Facts::told);
    let told = was.into_iter().zip(is);
    told.filter(|((_, was), (_, is))| was.is_some() || is.is_some())
        .map(|((field, was), (_, is))| Compared {
            label: field_label(original.kind, field),
            original: was.into_iter().map(Segment::plain).collect(),
            public: is.map(|text| vec![Segment::plain(text)]),
            rules: Vec::new(),
        })
        .collect()
}
