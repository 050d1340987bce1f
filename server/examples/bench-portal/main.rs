//! Measurements of the whole portal on its demo: `pages`, how fast it gives them; `hostile`, what it makes of what strangers
//! type; `withdrawal`, how long what was withdrawn is still seen.

mod hostile;
mod pages;
mod portal;
mod wire;
mod withdrawal;

use portal::Portal;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const USAGE: &str = "用法：bench-portal pages | withdrawal | hostile [--queries N]";
/// Texts for the search itself; a hundredth of them for the pages.
const QUERIES: usize = 1_000_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["pages"] => pages::run(Portal::open().await?).await,
        ["withdrawal"] => Box::pin(withdrawal::run(Portal::open().await?)).await,
        ["hostile"] => hostile::run(Portal::open().await?, QUERIES).await,
        ["hostile", "--queries", count] => hostile::run(Portal::open().await?, count.parse()?).await,
        _ => Err(USAGE.into()),
    }
}
