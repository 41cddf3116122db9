//! Commands about evidence files. They need no configuration and no database.

use super::{TaskResult, say};
use crate::{
    crypto::RootCertificate,
    evidence::{Trust, verify},
};
use std::{fmt::Write, path::PathBuf, process::ExitCode};

/// Exit code of files that are consistent with a key that nothing vouches for.
const UNCHECKED_KEY: u8 = 3;

#[derive(clap::Subcommand)]
pub(super) enum EvidenceCommand {
    /// Verify evidence files without a database: exit with code 1 and name the first wrong field, or
    /// with code 3 without `--key` and `--root`; `vestibule audit public-key` prints the key
    Verify {
        /// The installation's public key, hex; without key or root a forger's own key is not noticed
        #[arg(long, value_name = "HEX", conflicts_with = "root")]
        key: Option<String>,
        /// The root certificate in PEM that vouches for the installation's key
        #[arg(long, value_name = "FILE")]
        root: Option<PathBuf>,
        /// Evidence files, as the admin downloads them
        #[arg(required = true)]
        file: Vec<PathBuf>,
    },
}

impl EvidenceCommand {
    pub(super) fn run(self) -> TaskResult {
        let Self::Verify { key, root, file } = self;
        let root = root.map(|path| RootCertificate::load(&path)).transpose()?;
        let trust = match (&key, &root) {
            (Some(key), _) => Trust::Key(key),
            (None, Some(root)) => Trust::Root(root),
            (None, None) => Trust::Nothing,
        };
        let is_trusted = !matches!(trust, Trust::Nothing);
        let (mut words, mut is_whole) = (String::new(), true);
        for path in &file {
            let found = verify(&std::fs::read(path)?, trust);
            is_whole &= found.wrong.is_empty();
            let name = path.display();
            match &*found.wrong {
                [] if is_trusted => {
                    writeln!(words, "{name}: whole, signed by ed25519:{}", found.key)?
                }
                [] => writeln!(
                    words,
                    "{name}: consistent, its key is not checked: ed25519:{}",
                    found.key
                )?,
                [first, rest @ ..] => {
                    writeln!(words, "{name}: WRONG, {first}")?;
                    for wrong in rest {
                        writeln!(words, "  {wrong}")?;
                    }
                }
            }
        }
        if !is_trusted {
            words.push_str("compare the key with the published one, or give it with --key");
        }
        say(words.trim_end());
        Ok(match (is_whole, is_trusted) {
            (false, _) => ExitCode::FAILURE,
            // A forger signs the forged file, too. A script must not take it for verified.
            (true, false) => ExitCode::from(UNCHECKED_KEY),
            (true, true) => ExitCode::SUCCESS,
        })
    }
}
