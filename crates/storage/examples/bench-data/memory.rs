//! Private memory of this process (RssAnon): what is not a file mapped from the disk.

use crate::Outcome;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// MiB just now.
pub(crate) fn now() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kib: u64 = line.unwrap_or_default().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1024)
}

/// The most seen while it lives, looked at 50 times a second.
pub(crate) struct Peak {
    most: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    looking: JoinHandle<()>,
}

impl Peak {
    pub(crate) fn watch() -> Self {
        let (most, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (seen, stopped) = (Arc::clone(&most), Arc::clone(&stop));
        let looking = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                seen.fetch_max(now().unwrap_or(0), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        Self { most, stop, looking }
    }

    /// MiB.
    pub(crate) fn end(self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        // A thread that panicked saw what it saw.
        let _ = self.looking.join();
        self.most.load(Ordering::Relaxed)
    }
}
