//! Who started a command, for the trail.

/// The person at the terminal: behind `sudo`, who called it.
pub(super) fn name() -> String {
    ["SUDO_USER", "USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_else(|| "unknown".into())
}
