//! Who runs this command, as the operating system knows it.

use uzers::{get_current_uid, get_user_by_uid};

/// For the trail of who ran a command: the account of the real user id. The environment is not asked, since whoever
/// runs the command may write there what they like.
pub(super) fn name() -> String {
    let uid = get_current_uid();
    get_user_by_uid(uid).map_or_else(
        || format!("uid {uid}"),
        |user| user.name().to_string_lossy().into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn the_user_is_the_one_that_the_system_names() {
        let named = Command::new("id").arg("-un").output().unwrap();
        assert_eq!(name(), String::from_utf8(named.stdout).unwrap().trim());
    }
}
