//! What went wrong with a request, independent of how it is shown: a page for people, RFC 9457 below `/api`.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::field_error::FieldError;
use serde_json::{Map, Value};
use std::time::Duration;

/// A request that did not succeed. A handler returns it as its error; the middleware renders it.
#[derive(Debug, Clone)]
pub struct Problem {
    pub(crate) status: StatusCode,
    /// The path of the API's `type`, for problems that programs tell apart.
    pub(crate) kind: Option<&'static str>,
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
    pub(crate) errors: Vec<FieldError>,
    /// Further members of the API's answer, e.g. a tombstone's.
    pub(crate) members: Map<String, Value>,
    pub(crate) headers: HeaderMap,
    /// Whether the reader sees the number of the request, to give to support.
    pub(crate) shows_reference: bool,
}

impl Problem {
    /// A problem with its standard title and explanation.
    pub fn new(status: StatusCode) -> Self {
        let (title, text) = words(status);
        Self {
            status,
            kind: None,
            title: title.to_owned(),
            text: vec![text.to_owned()],
            errors: Vec::new(),
            members: Map::new(),
            headers: HeaderMap::new(),
            shows_reference: status.is_server_error(),
        }
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND)
    }

    /// 403.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN)
    }

    /// 422 with what is wrong with each field.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY)
        }
    }

    /// 429 with the time to come back.
    pub fn too_many(retry_after: Duration) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS).retry_after(retry_after)
    }

    /// 503 with the time to come back.
    pub fn unavailable(retry_after: Duration) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE).retry_after(retry_after)
    }

    /// 500: logged here once with its cause, shown without it.
    pub fn unexpected(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut causes = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            causes = format!("{causes}: {cause}");
            source = cause.source();
        }
        tracing::error!(error = %causes, "request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Another title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Another explanation; one paragraph each.
    #[must_use]
    pub fn text(mut self, text: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.text = text.into_iter().map(Into::into).collect();
        self
    }

    /// The path that names this kind of problem in the API, e.g. `/problems/outside`.
    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = Some(kind);
        self
    }

    /// A further member of the API's answer.
    #[must_use]
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// A header of the answer.
    #[must_use]
    pub fn header(mut self, name: header::HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    fn retry_after(mut self, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let seconds = seconds.max(1);
        self.text = vec![self.text.join(""), format!("请在{}后再试。", in_words(seconds))];
        self.header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }
}

/// The answer carries the problem as an extension; `middleware::problems` writes the body.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.headers_mut().extend(self.headers.clone());
        response.extensions_mut().insert(self);
        response
    }
}

impl From<storage::Error> for Problem {
    fn from(error: storage::Error) -> Self {
        if error.is_transient() {
            tracing::warn!(error = %error, "the database is not available for the moment");
            return Self::unavailable(Duration::from_secs(5));
        }
        if matches!(error, storage::Error::Stale) {
            return Self::new(StatusCode::CONFLICT);
        }
        Self::unexpected(&error)
    }
}

impl From<service::limits::RetryAfter> for Problem {
    fn from(refused: service::limits::RetryAfter) -> Self {
        Self::too_many(refused.0)
    }
}

/// Title and explanation of each status.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 => (
            "请求不完整",
            "收到的内容不完整或格式不对。请返回上一页，检查后重新提交。",
        ),
        401 => ("请先登录", "这项内容需要登录后使用。"),
        403 => (
            "没有权限",
            "您的账号不能查看或办理这项内容，或这次提交不是从本站页面发出的。如确有需要，请联系管理员。",
        ),
        404 => ("没有这一页", "地址可能写错了，或者内容已经移走。"),
        405 => (
            "不支持这种访问方式",
            "这个地址不接受这种请求。请从页面上的链接或按钮进入。",
        ),
        406 => ("没有所要的格式", "这个地址不能提供您要的格式。"),
        408 => ("等待超时", "您的请求发送得太慢，连接已断开。请检查网络后重试。"),
        409 => (
            "内容已经变化",
            "您打开页面以后，这条内容已被改动，这一步没有办理。请看过最新的情况再办理。",
        ),
        410 => ("内容已不再公开", "这条内容曾经公开，现已撤下。"),
        413 => (
            "内容太大",
            "提交的内容超过了大小上限，没有保存。请缩短文字后重新提交。",
        ),
        414 => ("地址太长", "地址里的查询条件太多或太长。请减少筛选条件后重试。"),
        415 => ("格式不支持", "这个地址不接受这种格式的内容。"),
        422 => ("有几处需要修改", "请按提示改正后重新提交。"),
        429 => ("操作太频繁", "为保证大家都能使用，同一来源的访问次数有限。"),
        431 => ("请求头太大", "请清除本站的 Cookie 后重试。"),
        503 => ("暂时不能办理", "系统正忙或正在维护，您提交的内容没有确认保存。"),
        _ if status.is_server_error() => (
            "系统出错了",
            "出错的情况已经记录，您不必做什么。请稍后重试；如果一直这样，请把下面的编号告诉我们。",
        ),
        _ => ("无法完成", "请返回上一页检查后重试。"),
    }
}

fn in_words(seconds: u64) -> String {
    match seconds {
        0..=90 => format!(" {seconds} 秒"),
        91..=5400 => format!(" {} 分钟", seconds.div_ceil(60)),
        _ => format!(" {} 小时", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_come_back_is_told_in_words_and_in_the_header() {
        let problem = Problem::too_many(Duration::from_millis(1_500));
        assert_eq!(problem.headers[header::RETRY_AFTER], "2");
        assert!(problem.text.last().unwrap().contains("2 秒"));
        assert!(Problem::too_many(Duration::ZERO).headers[header::RETRY_AFTER] == "1");
        assert_eq!(
            (in_words(91), in_words(7200)),
            (" 2 分钟".into(), " 2 小时".into())
        );
    }
}
