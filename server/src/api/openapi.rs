//! `/api/openapi.json`: what the API is, made from the handlers themselves. An area adds its handlers to `paths`.

use crate::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi, ToSchema};

const PROBLEM_JSON: &str = "application/problem+json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "明镜 Mingjing",
        description = "执法公示与群众反映。日期为北京时间 YYYY-MM-DD，时刻为 RFC 3339，金额为以元计的十进制字符串。错误为 application/problem+json（RFC 9457）。"
    ),
    paths(
        super::records::list,
        super::records::show,
        super::records::similar,
        super::units::suggest,
        super::units::list,
        super::statistics::satisfaction,
        super::feedback::submit,
        super::feedback::show,
        super::feedback::write,
    ),
    components(schemas(ProblemDocument)),
    modifiers(&Receipts, &Problems),
    tags(
        (name = "records", description = "公开的执法决定"),
        (name = "units", description = "单位"),
        (name = "statistics", description = "满意度"),
        (name = "feedback", description = "群众反映")
    )
)]
struct Api;

/// RFC 9457. Some kinds of problem have further members.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
struct ProblemDocument {
    /// `about:blank`, or the path that names this kind of problem.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    detail: String,
    /// What is wrong with each field.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    errors: Vec<FieldProblem>,
}

/// What is wrong with a field.
#[derive(Debug, Serialize, ToSchema)]
struct FieldProblem {
    field: String,
    code: String,
    message: String,
}

/// A case is opened by its receipt's code: `Authorization: Receipt CODE`.
struct Receipts;

impl Modify for Receipts {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let header = ApiKeyValue::with_description("Authorization", "Receipt CODE");
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("receipt", SecurityScheme::ApiKey(ApiKey::Header(header)));
    }
}

/// What middleware answers is the same for every handler and is described here.
struct Problems;

const EVERYWHERE: [(&str, &str); 4] = [
    ("406", "Accept excludes JSON"),
    (
        "414",
        "q is longer than 24 KiB, or all else in the query than 8 KiB",
    ),
    ("429", "too many requests; Retry-After says when to come back"),
    ("503", "not for the moment; Retry-After says when to come back"),
];
const WITH_BODY: [(&str, &str); 4] = [
    ("400", "no JSON, or not in UTF-8"),
    ("413", "too large"),
    ("415", "no application/json"),
    ("422", "what is wrong with each field"),
];

impl Modify for Problems {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut api.paths.paths {
            let has_place = path.contains('{');
            for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
                describe(operation, has_place);
            }
        }
    }
}

fn describe(operation: &mut Operation, has_place: bool) {
    let mut common = EVERYWHERE.to_vec();
    if operation.request_body.is_some() {
        common.extend(WITH_BODY);
    }
    if operation.security.is_some() {
        common.push(("401", "no Authorization"));
    }
    if has_place {
        common.push(("404", "unknown"));
    }
    let responses = &mut operation.responses.responses;
    for (status, description) in common {
        responses
            .entry(status.to_owned())
            .or_insert_with(|| RefOr::T(ResponseBuilder::new().description(description).build()));
    }
    for (status, response) in responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
            && response.content.is_empty()
        {
            let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
            response
                .content
                .insert(PROBLEM_JSON.to_owned(), RefOr::T(problem.build()));
        }
    }
}

/// The description.
pub async fn document(visit: Visit) -> Response {
    let mut response = visit.public_as(
        StatusCode::OK,
        "application/json; charset=utf-8",
        "openapi",
        |_| Api::openapi().to_json().expect("the description is plain data"),
    );
    super::records::allow_everybody(response.headers_mut());
    response
}
