use super::*;
use storage::units;

fn opening(data: &Path) -> Opening {
    Opening::new(
        data.to_owned(),
        format!("sqlite:{}", data.join("mingjing.db").display()),
        OlderSchema::Refuse,
    )
}

#[tokio::test]
async fn a_fresh_folder_gets_keys_schema_calendar_and_the_root_unit() {
    let folder = tempfile::tempdir().unwrap();
    let services = opening(folder.path()).open().await.unwrap();
    let mut conn = services.db.read().await.unwrap();
    let units = units::all(&mut conn).await.unwrap();
    assert_eq!(
        units.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(),
        ["county"]
    );
    let calendar = storage::calendar::load(&mut conn).await.unwrap();
    assert!(calendar.is_announced(2026) && !calendar.is_announced(2027));
    assert!(folder.path().join("keys/receipt-code").exists());
}

#[tokio::test]
async fn opening_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = opening(folder.path()).open().await.unwrap();
    let second = opening(folder.path()).open().await.unwrap();
    assert_eq!(first.keys.fingerprint(), second.keys.fingerprint());
    let units = units::all(&mut second.db.read().await.unwrap()).await.unwrap();
    assert_eq!(units.iter().count(), 1);
}

#[tokio::test]
async fn many_commands_at_once_on_a_fresh_folder_make_one_portal() {
    let folder = tempfile::tempdir().unwrap();
    let opened = [(); 6].map(|()| tokio::spawn(opening(folder.path()).open()));
    let mut fingerprints = Vec::new();
    for services in opened {
        fingerprints.push(services.await.unwrap().unwrap().keys.fingerprint());
    }
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), 1);
}

#[tokio::test]
async fn a_database_without_its_keys_is_refused_and_names_those_needed() {
    let folder = tempfile::tempdir().unwrap();
    let fingerprint = opening(folder.path()).open().await.unwrap().keys.fingerprint();
    std::fs::rename(folder.path().join("keys"), folder.path().join("elsewhere")).unwrap();
    let refused = opening(folder.path()).open().await.unwrap_err();
    assert!(matches!(refused, OpenError::KeysMissing { .. }) && refused.to_string().contains(&fingerprint));
    assert!(!folder.path().join("keys").exists());
}

#[tokio::test]
async fn a_second_server_on_a_folder_is_refused_until_the_first_ends() {
    let folder = tempfile::tempdir().unwrap();
    let first = FolderLock::serving(folder.path()).unwrap();
    assert!(matches!(
        FolderLock::serving(folder.path()),
        Err(OpenError::InUse(_))
    ));
    drop(first);
    assert!(FolderLock::serving(folder.path()).is_ok());
}

#[tokio::test]
async fn a_folder_that_is_a_file_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data");
    std::fs::write(&file, "").unwrap();
    let refused = opening(&file).open().await.unwrap_err();
    assert!(matches!(refused, OpenError::Folder { .. }), "{refused}");
}
