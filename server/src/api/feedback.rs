//! `/api/v1/feedback`: the same intake and the same receipts for other systems.

mod document;
mod sent;

use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use document::{CaseDocument, MessageDocument, ReceiptDocument};
use domain::feedback::RawFeedback;
use domain::field_error::FieldError;
use domain::outside::POINTERS;
use sent::{Sent, Words};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use service::feedback::{self, Key, LookUpError, Submission, SubmitError};

/// Takes feedback. With the same key and the same body the same answer comes again for 24 hours.
#[utoipa::path(
    post, path = "/api/v1/feedback", tag = "feedback", request_body = Sent,
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{16,}$",
        description = "at least 16 characters; without one the answer cannot be repeated")),
    responses(
        (status = 201, body = ReceiptDocument, headers(("Location", description = "where the case is read"))),
        (status = 400, description = "no JSON, or a key that is too short"),
        (status = 409, description = "the same key is still being worked on"),
        (status = 422, description = "what is wrong with each field; `/problems/outside` with pointers; `/problems/idempotency-key-reused`"),
    ),
)]
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
    .await?;
    let location = format!("/api/v1/feedback/{}", receipt.reference);
    let mut response = reply(StatusCode::CREATED, &ReceiptDocument::from(&receipt));
    let location =
        HeaderValue::from_str(&location).expect("a reference is made of letters, digits and dashes");
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::TooMany(refused) => refused.into(),
            SubmitError::Storage(error) => error.into(),
            SubmitError::Invalid(errors) => Self::invalid(errors),
            SubmitError::Outside => {
                let pointers: Vec<Value> = POINTERS
                    .iter()
                    .map(
                        |pointer| json!({ "name": pointer.name, "phone": pointer.phone, "url": pointer.url }),
                    )
                    .collect();
                Self::new(StatusCode::UNPROCESSABLE_ENTITY)
                    .kind("/problems/outside")
                    .title("这类反映请向外部机关提出")
                    .text(["反映的对象是本局、本局领导或者负责办理投诉的部门，没有保存任何内容。"])
                    .member("pointers", pointers)
            }
            SubmitError::KeyTooShort => Self::new(StatusCode::BAD_REQUEST).text([error.to_string()]),
            SubmitError::KeyReused(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY)
                .kind("/problems/idempotency-key-reused")
                .text(["这个 Idempotency-Key 已用于另一份内容，请换一个新的。"]),
            SubmitError::StillRunning => Self::new(StatusCode::CONFLICT).text([error.to_string()]),
        }
    }
}

/// The case of a receipt. Unknown reference, wrong code and malformed code look the same.
#[utoipa::path(
    get, path = "/api/v1/feedback/{reference}", tag = "feedback", params(("reference" = String, Path)),
    security(("receipt" = [])),
    responses((status = 200, body = CaseDocument)),
)]
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(reference): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let code = code(&headers)?;
    let own = feedback::look_up(app.services(), visit.client, &reference, &code).await?;
    Ok(reply(StatusCode::OK, &CaseDocument::from(&own)))
}

/// A further message: 201 with the message as it was kept.
#[utoipa::path(
    post, path = "/api/v1/feedback/{reference}/messages", tag = "feedback", params(("reference" = String, Path)),
    request_body = Words, security(("receipt" = [])),
    responses(
        (status = 201, body = MessageDocument),
        (status = 400, description = "no JSON"),
        (status = 409, description = "the case is closed"),
    ),
)]
pub async fn write(
    State(app): State<AppState>,
    visit: Visit,
    Path(reference): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let code = code(&headers)?;
    let words: Words = read(&headers, &body)?;
    let message = feedback::write(app.services(), visit.client, (&reference, &code), &words.text).await?;
    Ok(reply(StatusCode::CREATED, &MessageDocument::from(&message)))
}

impl From<LookUpError> for Problem {
    fn from(error: LookUpError) -> Self {
        match error {
            LookUpError::NotFound => Self::not_found().title("没有找到").text(["请核对编号和查询码。"]),
            LookUpError::TooMany(refused) => refused.into(),
            LookUpError::Refused(refused) => Self::new(StatusCode::CONFLICT).text([format!("{refused}。")]),
            LookUpError::Invalid(errors) => Self::invalid(errors),
            LookUpError::Storage(error) => error.into(),
        }
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
    let text = std::str::from_utf8(body).map_err(|_| {
        Problem::new(StatusCode::BAD_REQUEST).text(["内容不是 UTF-8 编码，没有保存。请改用 UTF-8 提交。"])
    })?;
    // Fields in the order of ours would do as well, for serde; nobody means that.
    if !text.trim_start().starts_with('{') {
        return Err(Problem::new(StatusCode::BAD_REQUEST).text(["内容应为一个 JSON 对象。"]));
    }
    serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            let message = format!("内容的结构不对：{error}");
            return Problem::invalid(vec![FieldError::new("", "wrong-type", message)]);
        }
        Problem::new(StatusCode::BAD_REQUEST).text([format!("不是完整的 JSON（{error}）。")])
    })
}

/// JSON that nobody keeps.
fn reply(status: StatusCode, document: &impl Serialize) -> Response {
    let document = serde_json::to_string(document).expect("texts become JSON");
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, document).into_response()
}
