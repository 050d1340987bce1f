//! Records from a file into the database.

use super::batch::{self, Import, Run};
use super::chunk::Chunk;
use super::kind::Kind;
use super::layout::Layout;
use super::reader;
use super::row::{Problem, Row, UnitRef};
use super::run::{Options, Outcome, Progress, RunError};
use super::seen::Seen;
use crate::services::Services;
use chrono::NaiveDate;
use domain::field_error::FieldError;
use domain::ids::RecordId;
use domain::record::Content;
use std::collections::HashSet;

/// Imports records. `progress` is told after every chunk.
pub async fn run_import(
    services: &Services,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, RunError> {
    let layout = options.layout.as_deref().map(Layout::open).transpose()?;
    let unit = layout.as_ref().and_then(|layout| layout.default_unit.clone());
    let key = services.keys.receipt_verifier.mac(&[b"external ids of imports"]);
    let rows = reader::open(&options.file, options.format, layout, &key)?;
    let run = Run::begin((services, options), Kind::Records, unit.as_deref(), rows.head()).await?;
    let records = Records {
        run,
        seen: Seen::default(),
        met: HashSet::new(),
    };
    batch::carry_out(records, rows, progress).await
}

/// An import of records under way.
pub(super) struct Records<'a> {
    pub(super) run: Run<'a>,
    seen: Seen,
    /// Records of the database that a row of the file was about.
    pub(super) met: HashSet<RecordId>,
}

impl<'a> Import<'a> for Records<'a> {
    type Row = Row;

    fn run(&mut self) -> &mut Run<'a> {
        &mut self.run
    }

    async fn store(&mut self, rows: Vec<Row>) -> Result<(), RunError> {
        let mut chunk = Chunk::default();
        for row in rows {
            self.take(row, &mut chunk)?;
        }
        self.store_chunk(chunk).await
    }
}

/// What a record tells as past although it lies ahead.
pub(crate) fn not_yet(content: &Content, today: NaiveDate) -> Option<FieldError> {
    let told = [
        ("decided_on", "决定日期", content.decided_on),
        ("acted_on", "违法行为日期", content.acted_on),
    ];
    let late = told.into_iter().find(|(.., day)| *day > Some(today));
    late.map(|(field, what, _)| FieldError::in_the_future(field, what))
}

impl Records<'_> {
    /// Finds the row's unit and whether the file had its key before.
    fn take(&mut self, row: Row, chunk: &mut Chunk) -> Result<(), RunError> {
        self.run.summary.read += 1;
        let parsed = match &row.parsed {
            Ok(parsed) => parsed,
            Err(reject) => return self.run.reject(&row.fields, reject),
        };
        if let Some(late) = not_yet(&parsed.content, self.run.services.clock.today()) {
            return self.reject(&row, late.into());
        }
        let unit = match self.run.book.resolve(&parsed.unit) {
            Ok(unit) => unit,
            Err(reason) => {
                let column = (parsed.unit != UnitRef::Default).then(|| "unit".to_owned());
                return self.reject(&row, Problem { column, reason });
            }
        };
        if let Some(first) = self.seen.first_line(unit, &parsed.content, row.line) {
            return self.reject(&row, Problem::repeats(first));
        }
        for column in &parsed.unknown {
            self.run.count_unknown(column);
        }
        chunk.push(unit, row);
        Ok(())
    }

    /// Counts a row that is not taken and keeps it for mending.
    pub(super) fn reject(&mut self, row: &Row, problem: Problem) -> Result<(), RunError> {
        self.run.reject(&row.fields, &problem.at(row.line))
    }
}
