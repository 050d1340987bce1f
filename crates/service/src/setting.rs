//! What a bureau may set for itself, as JSON in `meta`: rules and periods are data.

use serde::de::DeserializeOwned;
use storage::{Conn, meta};

/// The setting under `key`; the default where a bureau has set nothing.
pub(crate) async fn setting<T: DeserializeOwned + Default>(
    conn: &mut Conn,
    key: &'static str,
) -> Result<T, storage::Error> {
    let Some(text) = meta::find(conn, key).await? else {
        return Ok(T::default());
    };
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| {
        // Work goes on by the law's own rules: losing a citizen's words to a misspelt setting is worse.
        tracing::error!(key, %error, "a setting cannot be read, the default is used");
        T::default()
    }))
}
