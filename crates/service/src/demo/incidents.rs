//! Ten weeks of incidents: imported each morning, called back, rated, followed up, put right and rated again, all
//! through the portal's own use cases.

use super::dice::Dice;
use super::follow_ups::Desk;
use super::ratings;
use super::scene::Scene;
use super::{ACTOR, Demo, DemoError, Progress, Stage, case, county, morning, people};
use crate::callbacks::{answer, close_unanswered, export_invitations, mark_exported};
use crate::import::{Format, Options, run_incidents};
use crate::keys::{KeyFolder, WorkerKeys};
use crate::services::Services;
use chrono::{DateTime, Days, Duration, NaiveDate, SecondsFormat, Utc};
use domain::clock::{shanghai, start_of};
use domain::role::{Role, Staff};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use storage::followups::Show;
use storage::officers::Officer;

/// How many in a demo of the usual size.
const TOTAL: u64 = 3000;
/// Over how many days.
const DAYS: u64 = 70;
/// Of a hundred people asked, so many answer.
const ANSWERS: u32 = 38;
/// Links sent within so many days can still be answered.
const LINK_DAYS: i64 = 14;

const CALLS: &[&str] = &[
    "邻里纠纷",
    "噪声扰民",
    "交通剐蹭",
    "财物被盗",
    "醉酒滋事",
    "走失求助",
    "经济纠纷",
    "电信诈骗咨询",
];
const CASES: &[&str] = &["电动车被盗案", "殴打他人案", "故意损毁财物案", "电信诈骗案"];
const SERVICES: &[&str] = &[
    "换领身份证",
    "户口登记",
    "居住证办理",
    "机动车业务",
    "旅馆业备案",
    "无犯罪记录证明",
];

/// Plays ten weeks. Returns how many incidents there are.
pub(super) async fn play(
    services: &Services,
    demo: &Demo,
    staff: &[Staff],
    officers: &[Officer],
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<u64, DemoError> {
    let mut weeks = Weeks {
        scene: Scene::new(demo, services, 2),
        demo,
        officers,
        keys: KeyFolder::of(&services.data).load_worker()?,
        file: services.data.join("demo-incidents.jsonl"),
        asked: HashSet::new(),
        answers: BTreeMap::new(),
        asked_again: BTreeMap::new(),
        desk: Desk::new(demo, staff),
    };
    let (mut done, total) = (0, demo.share(TOTAL));
    for since in 0..DAYS {
        let day = demo.today - Days::new(DAYS - 1 - since);
        let until = (since + 1) * total / DAYS;
        weeks.import(day, done..until).await?;
        done = until;
        weeks.export(day).await?;
        // The demo's last morning has just begun: nobody has answered yet.
        if day < demo.today {
            weeks.hear(day).await?;
            if weeks.is_last(day) {
                weeks.disappoint(day).await?;
            }
            weeks.desk.work(&weeks.scene, day).await?;
        }
        progress(Progress {
            stage: Stage::Incidents,
            done,
            total,
        });
    }
    std::fs::remove_file(&weeks.file).map_err(DemoError::File)?;
    Ok(total)
}

struct Weeks<'a> {
    scene: Scene,
    demo: &'a Demo,
    officers: &'a [Officer],
    keys: WorkerKeys,
    /// The day's file of the case system.
    file: PathBuf,
    asked: HashSet<uuid::Uuid>,
    /// Answers still to come, by time; the token opens the link.
    answers: BTreeMap<(DateTime<Utc>, u64), Coming>,
    /// Second links not answered so far: the day on which they went out, and the token.
    asked_again: BTreeMap<u64, (NaiveDate, String)>,
    desk: Desk<'a>,
}

struct Coming {
    token: String,
    pairs: Vec<(String, String)>,
}

