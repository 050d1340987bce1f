//! The documented example file, made from the defaults so that it never goes stale.

use super::section::Section;
use super::{Config, ConfigError, Visit};
use std::fmt::Write;

/// A configuration file with every setting, its explanation and its default.
pub fn example() -> String {
    let mut text = Text("# 明镜的配置文件。每一项都可以省略；省略时取这里写的默认值。\n# 每一项也可用环境变量 MINGJING_<节>_<项> 设定，环境变量优先于本文件。\n".to_owned());
    Config::default()
        .visit(&mut text)
        .expect("writing to a string does not fail");
    text.0
}

struct Text(String);

impl Visit for Text {
    fn section<S: Section>(&mut self, section: &mut S) -> Result<(), ConfigError> {
        self.0.push('\n');
        self.comment(S::ABOUT);
        self.line(&format!("[{}]", S::NAME));
        for key in S::keys() {
            self.comment(key.docs);
            match (key.show)(section) {
                Some(value) => self.line(&format!("{} = {value}", key.name)),
                None => self.line(&format!("# {} =", key.name)),
            }
        }
        Ok(())
    }
}

impl Text {
    fn comment(&mut self, lines: &[&str]) {
        for line in lines {
            self.line(&format!("#{line}"));
        }
    }

    fn line(&mut self, line: &str) {
        writeln!(self.0, "{line}").expect("writing to a string does not fail");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_a_valid_file_that_says_the_defaults() {
        let read: Config = toml::from_str(&example()).unwrap();
        assert_eq!(read, Config::default());
    }

    #[test]
    fn every_setting_is_explained() {
        let text = example();
        assert!(
            text.contains("[http]")
                && text.contains("# 监听地址和端口。")
                && text.contains("addr = \"127.0.0.1:3000\"")
        );
        assert!(text.contains("# public_url ="));
    }
}
