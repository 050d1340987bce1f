//! How many pages a second the portal renders: through the real router with everything a request passes, against an
//! axum reply of the same bytes. No socket: both are called in the process, by as many tasks as there are cores.

use crate::Outcome;
use crate::portal::Portal;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use axum::routing::get;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tower::ServiceExt;

/// Each measurement takes this long, after a fifth of it to warm up.
const BOUND: Duration = Duration::from_secs(5);

pub(crate) async fn run(portal: Portal) -> Outcome<()> {
    let Portal { services, router, .. } = portal;
    let ask = service::search::Ask::default();
    let units = service::units::shown(&services).await?;
    let newest = service::search::find(&services, &ask, &units).await?;
    let record = newest.items.first().ok_or("没有公开记录")?;
    // 酒驾.
    let pages = [
        ("记录页", format!("/records/{}", record.record.reference)),
        ("结果页", "/records?q=%E9%85%92%E9%A9%BE".to_owned()),
        ("首页", "/".to_owned()),
    ];
    println!("| 页 | 字节 | 渲染/秒 | 同样字节的 axum 回复/秒 | 门户/对照 |\n|---|---:|---:|---:|---:|");
    for (name, path) in pages {
        let body = answer(router.clone(), &path).await?;
        let ours = rate(&router, &path).await?;
        let plain = rate(&plain(body.clone()), "/").await?;
        println!(
            "| {name} | {} | {ours:.0} | {plain:.0} | {:.4} |",
            body.len(),
            ours / plain
        );
    }
    services.db.close().await;
    Ok(())
}

fn plain(body: Bytes) -> Router {
    let reply = move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body) };
    Router::new().route("/", get(reply))
}

async fn answer(router: Router, path: &str) -> Outcome<Bytes> {
    let mut request = Request::get(path)
        .header(header::HOST, "127.0.0.1:3000")
        .body(Body::empty())?;
    let client = SocketAddr::from(([127, 0, 0, 1], 50_000));
    request.extensions_mut().insert(ConnectInfo(client));
    let response = router.oneshot(request).await?;
    if response.status() != StatusCode::OK {
        return Err(format!("{path}:{}", response.status()).into());
    }
    Ok(to_bytes(response.into_body(), usize::MAX).await?)
}

async fn rate(router: &Router, path: &str) -> Outcome<f64> {
    together(router, path, BOUND / 5).await?;
    together(router, path, BOUND).await
}

/// Answers a second of all tasks together.
async fn together(router: &Router, path: &str, bound: Duration) -> Outcome<f64> {
    let tasks = std::thread::available_parallelism()?.get();
    let work = |router: Router, path: String| async move {
        let (start, mut done) = (Instant::now(), 0_u32);
        while start.elapsed() < bound {
            answer(router.clone(), &path).await?;
            done += 1;
        }
        Outcome::Ok(f64::from(done) / start.elapsed().as_secs_f64())
    };
    let running: Vec<_> = (0..tasks)
        .map(|_| tokio::spawn(work(router.clone(), path.to_owned())))
        .collect();
    let mut sum = 0.0;
    for task in running {
        sum += task.await??;
    }
    Ok(sum)
}