impl Weeks<'_> {
    /// Brings in what was closed the day before.
    async fn import(&self, day: NaiveDate, numbers: std::ops::Range<u64>) -> Result<(), DemoError> {
        let lines: Vec<String> = numbers
            .map(|index| self.incident(day - Days::new(1), index).to_string())
            .collect();
        std::fs::write(&self.file, lines.join("\n")).map_err(DemoError::File)?;
        let options = Options {
            format: Some(Format::Jsonl),
            ..Options::of(self.file.clone(), ACTOR)
        };
        let time = self.demo.capped(start_of(day) + Duration::hours(8));
        let outcome = run_incidents(self.scene.at(time), &options, &mut |_| {}).await?;
        debug_assert_eq!(outcome.summary.rejected, 0, "the demo's own rows are right");
        Ok(())
    }

    fn incident(&self, closed: NaiveDate, index: u64) -> serde_json::Value {
        let dice = Dice::new(self.demo.seed, "incidents", index);
        let (kind, unit, subject) = match dice.between(1, 100) {
            1..=62 => ("call", case::station(&dice), *dice.pick(CALLS)),
            63..=75 => (
                "case",
                *dice.pick(&["criminal", "security", "ps01", "ps02", "ps04"]),
                *dice.pick(CASES),
            ),
            _ => (
                "service",
                *dice.pick(&["traffic", "security", "ps01", "ps02", "ps03", "ps07"]),
                *dice.pick(SERVICES),
            ),
        };
        let time = start_of(closed) + Duration::minutes(i64::from(dice.between(0, 24 * 60 - 1)));
        let time = time
            .with_timezone(&shanghai())
            .to_rfc3339_opts(SecondsFormat::Secs, false);
        let has_phone = dice.percent(94);
        let excluded = dice
            .percent(4)
            .then(|| *dice.pick(&["涉未成年人", "涉密或敏感警情", "骚扰报警"]));
        json!({
            "incident_number": format!("J{}{index:05}", closed.format("%Y%m%d")),
            "kind": kind,
            "unit": unit,
            "closed_at": time,
            "officer_badge": self.badge(&dice, unit),
            "contact_name": people::name(&dice),
            "contact_phone": has_phone.then(|| people::phone(&dice)),
            "subject": subject,
            "exclude_reason": excluded,
        })
    }

    fn badge(&self, dice: &Dice, unit: &str) -> String {
        // Officers stand in the order of the units, the bureau's leaders first.
        let before: usize = county::UNITS
            .iter()
            .take_while(|place| place.code != unit)
            .map(|place| place.officers as usize)
            .sum();
        let here = county::UNITS
            .iter()
            .find(|place| place.code == unit)
            .map_or(1, |place| place.officers as usize);
        let leaders = self
            .officers
            .iter()
            .take_while(|officer| officer.is_leader)
            .count();
        dice.pick(&self.officers[leaders + before..leaders + before + here])
            .badge
            .clone()
    }

    /// Hands the links to the gateway; some of the people will answer within a week.
    async fn export(&mut self, day: NaiveDate) -> Result<(), DemoError> {
        let services = self.scene.at(self.demo.capped(morning(day)));
        let mut links = Vec::new();
        let exported = export_invitations(services, &self.keys, "http://127.0.0.1", false, |row| {
            let token = row.url.rsplit('/').next().unwrap_or_default().to_owned();
            links.push((token, row.unit.clone()));
            Ok::<_, storage::Error>(())
        })
        .await?;
        mark_exported(services, ACTOR, &exported).await?;
        for ((_, incident), (token, unit)) in exported.rows.iter().zip(links) {
            let is_first = self.asked.insert(incident.0);
            let key = u64::from_be_bytes(
                incident.0.into_bytes()[..8]
                    .try_into()
                    .expect("eight of sixteen bytes"),
            );
            if !is_first {
                self.asked_again.insert(key, (day, token.clone()));
            }
            let dice = Dice::new(
                self.demo.seed,
                if is_first { "answers" } else { "second answers" },
                key,
            );
            if dice.percent(if is_first { ANSWERS } else { 70 }) {
                let after = Days::new(u64::from(dice.between(0, if is_first { 6 } else { 3 })));
                let time =
                    start_of(day + after) + Duration::minutes(i64::from(dice.between(9 * 60 + 30, 22 * 60)));
                let pairs = ratings::given(&dice, &unit, is_first);
                self.answers.insert((time, key), Coming { token, pairs });
            }
        }
        Ok(())
    }

    /// Records the day's answers and ends links that ran out.
    async fn hear(&mut self, day: NaiveDate) -> Result<(), DemoError> {
        let evening = start_of(day + Days::new(1));
        let later = self.answers.split_off(&(evening, 0));
        for ((time, key), coming) in std::mem::replace(&mut self.answers, later) {
            let is_second = self.asked_again.remove(&key).is_some();
            let disappointed = is_second && self.is_last(day) && !self.has_to_settle(time).await?;
            let pairs = if disappointed {
                ratings::bad("unsolved")
            } else {
                coming.pairs
            };
            answer(self.scene.at(time), &coming.token, &pairs).await?;
        }
        close_unanswered(self.scene.at(evening - Duration::minutes(10)))
            .await
            .map_err(|error| DemoError::Job(format!("{error:?}")))?;
        Ok(())
    }

    /// What escalates on this day is still in time when the demo opens.
    fn is_last(&self, day: NaiveDate) -> bool {
        self.demo.today.pred_opt() == Some(day)
    }

    async fn has_to_settle(&self, time: DateTime<Utc>) -> Result<bool, DemoError> {
        let services = self.scene.at(time);
        self.desk.has(services, Role::Supervisor, Show::Escalated).await
    }

    /// On the last evening: somebody is not satisfied, and somebody still is not, so that whoever opens the demo finds
    /// both to do.
    async fn disappoint(&mut self, day: NaiveDate) -> Result<(), DemoError> {
        let evening = start_of(day) + Duration::hours(21);
        if !self
            .desk
            .has(self.scene.at(evening), Role::Center, Show::Open)
            .await?
        {
            let first = |(_, key): &(DateTime<Utc>, u64)| !self.asked_again.contains_key(key);
            let next = self.answers.keys().copied().find(first);
            if let Some(coming) = next.and_then(|next| self.answers.remove(&next)) {
                answer(self.scene.at(evening), &coming.token, &ratings::bad("slow")).await?;
            }
        }
        if !self.has_to_settle(evening).await? {
            let open = self.asked_again.values();
            let oldest = open.filter(|(sent, _)| (day - *sent).num_days() < LINK_DAYS);
            if let Some((_, token)) = oldest.min_by_key(|(sent, _)| *sent) {
                answer(self.scene.at(evening), token, &ratings::bad("unsolved")).await?;
            }
        }
        Ok(())
    }
}
