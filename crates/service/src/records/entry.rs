//! Records entered and mended by hand: what is typed is read as a row of an import is.

use super::desk::{DeskError, settled};
use super::steps::{Seen, Step};
use super::typed::{Posted, complete, read};
use crate::lengths::{self, Clocks};
use crate::services::Services;
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::document_number::DocumentNumber;
use domain::event::{Actor, Event, SubjectKind};
use domain::field_error::FieldError;
use domain::ids::{RecordId, UnitId};
use domain::publication::{Publisher, Stage};
use domain::receipt::RecordRef;
use domain::record::{Content, label};
use storage::clocks::{self, Bearer};
use storage::events::{self, When};
use storage::records::{self, Found, Key, NewRecord};
use storage::{Conn, Tx, units};

/// Why what was typed made no original.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// Fields to be mended.
    #[error("有几处需要修改")]
    Invalid(Vec<FieldError>),
    /// The unit has another record under this key.
    #[error("这个单位已有{}相同的记录 {reference}", label(field))]
    Taken {
        /// The member that holds the key.
        field: &'static str,
        /// `R-…` of the other record.
        reference: String,
    },
    /// The same form, sent before with other content, made this record.
    #[error("这张表单已经保存为记录 {0}，这次改动没有保存")]
    Saved(String),
    /// As for every step of the desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<storage::Error> for EntryError {
    fn from(error: storage::Error) -> Self {
        Self::Desk(error.into())
    }
}

/// Makes a record of what was typed; the same form twice makes one. Says its reference.
pub async fn enter(
    services: &Services,
    publisher: Publisher,
    key: &str,
    form: &Posted,
) -> Result<String, EntryError> {
    let entering = Entering {
        services,
        publisher,
        id: id_of(services, publisher, key),
        new: read_new(services, form).await?,
    };
    match entering.carry_out().await {
        // The same form or the same number came in meanwhile: now it is there to be seen.
        Err(EntryError::Desk(DeskError::Storage(storage::Error::Conflict(_)))) => entering.carry_out().await,
        done => done,
    }
}

/// The row that a form makes is named by the form, so that it is made once.
fn id_of(services: &Services, publisher: Publisher, key: &str) -> RecordId {
    let by = publisher.id().0;
    let mac = services
        .keys
        .idempotency
        .mac(&[b"record form", by.as_bytes(), key.as_bytes()]);
    let bytes = std::array::from_fn(|place| mac[place]);
    RecordId(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

async fn read_new(services: &Services, form: &Posted) -> Result<(UnitId, Content), EntryError> {
    let mut conn = services.db.read().await?;
    let units = units::shown(&mut conn).await?;
    let unit = form.iter().find(|(name, _)| name == "unit");
    let unit = unit.and_then(|(_, code)| units.by_code(code));
    let unit = unit
        .map(|unit| unit.id)
        .ok_or_else(|| FieldError::not_chosen("unit", label("unit")));
    let content = read(form, None, services.clock.today()).and_then(complete);
    match (unit, content) {
        (Ok(unit), Ok(content)) => Ok((unit, content)),
        (Ok(_), Err(errors)) => Err(EntryError::Invalid(errors)),
        (Err(error), Ok(_)) => Err(EntryError::Invalid(vec![error])),
        (Err(error), Err(mut errors)) => {
            errors.insert(0, error);
            Err(EntryError::Invalid(errors))
        }
    }
}

struct Entering<'a> {
    services: &'a Services,
    publisher: Publisher,
    id: RecordId,
    new: (UnitId, Content),
}

impl Entering<'_> {
    async fn carry_out(&self) -> Result<String, EntryError> {
        let now = self.services.clock.now();
        let today = legal_day(now);
        let (unit, content) = &self.new;
        let mut tx = self.services.db.begin().await?;
        if let Some(made) = records::find_by_id(&mut tx, self.id, today).await? {
            let is_same = made.unit == *unit && made.original == *content;
            return if is_same {
                Ok(made.reference)
            } else {
                Err(EntryError::Saved(made.reference))
            };
        }
        ensure_free(&mut tx, self.services, (*unit, content), self.id).await?;
        ensure_unwritten(&mut tx, (*unit, content), self.id).await?;
        let record = NewRecord {
            id: self.id,
            reference: RecordRef::new(self.services.rng.symbols()).to_string(),
            unit: *unit,
            original: content.clone(),
            decision: None,
        };
        records::insert(&mut tx, std::slice::from_ref(&record), None, now).await?;
        let clock = ClockKind::of_record(content.kind);
        let from = content.decided_on.unwrap_or(today);
        lengths::start(&mut tx, (Bearer::Record, self.id.0), clock, from).await?;
        let subject = (SubjectKind::Record, self.id.0);
        let actor = Actor::Staff(self.publisher.id());
        events::append(&mut tx, subject, When::At(now), &actor, &Event::RecordEntered).await?;
        tx.commit().await?;
        Ok(record.reference)
    }
}

