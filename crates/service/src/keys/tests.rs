use super::*;
use crate::rng::Rng;
use age::secrecy::SecretString;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

const PASSPHRASE: &str = "一个只用于测试的长口令 2026";
/// Fast enough for tests.
const LIGHT: Effort = Effort(2);

/// A fresh key folder behind a chosen passphrase.
pub(crate) fn folder() -> (TempDir, KeyFolder) {
    let data = tempfile::tempdir().unwrap();
    let folder = KeyFolder::of(data.path());
    let chosen = CustodianPassphrase::Given(SecretString::from(PASSPHRASE));
    folder.create(&Rng::system(), &chosen, LIGHT).unwrap();
    (data, folder)
}

/// The web process's keys of a fresh folder.
pub(crate) fn keys() -> (TempDir, WebKeys) {
    let (data, folder) = folder();
    (data, folder.load_web().unwrap())
}

/// The custodian's opened key of [`folder`].
pub(crate) fn custodian(folder: &KeyFolder) -> CustodianKey {
    KeyFolder::open_custodian(&folder.custodian_file(), PASSPHRASE.into()).unwrap()
}

#[test]
fn every_file_is_for_its_owner_alone() {
    let (_data, folder) = folder();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.path()), 0o700);
    for entry in fs::read_dir(folder.path()).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}

#[test]
fn keys_are_never_made_over_existing_ones() {
    let (_data, folder) = folder();
    let again = folder.create(&Rng::system(), &CustodianPassphrase::Generated, LIGHT);
    assert!(matches!(again, Err(KeyError::Exists(_))));
}

#[test]
fn a_creation_cut_off_half_way_leaves_no_keys_and_is_repeated() {
    let data = tempfile::tempdir().unwrap();
    fs::create_dir(data.path().join("keys.partial")).unwrap();
    fs::write(data.path().join("keys.partial/receipt-code"), "half").unwrap();
    let folder = KeyFolder::of(data.path());
    assert!(!folder.exists());
    folder
        .create(&Rng::system(), &CustodianPassphrase::Generated, LIGHT)
        .unwrap();
    folder.load_web().unwrap();
    assert!(!data.path().join("keys.partial").exists());
}

#[test]
fn the_web_process_loads_without_any_private_half() {
    let (_data, folder) = folder();
    fs::remove_file(folder.path().join("delivery")).unwrap();
    fs::remove_file(folder.custodian_file()).unwrap();
    folder.load_web().unwrap();
    assert!(matches!(folder.load_worker(), Err(KeyError::Missing(_))));
}

#[test]
fn missing_exposed_and_damaged_files_are_told_apart_and_say_how_to_mend() {
    let (_data, folder) = folder();
    let file = folder.path().join("idempotency");
    let told = || folder.load_web().unwrap_err().to_string();

    fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(
        folder.load_web(),
        Err(KeyError::Exposed { mode: 0o644, .. })
    ));
    assert!(told().contains("chmod 600") && told().contains("idempotency"));

    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    for damage in [
        "",
        "zz",
        &"g".repeat(64),
        &"a".repeat(63),
        &"é".repeat(32),
        &"a".repeat(100_000),
    ] {
        fs::write(&file, damage).unwrap();
        assert!(
            matches!(folder.load_web(), Err(KeyError::Damaged(_))),
            "{damage:.10}"
        );
    }

    fs::remove_file(&file).unwrap();
    assert!(matches!(folder.load_web(), Err(KeyError::Missing(_))));
    assert!(told().contains("切勿另造新密钥"));
}

#[test]
fn halves_of_different_pairs_are_noticed() {
    let ((_a, one), (_b, other)) = (folder(), folder());
    fs::copy(other.path().join("delivery"), one.path().join("delivery")).unwrap();
    assert!(matches!(one.load_worker(), Err(KeyError::Mismatch(_))));
}

#[test]
fn a_wrong_passphrase_and_a_damaged_custodian_file_are_told_apart() {
    let (_data, folder) = folder();
    let file = folder.custodian_file();
    let wrong = KeyFolder::open_custodian(&file, "another long passphrase".into());
    assert!(matches!(wrong, Err(KeyError::WrongPassphrase(_))));
    fs::write(&file, "not an age file").unwrap();
    let damaged = KeyFolder::open_custodian(&file, PASSPHRASE.into());
    assert!(matches!(damaged, Err(KeyError::Damaged(_))));
}

#[test]
fn a_fresh_folder_can_seal_at_once_and_says_that_its_passphrase_lies_there() {
    let data = tempfile::tempdir().unwrap();
    let folder = KeyFolder::of(data.path());
    folder
        .create(&Rng::system(), &CustodianPassphrase::Generated, LIGHT)
        .unwrap();
    let subject = Rng::seeded(1).uuid_v4();
    let web = folder.load_web().unwrap();
    let sealed = web.seal_identity(subject, &crate::sealing::Identity::default());
    let left = std::fs::read_to_string(folder.passphrase_left_here().unwrap()).unwrap();
    let custodian = KeyFolder::open_custodian(&folder.custodian_file(), left.trim().to_owned().into());
    assert!(custodian.unwrap().open_identity(subject, &sealed).is_ok());
}

#[test]
fn a_short_passphrase_is_refused_and_nothing_is_made() {
    let data = tempfile::tempdir().unwrap();
    let folder = KeyFolder::of(data.path());
    let short = CustodianPassphrase::Given("short".into());
    assert!(matches!(
        folder.create(&Rng::system(), &short, LIGHT),
        Err(KeyError::WeakPassphrase(12))
    ));
    assert!(!folder.exists());
}

#[test]
fn keys_do_not_show_in_debug_output() {
    let (_data, folder) = folder();
    let shown = format!(
        "{:?}{:?}",
        folder.load_web().unwrap(),
        folder.load_worker().unwrap()
    );
    assert_eq!(shown, "WebKeys(…)WorkerKeys(…)");
}
