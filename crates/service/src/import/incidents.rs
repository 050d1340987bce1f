//! Incidents from a file: the same rows, rejects and batches as records; contacts are sealed on the way in.

use super::batch::{self, Import, Run, write_units};
use super::kind::Kind;
use super::row::{Problem, REJECT_COLUMNS, RawRow, UnitRef};
use super::run::{Options, Outcome, Progress, RunError};
use super::source;
use super::value::shown;
use crate::callbacks::{Drawn, draw};
use crate::sealing::{Delivery, Identity};
use crate::services::Services;
use domain::callback::{Incident, RawIncident, Round, Settings, sample};
use domain::clock::legal_day;
use domain::event::SubjectKind;
use domain::ids::{IncidentId, UnitId};
use std::collections::HashMap;
use storage::incidents::{self, Known, NewIncident};
use storage::sealed::{self, Envelope};
use storage::{Conn, Tx, invitations};

/// Imports incidents. `published` counts those that are called back because of this run, `held` those about
/// which nobody is asked.
pub async fn run_incidents(
    services: &Services,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, RunError> {
    let rows = source::open(&options.file, batch::format(options)?)?;
    let settings = crate::callbacks::settings(&mut services.db.read().await?).await?;
    let run = Run::begin((services, options), Kind::Incidents, None, &rows.head).await?;
    let seen = HashMap::new();
    batch::carry_out(Incidents { run, settings, seen }, rows, progress).await
}

/// An import of incidents under way.
struct Incidents<'a> {
    run: Run<'a>,
    settings: Settings,
    seen: HashMap<String, u64>,
}

/// A row that may be stored, and what that needs, made before the write lock is taken: sealing takes longer
/// than writing.
struct Checked {
    raw: RawRow,
    incident: Incident,
    unit: UnitId,
    before: Before,
}

/// What the database has of an incident.
enum Before {
    Known(Known),
    New {
        id: IncidentId,
        sealed: Vec<(Envelope, Vec<u8>)>,
    },
}

impl<'a> Import<'a> for Incidents<'a> {
    type Row = RawRow;

    fn run(&mut self) -> &mut Run<'a> {
        &mut self.run
    }

    async fn store(&mut self, rows: Vec<RawRow>) -> Result<(), RunError> {
        let mut checked = Vec::with_capacity(rows.len());
        let mut conn = self.run.services.db.read().await?;
        for raw in rows {
            self.run.summary.read += 1;
            match self.check(&raw) {
                Ok((incident, unit)) => {
                    let before = self.before(&mut conn, &incident).await?;
                    checked.push(Checked {
                        raw,
                        incident,
                        unit,
                        before,
                    });
                }
                Err(problem) => self.reject(&raw, problem)?,
            }
        }
        drop(conn);
        let mut tx = self.run.services.db.begin().await?;
        let (new, by) = (self.run.book.take_new(), (self.run.batch, &self.run.actor));
        write_units(self.run.services, &mut tx, by, &new).await?;
        for row in checked {
            self.store_one(&mut tx, row).await?;
        }
        if self.run.options.dry_run {
            tx.rollback().await?;
        } else {
            tx.commit().await?;
        }
        self.run.services.db.let_others_write().await;
        Ok(())
    }
}