/// No other record of the unit has one of the keys.
async fn ensure_free(
    conn: &mut Conn,
    services: &Services,
    (unit, content): (UnitId, &Content),
    own: RecordId,
) -> Result<(), EntryError> {
    for key in Key::all(content) {
        let other = records::find(conn, unit, &key, services.clock.today()).await?;
        if let Some(other) = other.filter(|other| other.id != own) {
            return Err(EntryError::Taken {
                field: key.field(),
                reference: other.reference,
            });
        }
    }
    Ok(())
}

/// No other record of the unit has the number in another writing: brackets and widths make no other number of the same.
async fn ensure_unwritten(
    conn: &mut Conn,
    (unit, content): (UnitId, &Content),
    own: RecordId,
) -> Result<(), EntryError> {
    let Some(number) = content.document_number.as_deref().and_then(DocumentNumber::parse) else {
        return Ok(());
    };
    let runs = [number.year.to_string(), number.serial.to_string()];
    let holding = records::holding_of_unit(conn, unit, &runs).await?;
    let mut others = holding.into_iter().filter(|other| other.id != own);
    let same = others.find(|other| DocumentNumber::parse(&other.number).as_ref() == Some(&number));
    same.map_or(Ok(()), |other| {
        Err(EntryError::Taken {
            field: "document_number",
            reference: other.reference,
        })
    })
}

/// The record whose newest original is to be mended.
pub async fn original(services: &Services, reference: &str) -> Result<Found, DeskError> {
    let mut conn = services.db.read().await?;
    let found = settled(&mut conn, services, reference).await?;
    if found.stage.can_be_mended() {
        Ok(found)
    } else {
        Err(DeskError::NotNow(found.stage.label(), "修改"))
    }
}

/// Gives the record that was seen the content that was typed: a new original, which goes the whole way to the public
/// anew. What is as it was makes none; says whether it made one.
pub async fn mend(
    services: &Services,
    publisher: Publisher,
    seen: &Seen,
    form: &Posted,
) -> Result<bool, EntryError> {
    let mut step = Step::begin(services, seen).await?;
    let content = read(form, Some(&step.found.original), legal_day(step.now)).map_err(EntryError::Invalid)?;
    if step.found.original == content {
        return Ok(false);
    }
    let stage = step.found.stage.clone();
    let stands = stage.label();
    let _prepared = stage
        .mend(publisher)
        .map_err(|_| DeskError::NotNow(stands, "修改"))?;
    let (id, unit, now) = (step.found.id, step.found.unit, step.now);
    // A number that stays as it was may have a twin in another writing, of an import: it does not keep the text from
    // being mended.
    let known = step.found.original.document_number == content.document_number;
    ensure_free(&mut step.tx, services, (unit, &content), id).await?;
    if !known {
        ensure_unwritten(&mut step.tx, (unit, &content), id).await?;
    }
    records::mend(&mut step.tx, id, &content, now).await?;
    start_over(&mut step.tx, &step.found, &content, legal_day(now)).await?;
    let revision = step.found.revision + 1;
    step.end(publisher.id(), &Event::RecordMended { revision })
        .await?;
    Ok(true)
}

/// The time until the new original is public: for a correction, or for what was held, it begins today; a draft keeps
/// its own, counted anew when it follows from what was mended.
pub(super) async fn start_over(
    tx: &mut Tx,
    found: &Found,
    content: &Content,
    today: chrono::NaiveDate,
) -> Result<(), storage::Error> {
    let subject = (SubjectKind::Record, found.id.0);
    let (was, is) = (&found.original, content);
    let (old, new) = (ClockKind::of_record(was.kind), ClockKind::of_record(is.kind));
    let begins = matches!(found.stage, Stage::Published(_) | Stage::Held(_));
    let is_as_it_was = old == new && (found.is_public || was.decided_on == is.decided_on);
    if !begins && is_as_it_was {
        return Ok(());
    }
    if old != new {
        clocks::forget(tx, subject, old).await?;
    }
    let from = if begins || found.is_public {
        today
    } else {
        is.decided_on.unwrap_or(today)
    };
    let clocks = Clocks::load(tx).await?;
    clocks.start(tx, (Bearer::Record, found.id.0), new, from).await
}
