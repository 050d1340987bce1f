//! A portal in a folder of its own, filled with made-up decisions.

use crate::Outcome;
use service::import::{Format, Options, Summary, run_import};
use service::lifecycle::{OlderSchema, Opening};
use service::search::Follower;
use service::services::Services;
use std::io::Write;
use std::path::Path;

/// Opens the portal without limits on clients.
pub(crate) async fn open(folder: &Path) -> Outcome<Services> {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let mut opening = Opening::new(folder.to_owned(), url, OlderSchema::Refuse);
    opening.limits = None;
    Ok(opening.open().await?)
}

/// Writes `count` decisions as JSON Lines; returns the bytes written.
pub(crate) async fn write_rows(services: &Services, count: u64, file: &Path) -> Outcome<u64> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    for row in service::demo::decisions(services, count).await? {
        writeln!(out, "{row}")?;
    }
    out.flush()?;
    Ok(file.metadata()?.len())
}

/// Imports a file of decisions and publishes them.
pub(crate) async fn import(services: &Services, file: &Path) -> Outcome<Summary> {
    let options = Options {
        format: Some(Format::Jsonl),
        create_units: true,
        publish: true,
        ..Options::of(file.to_owned(), "bench")
    };
    let summary = run_import(services, &options, &mut |_| {}).await?.summary;
    if summary.published != summary.read {
        return Err(format!("不是每行都公开了：{summary:?}").into());
    }
    Ok(summary)
}

/// Brings the index to what the database holds.
pub(crate) async fn index(services: &Services) -> Outcome<()> {
    let mut follower = Follower::new(services);
    while follower.step().await? {}
    Ok(())
}
