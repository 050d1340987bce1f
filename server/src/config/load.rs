//! Reading the settings from file and environment, with the place of every mistake.

use super::error::Origin;
use super::section::Section;
use super::{Config, ConfigError, Visit};
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::DeTable;

/// Frequent settings have a short variable (contract, The binary).
const SHORT: [(&str, &str); 7] = [
    ("MINGJING_DATA", "MINGJING_DATA_DIR"),
    ("MINGJING_DATABASE", "MINGJING_DATABASE_URL"),
    ("MINGJING_ADDR", "MINGJING_HTTP_ADDR"),
    ("MINGJING_PUBLIC_URL", "MINGJING_HTTP_PUBLIC_URL"),
    ("MINGJING_SMTP_URL", "MINGJING_MAIL_SMTP_URL"),
    ("MINGJING_TRUSTED_PROXIES", "MINGJING_HTTP_TRUSTED_PROXIES"),
    ("MINGJING_METRICS_ADDR", "MINGJING_HTTP_METRICS_ADDR"),
];

/// Variables that are no settings.
const OTHERS: [&str; 1] = ["MINGJING_CONFIG"];

/// The `MINGJING_…` variables, and what the command line sets in their place.
pub type Environment = BTreeMap<String, String>;

/// Reads the settings: the file's over the defaults, the environment's over the file's.
pub fn load(file: Option<&Path>, environment: &Environment) -> Result<Config, ConfigError> {
    let (mut config, mut origins) = match file {
        Some(path) => read_file(path)?,
        None => (Config::default(), Origins::new()),
    };
    config.visit(&mut Overrides {
        environment,
        origins: &mut origins,
    })?;
    config.validate().map_err(|problem| {
        let name = format!("{}.{}", problem.section, problem.key);
        ConfigError::of(&problem, origins.get(&name).unwrap_or(&Origin::Default))
    })?;
    Ok(config)
}

/// Variables that look like settings and are none: most likely slips of the pen.
pub fn unknown_variables(environment: &Environment) -> Vec<String> {
    let known = names();
    let is_known = |name: &str| {
        OTHERS.contains(&name)
            || SHORT.iter().any(|(short, _)| *short == name)
            || known.iter().any(|setting| variable(setting) == name)
    };
    environment
        .keys()
        .filter(|name| !is_known(name))
        .cloned()
        .collect()
}

/// `section.key` → where its value came from.
type Origins = BTreeMap<String, Origin>;

fn variable(setting: &str) -> String {
    format!("MINGJING_{}", setting.replace('.', "_").to_uppercase())
}

struct Overrides<'a> {
    environment: &'a Environment,
    origins: &'a mut Origins,
}

impl Visit for Overrides<'_> {
    fn section<S: Section>(&mut self, section: &mut S) -> Result<(), ConfigError> {
        for key in S::keys() {
            let setting = format!("{}.{}", S::NAME, key.name);
            let long = variable(&setting);
            let short = SHORT
                .iter()
                .find(|(_, name)| *name == long)
                .map(|(short, _)| (*short).to_owned());
            let found = short
                .into_iter()
                .chain([long])
                .find_map(|name| self.environment.get(&name).map(|raw| (name, raw)))
                .filter(|(_, raw)| !raw.is_empty());
            let Some((name, raw)) = found else { continue };
            let origin = Origin::Variable(name);
            (key.set)(section, raw)
                .map_err(|detail| wrong_value(&setting, &origin, raw, &detail, key.docs))?;
            self.origins.insert(setting, origin);
        }
        Ok(())
    }
}

fn wrong_value(setting: &str, origin: &Origin, raw: &str, detail: &str, docs: &[&str]) -> ConfigError {
    let explained: String = docs.iter().map(|line| line.trim()).collect();
    let explained = explained.trim_end_matches('。');
    ConfigError::setting(
        setting,
        origin,
        &format!("“{raw}”不能用作这一项的值（{detail}）"),
        &format!("说明：{explained}"),
    )
}

fn read_file(path: &Path) -> Result<(Config, Origins), ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let place = |span: Option<std::ops::Range<usize>>| {
        let upto = span.map_or(0, |span| span.start.min(text.len()));
        Origin::File {
            path: path.to_owned(),
            line: text.as_bytes()[..upto].split(|byte| *byte == b'\n').count(),
        }
    };
    let table = DeTable::parse(&text).map_err(|error| {
        let mend = "请按“项 = 值”改正；文字要加双引号。可用 mingjing config example 看完整样例";
        ConfigError::setting(
            "（格式）",
            &place(error.span()),
            &format!("不是正确的 TOML（{}）", error.message()),
            mend,
        )
    })?;
    let mut origins = Origins::new();
    for (section, content) in table.get_ref() {
        let Some(keys) = content.get_ref().as_table() else {
            known(section.get_ref(), &place(Some(section.span())), &sections())?;
            continue;
        };
        known(section.get_ref(), &place(Some(section.span())), &sections())?;
        for key in keys.keys() {
            let name = format!("{}.{}", section.get_ref(), key.get_ref());
            let origin = place(Some(key.span()));
            known(&name, &origin, &names())?;
            origins.insert(name, origin);
        }
    }
    let config = toml::from_str(&text).map_err(|error| {
        let origin = place(error.span());
        let name = origins
            .iter()
            .find(|(_, other)| **other == origin)
            .map_or("（值）", |(name, _)| name);
        let mend = "请对照 mingjing config example 里这一项的写法改正";
        ConfigError::setting(
            name,
            &origin,
            &format!("值的类型或写法不对（{}）", error.message()),
            mend,
        )
    })?;
    Ok((config, origins))
}

