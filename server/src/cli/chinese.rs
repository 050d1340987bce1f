//! The command line's help in Chinese. What clap writes by itself (headings, default values, the help option) it
//! writes in English; here each command gets its own words for it.

use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
const OPTIONS: &str = "选项";
const ARGUMENTS: &str = "参数";
const COMMANDS: &str = "命令";
/// What every command takes stands behind its own options.
const BEHIND: usize = 900;
const LAST: usize = 999;

/// The command with all its subcommands, its help in Chinese.
pub(super) fn in_chinese(root: Command) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .global(true)
        .display_order(LAST)
        .action(ArgAction::Help)
        .help("显示帮助");
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .display_order(LAST)
        .action(ArgAction::Version)
        .help("显示版本");
    let name = root.get_name().to_owned();
    let root = root.disable_version_flag(true).arg(version);
    localized(root.arg(help), &name)
}

/// `path` is what people type before the command's own arguments.
fn localized(command: Command, path: &str) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let usage = usage(&command, path);
    let command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .help_template(TEMPLATE)
        .subcommand_help_heading(COMMANDS)
        .override_usage(usage)
        .mut_args(explained);
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}");
        command.mut_subcommand(name, |sub| localized(sub, &path))
    })
}

fn usage(command: &Command, path: &str) -> String {
    let positional = command.get_positionals().map(|arg| {
        let name = value_name(arg);
        if arg.is_required_set() {
            format!(" <{name}>")
        } else {
            format!(" [{name}]")
        }
    });
    let rest = if command.has_subcommands() {
        " <命令>"
    } else {
        ""
    };
    format!("{path} [{OPTIONS}]{}{rest}", positional.collect::<String>())
}

fn value_name(arg: &Arg) -> String {
    let names = arg.get_value_names().and_then(|names| names.first());
    names.map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string)
}

/// What clap would add in English behind the help of an argument, in Chinese.
fn explained(arg: Arg) -> Arg {
    let list = |values: Vec<String>| Some(values.join(" ")).filter(|text| !text.is_empty());
    let default = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy().into_owned());
    // A switch has no values to tell or to hide; clap insists on that.
    let has_value = arg.get_action().takes_values();
    let possible = if has_value {
        arg.get_possible_values()
    } else {
        Vec::new()
    };
    let possible = possible.iter().map(|value| value.get_name().to_owned());
    let notes = [
        ("默认", list(default.collect())),
        ("可用", list(possible.collect())),
        (
            "环境变量",
            arg.get_env().map(|name| name.to_string_lossy().into_owned()),
        ),
    ];
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let help = notes
        .into_iter()
        .filter_map(|(what, value)| Some(format!(" [{what}：{}]", value?)))
        .fold(help, |help, note| help + &note);
    let heading = if arg.is_positional() { ARGUMENTS } else { OPTIONS };
    let is_common = arg.is_global_set() && arg.get_id() != "help";
    let arg = if is_common { arg.display_order(BEHIND) } else { arg };
    arg.help(help)
        .help_heading(heading)
        .hide_default_value(has_value)
        .hide_possible_values(has_value)
        .hide_env(has_value)
}

/// A help text as clap renders it: behind a heading it writes a colon of half width.
pub(super) fn with_chinese_colons(help: &str) -> String {
    [OPTIONS, ARGUMENTS, COMMANDS]
        .into_iter()
        .fold(help.to_owned(), |help, heading| {
            help.replace(&format!("\n{heading}:\n"), &format!("\n{heading}：\n"))
        })
}

#[cfg(test)]
mod tests {
    use super::super::command;
    use super::*;

    /// Every command with all that it inherits.
    fn each(command: &Command, found: &mut Vec<Command>) {
        found.push(command.clone());
        for sub in command.get_subcommands() {
            each(sub, found);
        }
    }

    fn all() -> Vec<Command> {
        let mut root = command();
        root.build();
        let mut found = Vec::new();
        each(&root, &mut found);
        found
    }

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
    }

    #[test]
    fn no_help_of_any_command_has_an_english_heading_or_note() {
        let english = [
            "Usage",
            "Options",
            "OPTIONS",
            "Commands",
            "COMMAND",
            "Arguments",
            "Print ",
            "default",
            "possible",
            "env:",
            "true false",
        ];
        let all = all();
        assert!(all.len() > 30, "{}", all.len());
        for mut command in all {
            let name = command.get_display_name().unwrap_or_default().to_owned();
            for help in [command.render_help(), command.render_long_help()] {
                let help = with_chinese_colons(&help.to_string());
                assert!(
                    help.contains("选项：\n") && !help.contains(":\n"),
                    "{name}: {help}"
                );
                assert!(help.contains("用法：mingjing"), "{name}: {help}");
                for word in english {
                    assert!(!help.contains(word), "{name} says {word}: {help}");
                }
            }
        }
    }

    #[test]
    fn every_command_and_every_argument_says_in_chinese_what_it_does() {
        for command in all() {
            let name = command.get_name();
            let about = command.get_about().map(ToString::to_string);
            assert!(about.is_some_and(|about| is_chinese(&about)), "{name}");
            for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                let help = arg.get_help().map(ToString::to_string);
                assert!(
                    help.is_some_and(|help| is_chinese(&help)),
                    "{name}: {}",
                    arg.get_id()
                );
            }
        }
    }

    #[test]
    fn the_usage_line_is_what_people_type() {
        let usage = |path: &[&str]| {
            let root = command();
            let found = path.iter().fold(&root, |command, name| {
                command.find_subcommand(name).expect("the command is known")
            });
            found.clone().render_usage().to_string()
        };
        assert!(usage(&[]).contains("mingjing [选项] <命令>"));
        assert!(usage(&["import", "records"]).contains("mingjing import records [选项] <FILE>"));
        assert!(usage(&["rules", "show"]).contains("mingjing rules show [选项] [NAME]"));
    }
}
