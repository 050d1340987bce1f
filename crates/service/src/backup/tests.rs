use super::*;
use crate::lifecycle::{OlderSchema, Opening};
use std::os::unix::fs::PermissionsExt;

async fn open(data: &Path) -> (Services, String) {
    let url = format!("sqlite:{}", data.join("mingjing.db").display());
    let services = Opening::new(data.to_owned(), url.clone(), OlderSchema::Refuse)
        .open()
        .await
        .unwrap();
    (services, url)
}

#[tokio::test]
async fn a_backup_comes_back_whole_names_its_keys_and_holds_none() {
    let (data, copies, other) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let (services, url) = open(data.path()).await;
    crate::accounts::name_bureau(&services, "云河县公安局")
        .await
        .unwrap();
    let folder = copies.path().join("one");
    let made = backup(&services, &url, &folder).await.unwrap();
    assert_eq!(made.keys, services.keys.fingerprint());
    assert_eq!(verify(&folder).await.unwrap(), made);
    let names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let permissions = std::fs::metadata(folder.join(SQLITE_FILE))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(
        permissions & 0o777,
        0o600,
        "what citizens wrote, readable by others"
    );

    let url = format!("sqlite:{}", other.path().join("mingjing.db").display());
    let target = Target {
        data: other.path(),
        database_url: &url,
    };
    let (_, has_keys) = restore(&folder, target).await.unwrap();
    assert!(!has_keys, "the other folder has no keys yet");
    let copying = std::process::Command::new("cp")
        .arg("-r")
        .arg(data.path().join("keys"))
        .arg(other.path())
        .status();
    assert!(copying.unwrap().success());
    let (again, _) = open(other.path()).await;
    assert_eq!(
        crate::lifecycle::bureau_name(&again.db).await.unwrap(),
        "云河县公安局"
    );
    let refused = restore(&folder, target).await.unwrap_err();
    assert!(matches!(refused, BackupError::Occupied(_)));
}

#[tokio::test]
async fn a_changed_byte_is_found_and_a_used_folder_is_refused() {
    let (data, copies) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (services, url) = open(data.path()).await;
    let folder = copies.path().join("one");
    backup(&services, &url, &folder).await.unwrap();
    assert!(matches!(
        backup(&services, &url, &folder).await,
        Err(BackupError::NotEmpty(_))
    ));
    let file = folder.join(SQLITE_FILE);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert!(matches!(verify(&folder).await, Err(BackupError::Damaged(_))));
    assert!(matches!(
        verify(data.path()).await,
        Err(BackupError::NoBackup { .. })
    ));
}
