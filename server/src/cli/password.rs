//! Passwords for new accounts: asked on a terminal, otherwise drawn and written to a file of mode 0600.

use super::Failure;
use service::passwords::NewPassword;
use service::private_file;
use service::services::Services;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// A password, and where it was written when nobody could be asked.
pub(super) struct Chosen {
    pub(super) password: NewPassword,
    pub(super) file: Option<PathBuf>,
}

/// A password for `username`.
pub(super) fn choose(services: &Services, username: &str) -> Result<Chosen, Failure> {
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        return ask(username).map(|password| Chosen { password, file: None });
    }
    draw(services, username)
}

fn ask(username: &str) -> Result<NewPassword, Failure> {
    let unreadable = |error| Failure::new(format!("读不到输入的密码：{error}。请在终端里运行本命令。"));
    loop {
        let typed = rpassword::prompt_password(format!(
            "为用户 {username} 设定密码（至少 12 个字符，输入时不显示）："
        ))
        .map_err(unreadable)?;
        let password = match NewPassword::parse(&typed, &[username]) {
            Ok(password) => password,
            Err(rule) => {
                eprintln!("{rule}");
                continue;
            }
        };
        if rpassword::prompt_password("再输入一次：").map_err(unreadable)? == typed {
            return Ok(password);
        }
        eprintln!("两次输入不一样，请重新输入。");
    }
}

/// 100 random bits need no rules.
fn draw(services: &Services, username: &str) -> Result<Chosen, Failure> {
    let text = services.rng.symbols::<20>().to_string();
    let password = NewPassword::long_enough(&text).map_err(|rule| Failure::new(rule.to_string()))?;
    let path = services.data.join(format!("password-{username}.txt"));
    let written = private_file::create(&path).and_then(|mut file| {
        writeln!(file, "{text}")?;
        file.sync_all()
    });
    written.map_err(|error| {
        Failure::new(format!(
            "不能把密码写入 {}：{error}。请检查文件夹权限和磁盘空间。",
            path.display()
        ))
    })?;
    Ok(Chosen {
        password,
        file: Some(path),
    })
}

/// What to tell about a password that was written to a file.
pub(super) fn advice(file: Option<&PathBuf>) -> String {
    file.map(|path| {
        format!(
            "密码写在 {}（只有当前用户可读）。请尽快取走并删除该文件。",
            path.display()
        )
    })
    .unwrap_or_default()
}
