//! Records on their way through legal review, so that every list of the desk holds some.

use super::scene::Scene;
use super::{Demo, DemoError};
use crate::records::{Seen, approve, send_back, submit};
use crate::services::Services;
use domain::publication::{Comment, Publisher, Reviewer};
use domain::role::Staff;

/// What the demo's reviewer found.
const COMMENTS: [&str; 3] = [
    "违法事实里还看得出当事人的住址，请核对原文后重新导入。",
    "处罚依据只写了法律名称，请补上条、款、项。",
    "决定内容与文书不一致：请核对罚款数额。",
];

/// Takes the waiting records some steps further, each as far as its place says; the others stay drafts.
pub(super) async fn play(
    services: &Services,
    demo: &Demo,
    staff: &[Staff],
    waiting: &[String],
) -> Result<(), DemoError> {
    let scene = Scene::new(demo, services, 3);
    let services = scene.at(demo.last_instant());
    let publisher = staff.iter().find_map(Publisher::of);
    let reviewer = staff.iter().find_map(Reviewer::of);
    let (Some(publisher), Some(reviewer)) = (publisher, reviewer) else {
        return Ok(());
    };
    for (place, reference) in waiting.iter().enumerate() {
        let seen = Seen {
            reference: reference.clone(),
            revision: 1,
        };
        if place % 5 != 4 {
            submit(services, publisher, &seen, None).await?;
        }
        match place % 5 {
            1 => approve(services, reviewer, &seen).await?,
            2 => {
                let comment = COMMENTS[place / 5 % COMMENTS.len()];
                if let Ok(comment) = Comment::parse(comment) {
                    send_back(services, reviewer, &seen, comment).await?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
