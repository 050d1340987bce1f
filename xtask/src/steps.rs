//! Steps with a progress line and the time they took.

use std::{
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::Result;

/// Runs one step and says how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▶ {name}");
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f64();
    match &result {
        Ok(_) => eprintln!("✔ {name}（{seconds:.1} 秒）"),
        Err(_) => eprintln!("✘ {name}（{seconds:.1} 秒）"),
    }
    result
}

/// Runs a command with its output shown; anything but success is an error that names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .map_err(|error| format!("无法运行 {}：{error}", words(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} 未成功（{status}）", words(command)).into())
    }
}

/// Runs a command and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("无法运行 {}：{error}", words(command)))?;
    if !output.status.success() {
        return Err(format!("{} 未成功（{}）", words(command), output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a command quietly and says whether it succeeded within the time.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    child.is_ok_and(|child| wait_within(child, limit))
}

fn wait_within(mut child: Child, limit: Duration) -> bool {
    let start = Instant::now();
    while start.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => sleep(Duration::from_millis(100)),
            Err(_) => return false,
        }
    }
    // The process may have ended by itself in the meantime; either way it is gone.
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// Whether this process may install packages.
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs Debian packages; the caller says what to do where that is not possible.
pub(crate) fn apt_install(packages: &[&str]) -> Result<()> {
    if !is_root() {
        return Err(format!(
            "缺少 {}；请以管理员身份运行：apt-get install {}",
            packages.join("、"),
            packages.join(" ")
        )
        .into());
    }
    run(Command::new("apt-get").args(["-qq", "update"]))?;
    run(Command::new("apt-get")
        .args(["-qq", "-y", "install", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

fn words(command: &Command) -> String {
    let args = command.get_args().map(|arg| arg.to_string_lossy());
    std::iter::once(command.get_program().to_string_lossy())
        .chain(args)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_command_is_named() {
        let error = run(Command::new("false").arg("--why")).unwrap_err().to_string();
        assert!(error.starts_with("false --why"), "{error}");
    }

    #[test]
    fn a_command_that_takes_too_long_is_ended() {
        let start = Instant::now();
        assert!(!succeeds_within(
            Command::new("sleep").arg("30"),
            Duration::from_millis(200)
        ));
        assert!(start.elapsed() < Duration::from_secs(10));
        assert!(succeeds_within(&mut Command::new("true"), Duration::from_secs(5)));
    }
}
