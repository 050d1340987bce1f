//! The tests run on both databases; `PostgreSQL` must be installed, a server of it is started by the tests.

use std::{env, fs, path::PathBuf};

use crate::{Result, steps::apt_install};

/// Makes sure that `initdb` is there.
pub(crate) fn ensure() -> Result<()> {
    if find_initdb().is_none() {
        apt_install(&["postgresql"])?;
    }
    let initdb = find_initdb().ok_or("缺少 PostgreSQL(initdb);请安装 postgresql 15 或更新的版本")?;
    eprintln!("  {}", initdb.display());
    Ok(())
}

/// In the path, or where Debian keeps it, newest version first.
fn find_initdb() -> Option<PathBuf> {
    let in_path = env::var_os("PATH").unwrap_or_default();
    let in_path = env::split_paths(&in_path)
        .map(|folder| folder.join("initdb"))
        .find(|file| file.is_file());
    in_path.or_else(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let mut found: Vec<_> = versions
            .map(|entry| entry.path().join("bin/initdb"))
            .filter(|file| file.is_file())
            .collect();
        found.sort();
        found.pop()
    })
}
