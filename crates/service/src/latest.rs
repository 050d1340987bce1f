//! Figures that take a pass over everything, counted once for each state of what they are counted from.

use std::sync::Arc;
use tokio::sync::Mutex;

/// The value for the last state asked for. Whoever asks while it is being made waits for it.
#[derive(Debug)]
pub(crate) struct Latest<S, T>(Mutex<Option<(S, Arc<T>)>>);

impl<S, T> Default for Latest<S, T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<S: PartialEq, T> Latest<S, T> {
    pub(crate) async fn at(
        &self,
        state: S,
        make: impl AsyncFnOnce() -> Result<T, storage::Error>,
    ) -> Result<Arc<T>, storage::Error> {
        let mut kept = self.0.lock().await;
        if let Some((of, value)) = &*kept
            && *of == state
        {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(make().await?);
        *kept = Some((state, Arc::clone(&value)));
        Ok(value)
    }
}
