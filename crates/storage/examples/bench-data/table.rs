//! Figures as rows of a table.

use std::time::Duration;

/// What was done in which time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    pub(crate) done: f64,
    pub(crate) took: Duration,
}

impl Rate {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of a measurement are far below 2^52"
    )]
    pub(crate) fn of(done: u64, took: Duration) -> Self {
        Self {
            done: done as f64,
            took,
        }
    }

    pub(crate) fn per_second(self) -> f64 {
        self.done / self.took.as_secs_f64()
    }
}

/// Prints what the portal did, and what each peer did beside it with the portal's share of the peer's rate.
pub(crate) fn rates(ours: &[(&str, Rate)], peers: &[(&str, Rate)]) {
    println!("| 测量 | 数量 | 秒 | 每秒 | 门户/对照 |\n|---|---:|---:|---:|---:|");
    let line = |name: &str, rate: Rate, share: &str| {
        let (done, seconds) = (rate.done, rate.took.as_secs_f64());
        println!(
            "| {name} | {done:.0} | {seconds:.2} | {:.0} | {share} |",
            rate.per_second()
        );
    };
    for (name, rate) in ours {
        line(name, *rate, "");
    }
    let Some((_, first)) = ours.first() else { return };
    for (name, rate) in peers {
        let share = first.per_second() / rate.per_second();
        line(&format!("对照：{name}"), *rate, &format!("{share:.2}"));
    }
}

/// p50, p95 and p99 in milliseconds, as cells.
pub(crate) fn percentiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |percent: usize| {
        let index = (times.len() * percent).div_ceil(100).saturating_sub(1);
        times.get(index).copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    format!("{:.1} | {:.1} | {:.1}", at(50), at(95), at(99))
}
