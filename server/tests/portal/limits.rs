//! What one client may ask for in a time, at the doors that everybody can knock at.

use crate::support::{OWN_PAGE, TestApp};
use axum::body::Body;
use axum::http::{Method, StatusCode};

/// Requests that everybody may make, each with the quota it counts against.
const DOORS: [(&str, &str, usize); 10] = [
    ("GET", "/records?q=%E9%85%92%E9%A9%BE", 120),
    ("GET", "/api/v1/records?q=%E9%85%92%E9%A9%BE", 120),
    ("GET", "/feeds/records.atom", 120),
    ("GET", "/api/v1/suggest?q=%E9%85%92", 300),
    ("GET", "/callback/x", 60),
    ("POST", "/callback/x", 60),
    ("POST", "/preferences", 60),
    ("POST", "/feedback/status", 120),
    ("POST", "/progress", 120),
    ("POST", "/records/R-00000000/objection", 20),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_knocks_too_often_is_told_when_to_come_back() {
    for (method, path, times) in DOORS {
        let app = TestApp::sqlite().await;
        let method: Method = method.parse().unwrap();
        let knock = async || {
            let form = ("content-type", "application/x-www-form-urlencoded");
            app.request(
                method.clone(),
                path,
                &[OWN_PAGE, form],
                Body::from("reference=F-2026-0000000&case_number=x&code=x"),
            )
            .await
        };
        for nth in 0..times {
            let status = knock().await.status;
            assert_ne!(status, StatusCode::TOO_MANY_REQUESTS, "{path}, number {nth}");
        }
        // While these were answered, a few were given back.
        let mut refused = knock().await;
        for _ in 0..times {
            if refused.status == StatusCode::TOO_MANY_REQUESTS {
                break;
            }
            refused = knock().await;
        }
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        let seconds: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=600).contains(&seconds), "{path}: {seconds}");
        assert!(
            refused.body.contains("秒") || refused.body.contains("分钟"),
            "{path}: {}",
            refused.body
        );
    }
}
