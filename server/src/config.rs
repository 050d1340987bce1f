//! Settings: defaults, then the file, then the environment, then the command line.

mod data;
mod database;
mod error;
mod example;
mod http;
mod limits;
mod load;
mod log;
mod mail;
mod pages;
mod section;
mod session;
mod subscriptions;

pub use data::Data;
pub use database::Database;
pub use error::ConfigError;
pub use example::example;
pub use http::Http;
pub use limits::Limits;
pub(crate) use load::process_environment;
pub use load::{Environment, load, unknown_variables};
pub use log::{Format, Log};
pub use mail::Mail;
pub use pages::Pages;
pub use session::Session;
pub use subscriptions::Subscriptions;

use serde::{Deserialize, Serialize};

/// Declares the sections once: the struct, and the visits that loading and the example need.
macro_rules! sections {
    ($($(#[doc = $doc:literal])+ $field:ident: $type:ty,)+) => {
        /// Every setting of the portal.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Config { $($(#[doc = $doc])+ pub $field: $type,)+ }

        impl Config {
            /// Calls `visit` with each section.
            fn visit(&mut self, visit: &mut impl Visit) -> Result<(), ConfigError> {
                $(visit.section(&mut self.$field)?;)+
                Ok(())
            }
        }
    };
}

/// Something done to every section.
trait Visit {
    fn section<S: section::Section>(&mut self, section: &mut S) -> Result<(), ConfigError>;
}

sections! {
    /// Where everything is kept.
    data: Data,
    /// Which database.
    database: Database,
    /// The listener.
    http: Http,
    /// Sign-in.
    session: Session,
    /// Finished pages in memory.
    pages: Pages,
    /// Rate limits.
    limits: Limits,
    /// Mail.
    mail: Mail,
    /// Searches by mail.
    subscriptions: Subscriptions,
    /// The log.
    log: Log,
}

/// A setting whose value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    section: &'static str,
    key: &'static str,
    wrong: String,
    mend: String,
}

/// Turns a failed condition into the problem that `explain` gives as (what is wrong, how to mend it).
fn check(
    holds: bool,
    section: &'static str,
    key: &'static str,
    explain: impl FnOnce() -> (String, String),
) -> Result<(), Problem> {
    if holds {
        return Ok(());
    }
    let (wrong, mend) = explain();
    Err(Problem {
        section,
        key,
        wrong,
        mend,
    })
}

impl Config {
    fn validate(&self) -> Result<(), Problem> {
        self.http.validate()?;
        self.session.validate()?;
        self.pages.validate()?;
        self.limits.validate(&self.http)?;
        self.mail.validate()
    }

    /// The database's address: the one set, or the file in the data folder.
    pub fn database_url(&self) -> String {
        self.database
            .url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data.dir.join("mingjing.db").display()))
    }
}
