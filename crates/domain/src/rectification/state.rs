//! A step that the present state refuses.

/// The step is not possible in the present state: somebody else was faster, or the page is old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("这一步现在不能做：事项已经“{0}”")]
pub struct NotNow(pub &'static str);
