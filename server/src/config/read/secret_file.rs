//! Secrets in files of their own.

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path};
use zeroize::Zeroizing;

/// What a variable with the path of a secret file must name.
pub(super) const WANTED: &str = "a file that is there, with mode 0600";

/// Reads a secret file. It must not be accessible to group or others.
pub(super) fn read(path: &str) -> io::Result<Zeroizing<String>> {
    let path = Path::new(path.trim());
    if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    fs::read_to_string(path).map(Zeroizing::new)
}
