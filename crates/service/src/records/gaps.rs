//! Whether every decision is here: the document numbers of a unit's year, and what is missing among them.

use crate::services::Services;
use domain::document_number::{DocumentNumber, Explanation, Run, Series, Standing, runs_without};
use domain::event::{Actor, Event, SubjectKind};
use domain::field_error::FieldError;
use domain::ids::UnitId;
use domain::publication::Publisher;
use std::collections::BTreeMap;
use storage::events::{self, When};
use storage::records;
use storage::{Conn, Tx, units};

/// The numbers of one unit and year.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// By word.
    pub series: BTreeMap<String, Series>,
    /// Numbers that name the year and do not count by it.
    pub other: u64,
}

/// Why an explanation was not taken.
#[derive(Debug, thiserror::Error)]
pub enum GapError {
    /// Fields to be mended.
    #[error("有几处需要修改")]
    Invalid(Vec<FieldError>),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Which numbers are meant, as typed.
#[derive(Debug, Clone)]
pub struct Place {
    /// The unit's code.
    pub unit: String,
    /// As the book has it.
    pub word: String,
    /// The year.
    pub year: i32,
}

/// The books of a year: of one unit, or of every unit that has numbers.
pub async fn books(
    services: &Services,
    unit: Option<UnitId>,
    year: i32,
) -> Result<BTreeMap<UnitId, Book>, storage::Error> {
    let mut conn = services.db.read().await?;
    read(&mut conn, services, unit, year).await
}

async fn read(
    conn: &mut Conn,
    services: &Services,
    unit: Option<UnitId>,
    year: i32,
) -> Result<BTreeMap<UnitId, Book>, storage::Error> {
    let mut books: BTreeMap<UnitId, Book> = BTreeMap::new();
    for (unit, number, standing) in records::numbers(conn, unit, year, services.clock.today()).await? {
        note(books.entry(unit).or_default(), &number, year, standing);
    }
    for (of, word, explanation) in records::explanations(conn, year).await? {
        let series = books.get_mut(&of).and_then(|book| book.series.get_mut(&word));
        if let Some(series) = series {
            series.explain(explanation);
        }
    }
    Ok(books)
}

fn note(book: &mut Book, number: &str, year: i32, standing: Standing) {
    match DocumentNumber::parse(number) {
        Some(number) if number.year == year => {
            let series = book.series.entry(number.word).or_default();
            series.note(number.serial, standing);
        }
        // Its serial number or its word happens to hold the year.
        Some(_) => {}
        None => book.other += 1,
    }
}

/// Notes why numbers are missing: all of them must be, and none be explained already.
pub async fn explain(
    services: &Services,
    publisher: Publisher,
    place: &Place,
    explanation: Explanation,
) -> Result<(), GapError> {
    let mut tx = services.db.begin().await?;
    let unit = unit_of(&mut tx, place).await?;
    let books = read(&mut tx, services, Some(unit), place.year).await?;
    let series = books.get(&unit).and_then(|book| book.series.get(&place.word));
    let missing = series.map(Series::missing).unwrap_or_default();
    if !runs_without(&[explanation.run], &missing).is_empty() {
        let why = "这些序号不全是缺号：请核对字号和序号，已有记录或者已经说明的不用再说明";
        return Err(GapError::Invalid(vec![FieldError::new(
            "first",
            "not-missing",
            why,
        )]));
    }
    let series = (unit, place.word.as_str(), place.year);
    match records::explain(&mut tx, series, &explanation).await {
        Err(storage::Error::Conflict(_)) => return Err(storage::Error::Stale.into()),
        done => done?,
    }
    let event = Event::NumbersExplained {
        word: place.word.clone(),
        year: place.year,
        first: explanation.run.first,
        last: explanation.run.last,
        cause: explanation.cause.as_str().to_owned(),
        reason: explanation.reason,
    };
    end(services, tx, unit, publisher, &event).await
}

/// Takes an explanation back: the numbers are missing again.
pub async fn reopen(
    services: &Services,
    publisher: Publisher,
    place: &Place,
    run: Run,
) -> Result<(), GapError> {
    let mut tx = services.db.begin().await?;
    let unit = unit_of(&mut tx, place).await?;
    let books = read(&mut tx, services, Some(unit), place.year).await?;
    let series = books.get(&unit).and_then(|book| book.series.get(&place.word));
    let explained = series.map(Series::explained).unwrap_or_default();
    if !explained.iter().any(|explanation| explanation.run == run) {
        return Err(storage::Error::Stale.into());
    }
    records::reopen(&mut tx, (unit, &place.word, place.year), run).await?;
    let event = Event::NumbersReopened {
        word: place.word.clone(),
        year: place.year,
        first: run.first,
        last: run.last,
    };
    end(services, tx, unit, publisher, &event).await
}

async fn unit_of(conn: &mut Conn, place: &Place) -> Result<UnitId, GapError> {
    let units = units::shown(conn).await?;
    let unit = units.by_code(&place.unit).map(|unit| unit.id);
    unit.ok_or_else(|| GapError::Invalid(vec![FieldError::not_chosen("unit", "单位")]))
}

async fn end(
    services: &Services,
    mut tx: Tx,
    unit: UnitId,
    publisher: Publisher,
    event: &Event,
) -> Result<(), GapError> {
    let (subject, when) = ((SubjectKind::Unit, unit.0), When::At(services.clock.now()));
    events::append(&mut tx, subject, when, &Actor::Staff(publisher.id()), event).await?;
    Ok(tx.commit().await?)
}
