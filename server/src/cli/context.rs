//! What every command begins with: settings, log, runtime, and the opened data folder.

use super::{Failure, Options, Outcome};
use crate::config::{self, Config, Format};
use service::keys::KeyFolder;
use service::lifecycle::{OlderSchema, Opening};
use service::post_office::PostOffice;
use service::services::Services;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Settings as this command line sees them.
#[derive(Debug, Clone)]
pub struct Context {
    /// The settings.
    pub config: Config,
    /// The options as given, to hand on to the worker.
    pub options: Options,
}

impl Context {
    /// Reads the settings and starts the log.
    pub fn load(options: &Options) -> Result<Self, Failure> {
        Self::load_with(options, &[])
    }

    /// The same, with settings that the command's own options give, as (variable, value).
    pub(super) fn load_with(options: &Options, more: &[(&str, String)]) -> Result<Self, Failure> {
        let mut environment = config::process_environment();
        let given = [
            (
                "MINGJING_DATA",
                options.data.as_ref().map(|path| path.display().to_string()),
            ),
            ("MINGJING_DATABASE", options.database.clone()),
        ];
        let given = given.into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (name, value) in given.chain(more.iter().cloned()) {
            environment.insert(name.to_owned(), value);
        }
        let config = config::load(options.config.as_deref(), &environment)?;
        start_log(&config)?;
        Ok(Self {
            config,
            options: options.clone(),
        })
    }

    /// Runs a command on a runtime of its own.
    pub(super) fn block_on<F, R>(self, command: F) -> Result<Outcome, Failure>
    where
        F: FnOnce(Self) -> R,
        R: Future<Output = Result<Outcome, Failure>>,
    {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| {
                Failure::new(format!("不能启动运行环境：{error}。请检查系统的线程和内存限制。"))
            })?;
        runtime.block_on(command(self))
    }

    /// Opens the data folder, making what is missing, and takes back what killed imports left.
    pub async fn open(&self, older: OlderSchema) -> Result<Services, Failure> {
        let services = self.open_at_once(older).await?;
        service::import::drop_interrupted(&services).await?;
        Ok(services)
    }

    /// The same for the processes that stay: there the worker takes back, and nobody waits for it.
    pub(super) async fn open_at_once(&self, older: OlderSchema) -> Result<Services, Failure> {
        let mut opening = Opening::new(self.config.data.dir.clone(), self.config.database_url(), older);
        if self.config.limits.disabled {
            opening.limits = None;
        }
        opening.most_subscriptions = self.config.subscriptions.most;
        Ok(opening.open().await?)
    }

    /// What mail is sent with; nothing when no server is set.
    pub(super) async fn post_office(&self, services: &Services) -> Result<Option<PostOffice>, Failure> {
        let Some(transport) = &self.config.mail.smtp_url else {
            return Ok(None);
        };
        let bureau = service::lifecycle::bureau_name(&services.db).await?;
        let mailer = mail::Mailer::new(transport, &bureau, &self.config.mail.from)?;
        let keys = KeyFolder::of(&services.data).load_worker()?;
        let public_url = self.config.http.link_base();
        Ok(Some(PostOffice {
            keys,
            mailer,
            public_url,
        }))
    }

    /// Tells people what was done and, with `--json`, programs on the last line.
    pub fn report(&self, text: &str, summary: &serde_json::Value) {
        println!("{text}");
        if self.options.json {
            println!("{summary}");
        }
    }
}

fn start_log(config: &Config) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&config.log.level).map_err(|error| {
        Failure::new(format!(
            "设置 log.level：“{}”不能用（{error}）。请写 error、warn、info 或 debug。",
            config.log.level
        ))
    })?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = match config.log.format {
        Format::Json => log.json().try_init(),
        Format::Text => log.with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
    // A test that runs several commands in one process keeps the first log.
    drop(started);
    Ok(())
}
