//! A small bureau for one test.

use crate::accounts::{self, NewAccount};
use crate::import::{OnError, Options, Outcome, Summary, run_incidents};
use crate::keys::KeyFolder;
use crate::lifecycle::{OlderSchema, Opening};
use crate::passwords::{Cost, NewPassword, Passwords};
use crate::post_office::PostOffice;
use crate::rng::Rng;
use crate::services::Services;
use chrono::NaiveDate;
use domain::callback::{Contact, Round};
use domain::ids::{IncidentId, UnitId};
use domain::role::{Role, Staff};
use domain::unit::{Unit, UnitCode};
use mail::{Mailer, Outbox};
use std::sync::Arc;
use storage::{incidents, invitations, units};
use testkit::MockClock;

pub(super) struct World {
    pub services: Services,
    pub clock: MockClock,
    pub center: Staff,
    pub inspector: Staff,
    pub handler: Staff,
    pub supervisor: Staff,
    pub outbox: Outbox,
    pub started_on: NaiveDate,
    pub folder: tempfile::TempDir,
}

pub(super) fn pairs(sent: &[(&str, &str)]) -> Vec<(String, String)> {
    sent.iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

impl World {
    pub(super) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        Self::open(folder, url).await
    }

    pub(super) async fn postgres() -> Self {
        Self::open(tempfile::tempdir().unwrap(), testkit::postgres::fresh_database()).await
    }

    async fn open(folder: tempfile::TempDir, url: String) -> Self {
        let mut opening = Opening::new(folder.path().to_owned(), url, OlderSchema::Migrate);
        let clock = MockClock::default();
        opening.clock = Arc::new(clock.clone());
        opening.rng = Rng::seeded(1);
        let mut services = opening.open().await.unwrap();
        services.passwords = Passwords::new(services.rng.clone(), Cost::LIGHT);
        let (mailer, outbox) = Mailer::memory("明镜县公安局", "portal@example.test").unwrap();
        let keys = KeyFolder::of(folder.path()).load_worker().unwrap();
        let public_url = Some("https://mingjing.example.test".to_owned());
        services.post = Some(Arc::new(PostOffice {
            keys,
            mailer,
            public_url,
        }));
        for (code, name) in [
            ("center", "民意访评中心"),
            ("inspection", "督察大队"),
            ("ps01", "城关派出所"),
        ] {
            add_unit(&services, code, name).await;
        }
        let center = account(&services, Role::Center, "center").await;
        let inspector = account(&services, Role::Inspector, "inspection").await;
        let handler = account(&services, Role::Handler, "ps01").await;
        let supervisor = account(&services, Role::Supervisor, "county").await;
        let started_on = services.clock.today();
        Self {
            services,
            clock,
            center,
            inspector,
            handler,
            supervisor,
            outbox,
            started_on,
            folder,
        }
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.services.clock.today()
    }

    pub(super) async fn import(&self, lines: &str) -> Summary {
        self.run(lines, OnError::Keep).await.summary
    }

    pub(super) async fn import_undoing(&self, lines: &str) -> Outcome {
        self.run(lines, OnError::Undo).await
    }

    async fn run(&self, lines: &str, on_error: OnError) -> Outcome {
        let file = self.folder.path().join("incidents.jsonl");
        std::fs::write(&file, lines.trim_start()).unwrap();
        let options = Options {
            on_error,
            ..Options::of(file, "tester")
        };
        run_incidents(&self.services, &options, &mut |_| {})
            .await
            .unwrap()
    }

    /// The token as the person has it in the short message.
    pub(super) async fn token(&self, number: &str, round: Round) -> String {
        let mut links = super::open_links(self, Contact::ShortMessage).await;
        links.extend(super::open_links(self, Contact::Mail).await);
        for (id, attempt, incident) in links {
            let token = self.services.keys.callback_token(id, attempt);
            let hash = self.services.keys.callback_hash(token);
            let found = invitations::find_by_token(&mut self.services.db.read().await.unwrap(), &hash).await;
            let found = found.unwrap().unwrap();
            if incident == number && found.invitation.round == round {
                return token.reveal();
            }
        }
        panic!("no open link for {number}");
    }

    pub(super) async fn incident(&self, number: &str) -> IncidentId {
        let mut conn = self.services.db.read().await.unwrap();
        IncidentId(
            incidents::find_known(&mut conn, number)
                .await
                .unwrap()
                .unwrap()
                .id,
        )
    }
}

async fn add_unit(services: &Services, code: &str, name: &str) {
    let mut tx = services.db.begin().await.unwrap();
    let all = units::all(&mut tx).await.unwrap();
    let unit = Unit {
        id: UnitId(services.rng.uuid_v4()),
        code: UnitCode::parse(code).unwrap(),
        name: name.into(),
        parent: all.by_code(UnitCode::COUNTY).map(|county| county.id),
        incomplete: false,
        address: None,
        phone: None,
    };
    units::insert(&mut tx, &unit, None, services.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn account(services: &Services, role: Role, unit: &str) -> Staff {
    let new = NewAccount {
        username: role.as_str().into(),
        display_name: role.label().into(),
        role,
        unit: unit.into(),
        badge: None,
    };
    let password = NewPassword::long_enough("雨后石桥上有三只白鹅走过").unwrap();
    accounts::add(services, &new, &password).await.unwrap()
}