impl Incidents<'_> {
    fn check(&mut self, raw: &RawRow) -> Result<(Incident, UnitId), Problem> {
        if let Some(problem) = &raw.problem {
            return Err(problem.clone());
        }
        let incident = self.read(raw).check(self.run.services.clock.now());
        let incident = incident.map_err(|mut errors| Problem::from(errors.swap_remove(0)))?;
        let unit = incident.unit.as_deref().map_or(UnitRef::Default, UnitRef::parse);
        let unit = self
            .run
            .book
            .resolve(&unit)
            .map_err(|reason| Problem::column("unit", reason))?;
        if let Some(first) = self.seen.get(&incident.number) {
            return Err(Problem::repeats(*first));
        }
        self.seen.insert(incident.number.clone(), raw.line);
        Ok((incident, unit))
    }

    fn read(&mut self, raw: &RawRow) -> RawIncident {
        let mut row = RawIncident::default();
        for (name, value) in &raw.fields {
            let field = match &**name {
                "incident_number" => &mut row.incident_number,
                "kind" => &mut row.kind,
                "unit" => &mut row.unit,
                "closed_at" => &mut row.closed_at,
                "officer_badge" => &mut row.officer_badge,
                "contact_name" => &mut row.contact_name,
                "contact_phone" => &mut row.contact_phone,
                "contact_email" => &mut row.contact_email,
                "subject" => &mut row.subject,
                "exclude_reason" => &mut row.exclude_reason,
                other if REJECT_COLUMNS.contains(&other) => continue,
                _ => {
                    self.run.count_unknown(name);
                    continue;
                }
            };
            *field = match value {
                serde_json::Value::Null => None,
                serde_json::Value::String(text) => Some(text.clone()),
                other => Some(shown(other)),
            };
        }
        row
    }

    /// Only imports add incidents and there is one at a time: what is known now is so when it is written.
    async fn before(&self, conn: &mut Conn, incident: &Incident) -> Result<Before, storage::Error> {
        if let Some(known) = incidents::find_known(conn, &incident.number).await? {
            return Ok(Before::Known(known));
        }
        let id = IncidentId(self.run.services.rng.uuid_v4());
        let sealed = self.seal(id, incident);
        Ok(Before::New { id, sealed })
    }

    async fn store_one(&mut self, tx: &mut Tx, row: Checked) -> Result<(), RunError> {
        let frozen = self.frozen_hash(&row);
        let (id, sealed) = match &row.before {
            Before::Known(known) => return self.compare(tx, &row, known, frozen).await,
            Before::New { id, sealed } => (*id, sealed),
        };
        let contact_hash = self.contact_hash(&row.incident);
        let closed_on = legal_day(row.incident.closed_at);
        let facts = match &contact_hash {
            Some(hash) => incidents::facts(tx, hash, closed_on, self.settings.repeat_days).await?,
            None => domain::callback::Facts::default(),
        };
        let sampled = sample(&row.incident, facts);
        self.run.summary.new += 1;
        *(if sampled.is_ok() {
            &mut self.run.summary.published
        } else {
            &mut self.run.summary.held
        }) += 1;
        let Incident {
            number,
            kind,
            closed_at,
            officer_badge,
            subject,
            exclude_reason,
            ..
        } = row.incident.clone();
        let new = NewIncident {
            id,
            number,
            kind,
            unit: row.unit,
            closed_at,
            officer_badge,
            subject,
            not_due: sampled.err(),
            exclude_reason,
            contact_hash,
            frozen_hash: frozen,
            batch: Some(self.run.batch),
        };
        incidents::insert(tx, &new).await?;
        for (envelope, blob) in sealed {
            sealed::put(tx, (SubjectKind::Incident, id.0), *envelope, blob).await?;
        }
        if let Ok(channel) = sampled {
            let (unit, link_days) = (row.unit, self.settings.link_days);
            let drawn = Drawn {
                incident: id,
                unit,
                closed_on,
                round: Round::First,
                channel,
                link_days,
            };
            invitations::insert(tx, &draw(self.run.services, drawn)).await?;
        }
        Ok(())
    }

    /// A number that is known: what was frozen at closing may not change, so that nobody can choose afterwards
    /// whom to ask or which unit answers for it.
    async fn compare(
        &mut self,
        tx: &mut Tx,
        row: &Checked,
        known: &Known,
        frozen: [u8; 32],
    ) -> Result<(), RunError> {
        if known.frozen_hash != frozen {
            let reason =
                "该编号已导入过：单位、种类、办结时间、联系方式和不回访理由在首次导入时固定，不能更改";
            return self.reject(&row.raw, Problem::column("incident_number", reason));
        }
        self.run.summary.held += u64::from(known.not_due.is_some());
        let (badge, subject) = (&row.incident.officer_badge, &row.incident.subject);
        if known.officer_badge == *badge && known.subject == *subject {
            self.run.summary.unchanged += 1;
        } else {
            self.run.summary.changed += 1;
            let id = IncidentId(known.id);
            incidents::stage_change(tx, self.run.batch, id, badge.as_deref(), subject.as_deref()).await?;
        }
        Ok(())
    }

    /// Both envelopes of a contact, as far as there is one.
    fn seal(&self, id: IncidentId, incident: &Incident) -> Vec<(Envelope, Vec<u8>)> {
        let keys = &self.run.services.keys;
        let (phone, email) = (incident.contact_phone.clone(), incident.contact_email.clone());
        let delivery = Delivery {
            phone: phone.clone(),
            email: email.clone(),
        };
        let identity = Identity {
            name: incident.contact_name.clone(),
            phone,
            email,
        };
        let delivery =
            (!delivery.is_empty()).then(|| (Envelope::Delivery, keys.seal_delivery(id.0, &delivery)));
        let identity =
            (!identity.is_empty()).then(|| (Envelope::Identity, keys.seal_identity(id.0, &identity)));
        delivery.into_iter().chain(identity).collect()
    }

    fn contact_hash(&self, incident: &Incident) -> Option<[u8; 32]> {
        let contact = incident
            .contact_phone
            .as_ref()
            .or(incident.contact_email.as_ref())?;
        Some(
            self.run
                .services
                .keys
                .body_hash(format!("callback contact\0{contact}").as_bytes()),
        )
    }

    fn frozen_hash(&self, row: &Checked) -> [u8; 32] {
        let incident = &row.incident;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let parts = [
            row.unit.to_string(),
            incident.kind.as_str().to_owned(),
            incident.closed_at.to_rfc3339(),
            text(&incident.contact_name),
            text(&incident.contact_phone),
            text(&incident.contact_email),
            text(&incident.exclude_reason),
        ];
        self.run
            .services
            .keys
            .body_hash(format!("incident\0{}", parts.join("\0")).as_bytes())
    }

    fn reject(&mut self, raw: &RawRow, problem: Problem) -> Result<(), RunError> {
        self.run.reject(&raw.fields, &problem.at(raw.line))
    }
}
