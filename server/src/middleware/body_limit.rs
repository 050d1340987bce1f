//! Bodies are read whole, up to the route's limit, before anything can refuse the request for another reason, so that
//! what was typed can be given back; forms must be text.

use super::typed::Typed;
use crate::problem::Problem;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode;
use std::time::Duration;

/// How much of a refused body is read and thrown away: a client that is still sending would otherwise see its
/// connection reset instead of the answer.
const DRAINED: usize = 32 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// Refuses a body of more than `most` bytes with 413.
pub(crate) async fn limit(most: usize, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    if usize::try_from(body.size_hint().lower()).is_ok_and(|announced| announced <= most) {
        let bytes = match read(body, most).await {
            Ok(bytes) => bytes,
            Err(answer) => return *answer,
        };
        if is_form(&parts.headers) {
            if let Some(problem) = text_problem(&bytes) {
                return problem.into_response();
            }
            Typed::keep(&parts.extensions, &bytes);
        }
        return next.run(Request::from_parts(parts, Body::from(bytes))).await;
    }
    drain(body).await;
    too_large(most).into_response()
}

async fn read(mut body: Body, most: usize) -> Result<Bytes, Box<Response>> {
    let mut bytes = Vec::new();
    while let Some(frame) = next_data(&mut body).await {
        let Ok(data) = frame else {
            return Err(Box::new(Problem::new(StatusCode::BAD_REQUEST).into_response()));
        };
        if bytes.len() + data.len() > most {
            drain(body).await;
            return Err(Box::new(too_large(most).into_response()));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.into())
}

async fn drain(mut body: Body) {
    let throw_away = async {
        let mut seen = 0;
        while let Some(Ok(data)) = next_data(&mut body).await {
            seen += data.len();
            if seen > DRAINED {
                break;
            }
        }
    };
    // A client that sends slowly is not waited for longer than this.
    let _ = tokio::time::timeout(DRAIN_TIME, throw_away).await;
}

/// The next piece of the body; trailers are skipped.
async fn next_data(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    loop {
        let frame =
            std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_frame(context)).await?;
        match frame.map(hyper::body::Frame::into_data) {
            Ok(Ok(data)) => return Some(Ok(data)),
            Ok(Err(_)) => {}
            Err(error) => return Some(Err(error)),
        }
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// What makes a form no text: broken UTF-8, which read any further would be replaced and be lost, or NUL, which
/// nobody can type and PostgreSQL refuses even to compare with.
fn text_problem(form: &[u8]) -> Option<Problem> {
    let (status, text) = match percent_decode(form).decode_utf8() {
        Err(_) => (
            StatusCode::BAD_REQUEST,
            "收到的文字不是 UTF-8 编码，没有保存。请在本站的页面上重新填写；用程序提交时请改用 UTF-8。",
        ),
        Ok(text) if text.contains('\0') => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "收到的文字里有看不见的控制字符（NUL），没有保存。请返回上一页，删去后重新填写。",
        ),
        Ok(_) => return None,
    };
    Some(Problem::new(status).text([text]))
}

fn too_large(most: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE).text([format!(
        "提交的内容超过 {} KiB 的上限，没有保存。请返回上一页缩短文字后重新提交。",
        most / 1024
    )])
}