/// Refuses a name that is no setting and names the nearest one.
fn known(name: &str, origin: &Origin, all: &[String]) -> Result<(), ConfigError> {
    if all.iter().any(|known| known == name) {
        return Ok(());
    }
    let nearest = all
        .iter()
        .min_by_key(|known| distance(known, name))
        .map_or("", String::as_str);
    let mend = format!("是不是想写 {nearest}？用 mingjing config example 可看到全部设置");
    Err(ConfigError::setting(
        name,
        origin,
        "没有这一项",
        mend.trim_end_matches('。'),
    ))
}

/// Every `section.key`.
fn names() -> Vec<String> {
    collect(|section, key| key.map(|key| format!("{section}.{key}")))
}

fn sections() -> Vec<String> {
    collect(|section, key| key.is_none().then(|| section.to_owned()))
}

fn collect(pick: fn(&str, Option<&str>) -> Option<String>) -> Vec<String> {
    struct Names(Vec<String>, fn(&str, Option<&str>) -> Option<String>);
    impl Visit for Names {
        fn section<S: Section>(&mut self, _: &mut S) -> Result<(), ConfigError> {
            self.0.extend((self.1)(S::NAME, None));
            self.0.extend(
                S::keys()
                    .iter()
                    .filter_map(|key| (self.1)(S::NAME, Some(key.name))),
            );
            Ok(())
        }
    }
    let mut names = Names(Vec::new(), pick);
    Config::default()
        .visit(&mut names)
        .expect("collecting names does not fail");
    names.0
}

/// Edit distance, for “是不是想写”.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// The process's variables that begin with `MINGJING_`.
pub(crate) fn process_environment() -> Environment {
    std::env::vars()
        .filter(|(name, _)| name.starts_with("MINGJING_"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mingjing.toml");
        std::fs::write(&path, text).unwrap();
        load(Some(&path), &Environment::new())
            .map_err(|error| error.to_string().replace(&path.display().to_string(), "FILE"))
    }

    fn variables(pairs: &[(&str, &str)]) -> Environment {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_environment_goes_before_the_file_and_short_names_work() {
        let config = load(
            None,
            &variables(&[
                ("MINGJING_ADDR", "127.0.0.1:8080"),
                ("MINGJING_SESSION_IDLE_MINUTES", "20"),
            ]),
        )
        .unwrap();
        assert_eq!((config.http.addr.port(), config.session.idle_minutes), (8080, 20));
        assert_eq!(
            with_file("[http]\naddr = \"0.0.0.0:80\"\n")
                .unwrap()
                .http
                .addr
                .port(),
            80
        );
    }

    #[test]
    fn a_mistake_names_the_setting_the_line_and_how_to_mend_it() {
        insta::assert_snapshot!(with_file("[http]\n\nadrr = \"x\"").unwrap_err(), @"设置 http.adrr（FILE 第 3 行）：没有这一项。是不是想写 http.addr？用 mingjing config example 可看到全部设置。");
        insta::assert_snapshot!(with_file("[htp]\n").unwrap_err(), @"设置 htp（FILE 第 1 行）：没有这一项。是不是想写 http？用 mingjing config example 可看到全部设置。");
        insta::assert_snapshot!(with_file("[session]\nidle_minutes = 0\n").unwrap_err(), @"设置 session.idle_minutes（FILE 第 2 行）：0 超出范围。请填 1 到 1440 之间的整数。");
        let wrong_type = with_file("[session]\nidle_minutes = \"ten\"\n").unwrap_err();
        assert!(
            wrong_type.starts_with("设置 session.idle_minutes（FILE 第 2 行）：值的类型或写法不对"),
            "{wrong_type}"
        );
        let broken = with_file("[session\n").unwrap_err();
        assert!(
            broken.contains("FILE 第 1 行") && broken.contains("TOML"),
            "{broken}"
        );
    }

    #[test]
    fn limits_can_be_off_on_loopback_only() {
        let off = ("MINGJING_LIMITS_DISABLED", "true");
        assert!(load(None, &variables(&[off])).unwrap().limits.disabled);
        let refused = load(None, &variables(&[off, ("MINGJING_ADDR", "0.0.0.0:80")]))
            .unwrap_err()
            .to_string();
        assert!(
            refused.starts_with("设置 limits.disabled（环境变量或命令行选项 MINGJING_LIMITS_DISABLED）"),
            "{refused}"
        );
    }

    #[test]
    fn a_variable_that_is_no_setting_is_noticed() {
        let found = unknown_variables(&variables(&[
            ("MINGJING_ADR", "x"),
            ("MINGJING_DATA", "y"),
            ("MINGJING_LOG_LEVEL", "info"),
        ]));
        assert_eq!(found, ["MINGJING_ADR"]);
    }
}
