//! Gives the active toolchain the standard library for `wasm32-unknown-unknown`.
//!
//! First the normal way, rustup. Where rustup cannot download: from Debian's package `rust-src` of exactly the
//! compiler's version, built on the spot. Without either the portal is built without islands and works all the same.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{
    Result,
    steps::{output, run, step, succeeds_within},
};

const TARGET: &str = "wasm32-unknown-unknown";
const SUITES: [&str; 3] = ["trixie-backports", "forky", "sid"];
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Makes sure the target is there; `false` says why it is not.
pub(crate) fn ensure() -> Result<bool> {
    let sysroot = PathBuf::from(output(Command::new("rustc").args(["--print", "sysroot"]))?.trim());
    if is_present(&sysroot) {
        return Ok(true);
    }
    let added = step("安装 wasm 目标（rustup）", || {
        let mut rustup = Command::new("rustup");
        Ok(succeeds_within(
            rustup.args(["target", "add", TARGET]),
            Duration::from_mins(2),
        ))
    })?;
    if added && is_present(&sysroot) {
        return Ok(true);
    }
    let built = step("安装 wasm 目标（由 Debian 的 rust-src 编译）", || {
        build_from_debian(&sysroot)
    });
    if let Err(error) = &built {
        eprintln!("  没有 wasm 目标：{error}");
        eprintln!("  将不含联想等浏览器端功能继续构建，各页照常可用。补上的办法：rustup target add {TARGET}");
    }
    Ok(built.is_ok() && is_present(&sysroot))
}

fn library(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

fn is_present(sysroot: &Path) -> bool {
    let Ok(entries) = fs::read_dir(library(sysroot)) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.strip_prefix("libstd-")
            .and_then(|rest| rest.strip_suffix(".rlib"))
            .is_some()
    })
}

fn build_from_debian(sysroot: &Path) -> Result<()> {
    let work = crate::project::target()?.join("wasm-target");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let apt = Apt::new(&work)?;
    let version = compiler_version()?;
    let package = apt.source_package(&version)?;
    run(apt
        .get(&["download", &format!("rust-src={package}")])
        .current_dir(&work))?;
    let deb = find(&work, |name| name.starts_with("rust-src_"))?;
    run(Command::new("dpkg").arg("-x").arg(deb).arg(work.join("src")))?;
    let source = find(&work.join("src/usr/src"), |name| name.starts_with("rustc-"))?;
    let kept = sysroot.join("lib/rustlib/src/rust");
    fs::create_dir_all(kept.parent().expect("it has a parent"))?;
    if kept.exists() {
        fs::remove_dir_all(&kept)?;
    }
    run(Command::new("cp").arg("-a").arg(source).arg(&kept))?;
    build_std(&work, &library(sysroot))?;
    Ok(fs::remove_dir_all(&work)?)
}

/// Builds an empty crate with its own standard library, and keeps the library.
fn build_std(work: &Path, library: &Path) -> Result<()> {
    let empty = work.join("empty");
    fs::create_dir_all(empty.join("src"))?;
    fs::write(empty.join("src/lib.rs"), "")?;
    fs::write(
        empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    run(Command::new("cargo")
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "-Z",
            "build-std=std,panic_abort,panic_unwind,proc_macro,test",
        ])
        .current_dir(&empty)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", empty.join("target")))?;
    fs::create_dir_all(library)?;
    let deps = empty.join("target").join(TARGET).join("release/deps");
    for entry in fs::read_dir(deps)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_some_and(|ending| ending == "rlib") && !name.starts_with("libempty") {
            fs::copy(&path, library.join(name))?;
        }
    }
    Ok(())
}

fn compiler_version() -> Result<String> {
    let text = output(Command::new("rustc").arg("--version"))?;
    Ok(text
        .split_whitespace()
        .nth(1)
        .ok_or("rustc 没有说明版本")?
        .to_owned())
}

fn find(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<PathBuf> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_wanted(&entry.file_name().to_string_lossy()) {
            return Ok(entry.path());
        }
    }
    Err(format!("{} 中没有所需的文件", folder.display()).into())
}

/// apt with lists of its own, so that the machine's are left alone.
struct Apt {
    options: Vec<String>,
}

impl Apt {
    fn new(work: &Path) -> Result<Self> {
        let mirror = mirror()?;
        let lists = work.join("lists");
        fs::create_dir_all(lists.join("partial"))?;
        let sources = SUITES
            .map(|suite| format!("deb [signed-by={KEYRING}] {mirror} {suite} main\n"))
            .concat();
        let list = work.join("sources.list");
        fs::write(&list, sources)?;
        let options = vec![
            format!("Dir::Etc::sourcelist={}", list.display()),
            "Dir::Etc::sourceparts=/dev/null".to_owned(),
            format!("Dir::State::Lists={}", lists.display()),
        ];
        let apt = Self { options };
        run(&mut apt.get(&["update"]))?;
        Ok(apt)
    }

    fn get(&self, args: &[&str]) -> Command {
        let mut command = self.command("apt-get");
        command.arg("-qq").args(args);
        command
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for option in &self.options {
            command.args(["-o", option]);
        }
        command
    }

    /// The package version that belongs to this compiler.
    fn source_package(&self, version: &str) -> Result<String> {
        let table = output(self.command("apt-cache").args(["madison", "rust-src"]))?;
        table
            .lines()
            .filter_map(|line| line.split('|').nth(1).map(str::trim))
            .find(|package| package.starts_with(version))
            .map(str::to_owned)
            .ok_or_else(|| format!("Debian 没有 rustc {version} 的 rust-src").into())
    }
}

/// The Debian mirror this machine uses.
fn mirror() -> Result<String> {
    for entry in fs::read_dir("/etc/apt/sources.list.d")? {
        let text = fs::read_to_string(entry?.path()).unwrap_or_default();
        let uris = text.lines().find_map(|line| line.strip_prefix("URIs:"));
        if let Some(first) = uris.and_then(|uris| uris.split_whitespace().next()) {
            return Ok(first.to_owned());
        }
    }
    Err("这台机器没有 Debian 软件源".into())
}
