//! `serve`.

use super::{Context, Failure, Options, Outcome};
use crate::http::{self, Guards, PeerSlots};
use crate::state::AppState;
use crate::{assets, heartbeat, index_view, router, worker};
use clap::Args;
use service::lifecycle::{FolderLock, OlderSchema};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// 启动门户；后台任务作为子进程一同启动
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// 监听地址，例如 0.0.0.0:3000
    #[arg(long, value_name = "ADDR")]
    addr: Option<SocketAddr>,
    /// 不启动后台任务进程
    #[arg(long)]
    no_worker: bool,
}

impl Serve {
    pub(super) fn run(self, options: &Options) -> Result<Outcome, Failure> {
        let addr = self.addr.map(|addr| ("MINGJING_ADDR", addr.to_string()));
        let context = Context::load_with(options, addr.as_slice())?;
        context.block_on(|context| serve(context, !self.no_worker))
    }
}

async fn serve(mut context: Context, with_worker: bool) -> Result<Outcome, Failure> {
    let _serving = FolderLock::serving(&context.config.data.dir)?;
    let listener = listen(context.config.http.addr).await?;
    if let Ok(bound) = listener.local_addr() {
        context.config.http.addr = bound;
    }
    let config = &context.config;
    let metrics = match config.http.metrics_addr {
        Some(addr) => Some(listen(addr).await?),
        None => None,
    };
    // Views ask for an executor even when nothing in them waits; a second call in one process is harmless.
    let _ = any_spawner::Executor::init_tokio();
    let services = context.open_at_once(OlderSchema::Migrate).await?;
    let state = AppState::new(services.clone(), config.clone()).await?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        worker::interrupted().await;
        tracing::info!("stopping: requests under way are finished first");
        let _ = stop.send(true);
    });
    let mut beside = tokio::task::JoinSet::new();
    beside.spawn_blocking(assets::identify);
    beside.spawn(heartbeat::run(state.clone(), stopped.clone()));
    beside.spawn(index_view::run(state.clone(), stopped.clone()));
    if with_worker {
        beside.spawn(worker::supervise(context.clone(), stopped.clone()));
    }
    if let Some(listener) = metrics {
        let routes = crate::metrics::router(state.clone());
        beside.spawn(http::serve(
            listener,
            routes,
            guards(config),
            when(stopped.clone()),
        ));
    }
    println!(
        "明镜已启动：{}",
        config
            .http
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", config.http.addr))
    );
    http::serve(listener, router::build(&state), guards(config), when(stopped)).await;
    beside.join_all().await;
    services.db.close().await;
    Ok(Outcome::Done)
}

fn guards(config: &crate::config::Config) -> Guards {
    let http = &config.http;
    Guards {
        connections: http.connections,
        per_client: PeerSlots::new(http.connections_per_client, &http.trusted_proxies),
        header: Duration::from_secs(http.header_seconds),
        stalled: Duration::from_secs(http.stalled_seconds),
        drain: Duration::from_secs(http.drain_seconds),
    }
}

async fn when(mut stopped: watch::Receiver<bool>) {
    // The sender lives as long as the process; when it is gone, stopping is right as well.
    let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(addr).await.map_err(|error| {
        Failure::new(match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("地址 {addr} 已被其他程序占用。请停止那个程序，或用 --addr 换一个端口。")
            }
            std::io::ErrorKind::PermissionDenied => {
                format!("没有权限监听 {addr}。请改用 1024 以上的端口（--addr），或给程序相应权限。")
            }
            std::io::ErrorKind::AddrNotAvailable => {
                format!(
                    "本机没有地址 {}。请用 --addr 写本机的地址，或 0.0.0.0。",
                    addr.ip()
                )
            }
            _ => format!("不能监听 {addr}：{error}。请用 --addr 换一个地址。"),
        })
    })
}
