//! Measurements of what touches the disk: `import`, `search`, `intake`, each against plain SQL or plain files on the
//! same data in the same call. They live here because only this crate may name sqlx.

mod import;
mod intake;
mod memory;
mod peers;
mod portal;
mod queries;
mod search;
mod table;

use std::path::PathBuf;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "用法：bench-data import|search|intake [--records N]；bench-data prepare DIR N，再 bench-data search --in DIR";
const RECORDS: u64 = 100_000;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match words[..] {
            ["import"] => import::run(RECORDS).await,
            ["import", "--records", count] => import::run(count.parse()?).await,
            ["search"] => search::run(RECORDS),
            ["search", "--records", count] => search::run(count.parse()?),
            ["search", "--in", folder] => search::run_in(&PathBuf::from(folder)).await,
            // The search is measured in a process that did not import, or its memory would not be its own.
            ["prepare", folder, count] => import::prepare(&PathBuf::from(folder), count.parse()?).await,
            ["fill", folder, file] => import::fill(&PathBuf::from(folder), &PathBuf::from(file)).await,
            ["intake"] => intake::run().await,
            _ => Err(USAGE.into()),
        }
    })
}
