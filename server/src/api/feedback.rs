//! `/api/v1/feedback`: the same intake and the same receipts for other systems.

use crate::problem::Problem;
use crate::routes::feedback::{happening_by, when};
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::feedback::{By, When, event_text};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::clock::shanghai;
use domain::feedback::RawFeedback;
use domain::field_error::FieldError;
use domain::outside::POINTERS;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use service::feedback::{self, Key, LookUpError, OwnCase, Received, Submission, SubmitError};
use storage::messages::{Message, Sender};

/// The body of a submission. A member that is absent, `null` or empty is not given.
#[derive(Debug, Deserialize)]
struct Sent {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    record: Option<String>,
    #[serde(default)]
    incident: Option<String>,
    #[serde(default)]
    officer: Option<Officer>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    occurred_on: Option<String>,
    #[serde(default)]
    anonymous: Option<bool>,
    #[serde(default)]
    contact: Option<Contact>,
    #[serde(default)]
    tell_unit: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
struct Officer {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    badge: Option<String>,
}

#[derive(Default, Deserialize)]
struct Contact {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(…)")
    }
}

#[derive(Debug, Deserialize)]
struct Words {
    #[serde(default)]
    text: String,
}

impl From<Sent> for RawFeedback {
    fn from(sent: Sent) -> Self {
        let officer = sent.officer.unwrap_or_default();
        let contact = sent.contact.unwrap_or_default();
        Self {
            kind: sent.kind.unwrap_or_default(),
            unit: sent.unit.unwrap_or_default(),
            record: sent.record.unwrap_or_default(),
            incident: sent.incident.unwrap_or_default(),
            officer_name: officer.name.unwrap_or_default(),
            officer_badge: officer.badge.unwrap_or_default(),
            title: sent.title.unwrap_or_default(),
            body: sent.body.unwrap_or_default(),
            occurred_on: sent.occurred_on.unwrap_or_default(),
            anonymous: sent.anonymous,
            contact_name: contact.name.unwrap_or_default(),
            contact_phone: contact.phone.unwrap_or_default(),
            contact_email: contact.email.unwrap_or_default(),
            tell_unit: sent.tell_unit.unwrap_or_default(),
            asks_for_name: false,
        }
    }
}

/// Takes feedback: 201 with reference and code.
pub async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let raw: RawFeedback = read::<Sent>(&headers, &body)?.into();
    let key = match headers.get("idempotency-key") {
        None => Key::Absent,
        Some(key) => Key::Api(
            key.to_str()
                .map_err(|_| Problem::new(StatusCode::BAD_REQUEST))?
                .to_owned(),
        ),
    };
    let receipt = feedback::submit(
        app.services(),
        Submission {
            raw: &raw,
            key,
            client: visit.client,
        },
    )
    .await
    .map_err(refused)?;
    let location = format!("/api/v1/feedback/{}", receipt.reference);
    let document = json!({
        "reference": receipt.reference.to_string(),
        "code": receipt.code.reveal(),
        "received_at": received(receipt.received),
        "answer_due": receipt.answer_due.to_string(),
    });
    let mut response = reply(StatusCode::CREATED, &document);
    let location =
        HeaderValue::from_str(&location).expect("a reference is made of letters, digits and dashes");
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

fn refused(error: SubmitError) -> Problem {
    match error {
        SubmitError::TooMany(refused) => refused.into(),
        SubmitError::Storage(error) => error.into(),
        SubmitError::Invalid(errors) => Problem::invalid(errors),
        SubmitError::Outside => {
            let pointers: Vec<Value> = POINTERS
                .iter()
                .map(|pointer| json!({ "name": pointer.name, "phone": pointer.phone, "url": pointer.url }))
                .collect();
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY)
                .kind("/problems/outside")
                .title("这类反映请向外部机关提出")
                .text(["反映的对象是本局、本局领导或者负责办理投诉的部门，没有保存任何内容。"])
                .member("pointers", pointers)
        }
        SubmitError::KeyTooShort => Problem::new(StatusCode::BAD_REQUEST).text([error.to_string()]),
        SubmitError::KeyReused(_) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY)
            .kind("/problems/idempotency-key-reused")
            .text(["这个 Idempotency-Key 已用于另一份内容，请换一个新的。"]),
        SubmitError::StillRunning => Problem::new(StatusCode::CONFLICT).text([error.to_string()]),
    }
}

