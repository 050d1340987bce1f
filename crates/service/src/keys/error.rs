use std::path::PathBuf;

/// Why the keys cannot be used: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A key file is not there.
    #[error("缺少密钥文件 {}。请从密钥托管处取回原文件放到这里；切勿另造新密钥，否则已发出的回执和回访链接全部失效。", .0.display())]
    Missing(PathBuf),
    /// A key file can be read by others.
    #[error("密钥文件 {} 可被其他用户读取（权限 {mode:03o}）。请执行：chmod 600 {}", .path.display(), .path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A key file does not hold a key.
    #[error("密钥文件 {} 已损坏或不是明镜的密钥。请从密钥托管处取回原文件覆盖它。", .0.display())]
    Damaged(PathBuf),
    /// Public and private halves do not belong together.
    #[error("密钥文件 {} 与同名的 .pub 文件不是一对。请从密钥托管处取回同一次生成的两个文件。", .0.display())]
    Mismatch(PathBuf),
    /// The folder exists already.
    #[error("密钥文件夹 {} 已存在，不会覆盖。如确需更换密钥，请先把整个文件夹移到安全处保管。", .0.display())]
    Exists(PathBuf),
    /// The passphrase does not open the custodian's key.
    #[error("口令打不开保管人私钥 {}。请核对口令（区分大小写）和文件是否为同一次生成。", .0.display())]
    WrongPassphrase(PathBuf),
    /// The passphrase is too short to protect anything.
    #[error("保管人口令至少 {0} 个字符。请换一个更长的口令。")]
    WeakPassphrase(usize),
    /// The file system refused.
    #[error("无法{doing} {}：{source}。请检查文件夹是否存在、磁盘是否已满，以及运行明镜的用户是否有权限。", .path.display())]
    Io {
        /// What was being done (读取, 写入 …).
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
}
