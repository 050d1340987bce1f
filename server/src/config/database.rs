//! `[database]`: which database holds the truth.

use super::section::section;

section! {
    /// 数据库。一台机器用 SQLite（默认），多台机器用 PostgreSQL。
    pub struct Database = "database" {
        /// 数据库地址，例如 "postgres://用户:密码@主机/库名" 或 "sqlite:/路径/文件.db"。
        /// 另一台机器上的 PostgreSQL 必须用 TLS 并证明身份；证书由自己的机构签发时加 "?sslrootcert=文件"。
        /// 不填则使用数据文件夹里的 mingjing.db。也可写作 MINGJING_DATABASE。
        url: Option<String> = None;
    }
}