/// The case of a receipt.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(reference): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let code = code(&headers)?;
    let own = feedback::look_up(app.services(), visit.client, &reference, &code)
        .await
        .map_err(not_opened)?;
    Ok(reply(StatusCode::OK, &document(&own)))
}

/// A further message: 201 with the message as it was kept.
pub async fn write(
    State(app): State<AppState>,
    visit: Visit,
    Path(reference): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let code = code(&headers)?;
    let words: Words = read(&headers, &body)?;
    let message = feedback::write(app.services(), visit.client, (&reference, &code), &words.text)
        .await
        .map_err(not_opened)?;
    Ok(reply(StatusCode::CREATED, &message_document(&message)))
}

fn not_opened(error: LookUpError) -> Problem {
    match error {
        LookUpError::NotFound => Problem::not_found()
            .title("没有找到")
            .text(["请核对编号和查询码。"]),
        LookUpError::TooMany(refused) => refused.into(),
        LookUpError::Refused(refused) => Problem::new(StatusCode::CONFLICT).text([refused.to_string()]),
        LookUpError::Invalid(errors) => Problem::invalid(errors),
        LookUpError::Storage(error) => error.into(),
    }
}

/// `Authorization: Receipt CODE`. Without one: 401.
fn code(headers: &HeaderMap) -> Result<String, Problem> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let code = given.and_then(|text| {
        let (scheme, code) = text.trim().split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("Receipt")
            .then(|| code.trim().to_owned())
    });
    code.ok_or_else(|| {
        Problem::new(StatusCode::UNAUTHORIZED)
            .text(["请在 Authorization 中写 Receipt 和查询码。"])
            .header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Receipt"))
    })
}

/// JSON of the right shape, or a problem that says what is wrong.
fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, Problem> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("application/json");
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if kind != "application/json" && !kind.ends_with("+json") {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE).text(["请用 application/json 提交。"]));
    }
    serde_json::from_slice(body).map_err(|error| {
        if error.is_data() {
            let message = format!("内容的结构不对：{error}");
            return Problem::invalid(vec![FieldError::new("", "wrong-type", message)]);
        }
        Problem::new(StatusCode::BAD_REQUEST).text([format!("不是完整的 JSON（{error}）。")])
    })
}

/// JSON that nobody keeps.
fn reply(status: StatusCode, document: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, document.to_string()).into_response()
}

fn received(received: Received) -> String {
    match received {
        Received::At(at) => moment(When::At(at)),
        Received::On(on) => on.to_string(),
    }
}

fn moment(when: When) -> String {
    match when {
        When::At(at) => at
            .with_timezone(&shanghai())
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        When::On(on) => on.to_string(),
    }
}

fn message_document(message: &Message) -> Value {
    let from = if message.sender == Sender::Citizen {
        "citizen"
    } else {
        "unit"
    };
    json!({ "at": moment(when(message.on_day, message.at)), "from": from, "text": message.text })
}

fn document(own: &OwnCase) -> Value {
    let case = &own.case;
    let due = own.due.iter().map(|due| json!({ "clock": due.clock.as_str(), "on": due.on.to_string(), "provisional": due.provisional }));
    let timeline = own.happenings.iter().map(|happening| {
        let by = match happening_by(&happening.by) {
            By::You => "citizen",
            By::Bureau => "unit",
            By::Portal => "portal",
        };
        json!({
            "at": moment(when(happening.on, happening.at)),
            "event": happening.event.name(),
            "by": by,
            "text": event_text(&happening.event),
        })
    });
    json!({
        "reference": case.reference.to_string(),
        "kind": case.kind.as_str(),
        "title": case.title,
        "body": case.body,
        "status": case.status.as_str(),
        "outcome": case.status.outcome().map(domain::feedback::Outcome::as_str),
        "received_at": received(Received::of(case)),
        "due": due.collect::<Vec<_>>(),
        "timeline": timeline.collect::<Vec<_>>(),
        "messages": own.messages.iter().map(message_document).collect::<Vec<_>>(),
    })
}
