//! How many pages a second the portal gives: over loopback sockets with keep-alive, served as in production, against a
//! plain axum server that answers the same headers and bytes. Both are asked in turn by the same client, which takes its
//! part of the same cores. Below it, what one request costs in the process, from memory and made anew.

use crate::Outcome;
use crate::portal::{Portal, listen};
use crate::wire::{Reply, ask, rate};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, header};
use axum::routing::get;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// How often each of the two is measured, in turn.
const ROUNDS: usize = 5;
/// How long each time, after a fifth of it to warm up.
const BOUND: Duration = Duration::from_secs(2);
/// A session that nobody has: its pages are made anew each time.
const UNKNOWN_SESSION: &str = "mingjing=0";

pub(crate) async fn run(portal: Portal) -> Outcome<()> {
    let Portal { services, router, .. } = portal;
    let newest = service::overview::overview(&services).await?;
    let record = newest.latest.first().ok_or("没有公开记录")?;
    // 酒驾.
    let pages = [
        ("记录页", format!("/records/{}", record.reference)),
        ("首页", "/".to_owned()),
        ("单位", "/units".to_owned()),
        ("结果页（不存）", "/records?q=%E9%85%92%E9%A9%BE".to_owned()),
    ];
    let ours = listen(router.clone()).await?;
    println!(
        "| 页 | 发送字节 | 门户/秒 | 同样回复的 axum/秒 | 门户/对照 | 各轮最低至最高 |\n|---|---:|---:|---:|---:|---|"
    );
    for (name, path) in &pages {
        let (addr, path) = (ours.clone(), path.clone());
        let reply = tokio::task::spawn_blocking(move || ask(&addr, &path).map(|reply| (addr, path, reply)));
        let (addr, path, reply) = reply.await??;
        let plain = plain(&reply).await?;
        let measured = tokio::task::spawn_blocking(move || compare((&addr, &path), (&plain, "/")));
        measured.await??.tell(name, reply.head.len() + reply.body.len());
    }
    println!("\n| 页 | 进程内，存好的/秒 | 进程内，现做的/秒 |\n|---|---:|---:|");
    for (name, path) in &pages {
        let kept = together(&router, path, "").await?;
        let made = together(&router, path, UNKNOWN_SESSION).await?;
        println!("| {name} | {kept:.0} | {made:.0} |");
    }
    services.db.close().await;
    Ok(())
}

/// What the rounds came to: ours and the peer's answers a second.
struct Compared(Vec<(f64, f64)>);

impl Compared {
    fn tell(self, name: &str, bytes: usize) {
        let median = |of: fn(&(f64, f64)) -> f64| {
            let mut all: Vec<f64> = self.0.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            (all[all.len() / 2], all[0], all[all.len() - 1])
        };
        let ((ours, ..), (plain, ..)) = (median(|round| round.0), median(|round| round.1));
        let (ratio, least, most) = median(|round| round.0 / round.1);
        println!("| {name} | {bytes} | {ours:.0} | {plain:.0} | {ratio:.2} | {least:.2} 至 {most:.2} |");
    }
}

fn compare(ours: (&str, &str), plain: (&str, &str)) -> Outcome<Compared> {
    for (addr, path) in [ours, plain] {
        rate(addr, path, BOUND / 5)?;
    }
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push((rate(ours.0, ours.1, BOUND)?, rate(plain.0, plain.1, BOUND)?));
    }
    Ok(Compared(rounds))
}

/// Serves the same headers and bytes by axum alone; says where.
async fn plain(reply: &Reply) -> Outcome<String> {
    let mut headers = HeaderMap::new();
    for (name, value) in reply.headers() {
        // What every server adds by itself.
        if !["date", "content-length"].contains(&name) {
            headers.append(HeaderName::try_from(name)?, HeaderValue::from_str(value)?);
        }
    }
    let body = axum::body::Bytes::from(reply.body.clone());
    let router = Router::new().route("/", get(async move || (headers.clone(), body.clone())));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let addr = listener.local_addr()?.to_string();
    let serving = axum::serve(
        axum::serve::ListenerExt::tap_io(listener, |stream| {
            let _ = stream.set_nodelay(true);
        }),
        router,
    );
    tokio::spawn(async move { serving.await });
    let (asked, same) = (addr.clone(), reply.clone());
    let answer = tokio::task::spawn_blocking(move || ask(&asked, "/")).await??;
    if answer.body != same.body || answer.headers().count() != same.headers().count() {
        return Err(format!("the peer answers otherwise: {}", answer.head).into());
    }
    Ok(addr)
}

/// Answers a second of as many tasks as there are cores, without a socket.
async fn together(router: &Router, path: &str, cookie: &str) -> Outcome<f64> {
    let tasks = std::thread::available_parallelism()?.get();
    let work = |router: Router, path: String, cookie: String| async move {
        let (start, mut done) = (Instant::now(), 0_u32);
        while start.elapsed() < BOUND {
            answer(router.clone(), &path, &cookie).await?;
            done += 1;
        }
        Outcome::Ok(f64::from(done) / start.elapsed().as_secs_f64())
    };
    let running: Vec<_> = (0..tasks)
        .map(|_| tokio::spawn(work(router.clone(), path.to_owned(), cookie.to_owned())))
        .collect();
    let mut sum = 0.0;
    for task in running {
        sum += task.await??;
    }
    Ok(sum)
}

async fn answer(router: Router, path: &str, cookie: &str) -> Outcome<()> {
    let mut request = Request::get(path)
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::ACCEPT_ENCODING, "gzip, deflate, br")
        .header(header::COOKIE, cookie)
        .body(Body::empty())?;
    let client = SocketAddr::from(([127, 0, 0, 1], 50_000));
    request.extensions_mut().insert(ConnectInfo(client));
    let response = router.oneshot(request).await?;
    if response.status() != StatusCode::OK {
        return Err(format!("{path}:{}", response.status()).into());
    }
    to_bytes(response.into_body(), usize::MAX).await?;
    Ok(())
}
