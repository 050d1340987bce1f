//! Files with personal data or passwords: only their owner may read them, also where one of the same name stood
//! there before with another mode.

use std::fs::{File, OpenOptions, Permissions};
use std::io::Result;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

const OWNER: u32 = 0o600;

/// Begins the file anew. What is no file, such as `/dev/stdout`, keeps its mode.
pub fn create(path: &Path) -> Result<File> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(OWNER)
        .open(path)?;
    if file.metadata()?.is_file() {
        file.set_permissions(Permissions::from_mode(OWNER))?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_everybody_could_read_is_private_and_empty_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        std::fs::write(&path, "旧的").unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let file = create(&path).unwrap();
        let found = file.metadata().unwrap();
        assert_eq!((found.permissions().mode() & 0o777, found.len()), (OWNER, 0));
    }

    #[test]
    fn a_device_keeps_its_mode() {
        let mode = || std::fs::metadata("/dev/null").unwrap().permissions().mode();
        let before = mode();
        create(Path::new("/dev/null")).unwrap();
        assert_eq!(mode(), before);
    }
}
