//! A search by mail that somebody confirmed. The address is of a domain that is nobody's (RFC 2606).

use super::dice::Dice;
use super::scene::Scene;
use super::{Demo, DemoError, morning};
use crate::services::Services;
use crate::subscriptions::{Wish, begin, confirm};
use chrono::{Days, Duration};
use domain::ids::SubscriptionId;
use domain::subscription::Pace;

const ADDRESS: &str = "reader@example.com";
const SEARCH: (&str, &str) = ("q=%E9%85%92%E9%A9%BE", "酒驾");

/// The subscription, for those who are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribed {
    /// Whose.
    pub address: &'static str,
    /// The search in words.
    pub words: &'static str,
    /// The page that the link in its letters opens. It follows from the folder's own keys.
    pub page: String,
}

/// The demo's subscription.
pub fn subscribed(services: &Services, demo: &Demo) -> Subscribed {
    let token = services.keys.subscription_token(id(demo));
    Subscribed {
        address: ADDRESS,
        words: SEARCH.1,
        page: format!("/subscriptions/{}", token.reveal()),
    }
}

fn id(demo: &Demo) -> SubscriptionId {
    SubscriptionId(Dice::new(demo.seed, "subscriptions", 0).uuid())
}

/// Asks and confirms.
pub(super) async fn play(services: &Services, demo: &Demo) -> Result<(), DemoError> {
    let scene = Scene::new(demo, services, 7);
    let asked = morning(demo.today - Days::new(9));
    let (keys, id) = (&services.keys, id(demo));
    let wish = Wish::new(keys, id, ADDRESS.to_owned(), SEARCH, Pace::Daily);
    begin(scene.at(asked), &wish)
        .await
        .map_err(|error| DemoError::Job(error.to_string()))?;
    let confirmed = scene.at(asked + Duration::minutes(7));
    confirm(confirmed, &keys.subscription_token(id).reveal()).await?;
    Ok(())
}
