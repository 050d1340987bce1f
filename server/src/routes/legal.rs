//! 隐私 and 无障碍.

use crate::visit::Visit;
use app::pages::legal;
use axum::response::Response;

/// What is kept of visitors, and why.
pub async fn privacy(visit: Visit) -> Response {
    visit.public("privacy", legal::privacy)
}

/// What is done so that everybody can use the portal.
pub async fn accessibility(visit: Visit) -> Response {
    visit.public("accessibility", legal::accessibility)
}
