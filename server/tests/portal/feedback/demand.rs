//! A unit concerned is asked by a demand: de-identified text, no case, no reference, no contact.

mod asked;
mod seen;

use super::{complaint, post, staff, units};
use crate::support::{Answer, TestApp};
use axum::http::StatusCode;
use domain::role::Role;
use serde_json::Value;

const CONSENTED: &str = "赵明明的手机是13812345678，他说没有回音";

/// An accepted complaint about ps01 whose writer lets the unit know; its receipt and the centre's session.
async fn accepted(app: &TestApp) -> (Value, String, String) {
    units(app).await;
    let mut sent = complaint(false);
    sent["tell_unit"] = true.into();
    sent["body"] = CONSENTED.into();
    let receipt = post(app, &sent, None).await.json();
    let center = staff(app, "center", Role::Center, "center").await;
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let accept = [("version", "1"), ("action", "accept")];
    assert_eq!(
        app.post_form_as(&center, &path, &accept).await.status,
        StatusCode::SEE_OTHER
    );
    (receipt, center, path)
}

async fn turn(
    app: &TestApp,
    cookie: &str,
    path: &str,
    version: &str,
    action: &str,
    text: &str,
) -> StatusCode {
    let fields = [("version", version), ("action", action), ("text", text)];
    app.post_form_as(cookie, path, &fields).await.status
}

/// Sends a demand from the form that the centre reads now.
async fn ask(app: &TestApp, center: &str, path: &str, unit: &str, text: &str) -> Answer {
    let form = app.get_as(center, &format!("{path}/demand")).await;
    let version = form.body.split("name=\"version\" value=\"").nth(1);
    let version = version
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default();
    ask_at(app, center, path, version, unit, text).await
}

async fn ask_at(app: &TestApp, center: &str, path: &str, version: &str, unit: &str, text: &str) -> Answer {
    let fields = [
        ("version", version),
        ("unit", unit),
        ("title", "报案后没有告知进展"),
        ("text", text),
    ];
    app.post_form_as(center, &format!("{path}/demand"), &fields).await
}
