//! The tests run on both databases: `PostgreSQL` must be installed, and one server of it serves a whole run.

use crate::{Result, steps::apt_install};

#[cfg_attr(not(test), expect(dead_code, reason = "the tests use the rest of it"))]
#[expect(unreachable_pub, reason = "in its own crate it is public")]
#[path = "../../crates/testkit/src/postgres.rs"]
mod cluster;

pub(crate) use cluster::{Cluster, VARIABLE};

/// Makes sure that a server can be started.
pub(crate) fn ensure() -> Result<()> {
    if !cluster::is_installed() {
        apt_install(&["postgresql"])?;
    }
    if cluster::is_installed() {
        Ok(())
    } else {
        Err("缺少 PostgreSQL（initdb）；请安装 postgresql 15 或更新的版本".into())
    }
}
