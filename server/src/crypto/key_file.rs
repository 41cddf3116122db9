//! The key file with the installation's key: 64 hex digits per line. During a rotation the new key
//! is above the old one.

use super::seal::Secret;
use crate::{
    failpoint::{Point, reach},
    files,
};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use kyc::ports::Entropy;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Why the key file cannot be used. The server does not start without it (security I13).
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyFileError {
    #[error(
        "the key file {0} does not exist; create one with: umask 077; openssl rand -hex 32 > {0}"
    )]
    Missing(PathBuf),
    #[error("the key file {path} can be read by others (mode {mode:04o}); run: chmod 600 {path}")]
    Open { path: PathBuf, mode: u32 },
    #[error("the key file {0} does not contain 64 hex digits on each line")]
    Malformed(PathBuf),
    #[error("the key file {0} has a key of zeros, which is no secret")]
    Weak(PathBuf),
    #[error("another process is writing the key file {0}")]
    Busy(PathBuf),
    #[error("the key file {path}")]
    Io { path: PathBuf, source: io::Error },
}

fn io_at(path: &Path) -> impl Fn(io::Error) -> KeyFileError + '_ {
    |source| KeyFileError::Io {
        path: path.to_owned(),
        source,
    }
}

/// Loads the keys.
pub(crate) fn load(path: &Path) -> Result<Vec<Secret>, KeyFileError> {
    let io = io_at(path);
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeyFileError::Missing(path.to_owned()));
        }
        Err(error) => return Err(io(error)),
    };
    if let Some(mode) = files::open_to_others(&fs::metadata(path).map_err(io)?) {
        return Err(KeyFileError::Open {
            path: path.to_owned(),
            mode,
        });
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let keys: Option<Vec<Secret>> = lines.map(parse).collect();
    let keys = keys
        .filter(|keys| !keys.is_empty())
        .ok_or_else(|| KeyFileError::Malformed(path.to_owned()))?;
    if keys.iter().any(is_weak) {
        return Err(KeyFileError::Weak(path.to_owned()));
    }
    Ok(keys)
}

/// Whether the key is a template's line of zeros.
fn is_weak(key: &Secret) -> bool {
    key.iter().all(|byte| *byte == 0)
}

/// Loads the keys; generates one if there is no file and `make` allows it.
pub(crate) fn load_or_make(
    path: &Path,
    make: bool,
    entropy: &dyn Entropy,
) -> Result<Vec<Secret>, KeyFileError> {
    match load(path) {
        Err(KeyFileError::Missing(_)) if make => {
            let keys = vec![fresh(entropy)];
            write(path, &keys)?;
            Ok(keys)
        }
        other => other,
    }
}

fn parse(hex: &str) -> Option<Secret> {
    let mut key = Zeroizing::new([0; 32]);
    if hex.len() != 64 {
        return None;
    }
    let decoded = HEXLOWER_PERMISSIVE.decode_mut(hex.as_bytes(), &mut *key);
    decoded.ok().map(|_| key)
}

/// Generates a random key.
pub(crate) fn fresh(entropy: &dyn Entropy) -> Secret {
    let mut key = Zeroizing::new([0; 32]);
    entropy.fill(&mut *key);
    key
}

/// Writes the keys atomically and syncs them before any use. A key lost in a power cut would make
/// all sealed data unreadable.
pub(crate) fn write(path: &Path, keys: &[Secret]) -> Result<(), KeyFileError> {
    let mut text = Zeroizing::new(String::with_capacity(keys.len() * 65));
    for key in keys {
        HEXLOWER.encode_append(&**key, &mut text);
        text.push('\n');
    }
    let fresh = files::write_beside(path, text.as_bytes()).map_err(io_at(path))?;
    reach(Point::InKeyFile);
    files::rename(&fresh, path).map_err(io_at(path))
}

/// Locks the key file against other writers until the returned file is dropped.
pub(crate) fn lock(path: &Path) -> Result<File, KeyFileError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(PathBuf::from(name))
        .map_err(io_at(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(KeyFileError::Busy(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(io_at(path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemEntropy;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn key_is_generated_once_and_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let missing = load_or_make(&path, false, &SystemEntropy);
        assert!(matches!(missing, Err(KeyFileError::Missing(_))));
        let made = load_or_make(&path, true, &SystemEntropy).expect("made");
        let read = load_or_make(&path, true, &SystemEntropy).expect("read");
        assert_eq!(made, read);
        assert_eq!(made.len(), 1);
    }

    #[test]
    fn key_file_keeps_the_order_of_keys_and_mode_0600() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        // A leftover of an interrupted write does not block the next one.
        fs::write(folder.path().join("key.new"), "half").expect("written");
        let keys = [7, 8, 9].map(|byte| Zeroizing::new([byte; 32]));
        write(&path, &keys).expect("written");
        assert_eq!(load(&path).expect("read"), keys);
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!folder.path().join("key.new").exists());
    }

    #[test]
    fn key_of_zeros_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let keys = [Zeroizing::new([7; 32]), Zeroizing::new([0; 32])];
        write(&path, &keys).expect("written");
        assert!(matches!(load(&path), Err(KeyFileError::Weak(_))));
        write(&path, &keys[..1]).expect("written");
        assert_eq!(load(&path).expect("read"), keys[..1]);
    }

    #[test]
    fn key_file_readable_by_others_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        fs::write(&path, "07".repeat(32)).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
        let open = load_or_make(&path, true, &SystemEntropy);
        assert!(matches!(open, Err(KeyFileError::Open { mode: 0o644, .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("set");
        assert!(load_or_make(&path, true, &SystemEntropy).is_ok());
        for bad in ["short", "", "\n\n", &"zz".repeat(32)] {
            fs::write(&path, bad).expect("written");
            let malformed = load_or_make(&path, true, &SystemEntropy);
            assert!(matches!(malformed, Err(KeyFileError::Malformed(_))));
        }
    }
}
