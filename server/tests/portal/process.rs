//! The real program, as a process that can be killed.

use crate::command_line::mingjing;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

/// A `serve` of its own, killed at the end.
pub(crate) struct Portal {
    child: Child,
    pub(crate) addr: String,
}

impl Portal {
    /// Starts on a free port; what it logs goes to `log`.
    pub(crate) fn start(data: &Path, settings: &[(&str, &str)], log: Stdio) -> Self {
        let mut child = mingjing(data)
            .args(["serve", "--addr", "127.0.0.1:0"])
            .env("MINGJING_LIMITS_DISABLED", "true")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.contains("明镜已启动"), "{line}");
        let addr = line.trim().rsplit("//").next().unwrap().to_owned();
        Self { child, addr }
    }

    /// kill -9: no handler runs, nothing is flushed.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
