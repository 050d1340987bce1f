use crate::keys::KeyError;
use std::path::PathBuf;

/// Why a data folder cannot be opened: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made or written.
    #[error("不能写入数据文件夹 {}：{source}。请检查该文件夹的属主和权限（运行明镜的用户需要可写）、磁盘是否只读，或用 --data 换一个文件夹。", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Another `serve` uses the folder.
    #[error("数据文件夹 {} 已有一个明镜服务在运行。请先停止它；要再开一个，请用 --data 指定另一个文件夹。", .0.display())]
    InUse(PathBuf),
    /// The file of the database cannot be used.
    #[error("打不开数据文件夹 {} 里的数据库：{source}。请检查文件的属主、权限和磁盘空间；若文件已损坏，请用备份恢复。", .folder.display())]
    DatabaseFile {
        /// The folder.
        folder: PathBuf,
        /// The database's answer.
        source: storage::Error,
    },
    /// The database server cannot be reached or refuses.
    #[error("连不上数据库：{0}。请检查数据库地址、用户名和密码，以及数据库服务是否在运行。")]
    DatabaseServer(#[source] storage::Error),
    /// A database error after opening.
    #[error("数据库出错：{0}。请检查磁盘空间和数据库服务后重试。")]
    Database(#[from] storage::Error),
    /// Made by an older program.
    #[error("数据库是旧版本的结构。请先备份，再执行：mingjing migrate")]
    OlderSchema,
    /// Made by a newer program.
    #[error("数据库是更新版本的明镜建立的，本程序不能使用它。请换用不低于那个版本的 mingjing 程序。")]
    NewerSchema,
    /// The database has keys, the folder none.
    #[error("数据库已有数据，但密钥文件夹 {} 不存在。请从密钥托管处取回指纹为 {fingerprint} 的密钥，原样放回；切勿另造新密钥。", .folder.display())]
    KeysMissing {
        /// Where they should be.
        folder: PathBuf,
        /// Which are needed.
        fingerprint: String,
    },
    /// The keys in the folder belong to another database.
    #[error("密钥文件夹 {} 里的密钥（指纹 {found}）不属于这个数据库（需要指纹 {expected}）。请换回原来的密钥，或检查数据库地址是否写错。", .folder.display())]
    ForeignKeys {
        /// Where the keys are.
        folder: PathBuf,
        /// Which are needed.
        expected: String,
        /// Which are there.
        found: String,
    },
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
}
