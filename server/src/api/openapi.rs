//! `/api/openapi.json`: what the API is, made from the handlers themselves. An area adds its handlers to `paths`.

use crate::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use utoipa::OpenApi;

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
    ),
    tags((name = "records", description = "公开的执法决定"), (name = "units", description = "单位"))
)]
struct Api;

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
