//! Commands about evidence files. They need no configuration and no database.

use super::{TaskResult, say};
use crate::evidence::verify;
use std::{fmt::Write, path::PathBuf, process::ExitCode};

/// Exit code of files that are consistent with a key that nothing vouches for.
const UNCHECKED_KEY: u8 = 3;

#[derive(clap::Subcommand)]
pub(super) enum EvidenceCommand {
    /// Verify evidence files without a database: exit with code 1 and name the first wrong field, or
    /// with code 3 without `--key`; `vestibule audit public-key` prints the key
    Verify {
        /// The installation's public key, hex; without it a forger's own key is not noticed
        #[arg(long, value_name = "HEX")]
        key: Option<String>,
        /// Evidence files, as the admin downloads them
        #[arg(required = true)]
        file: Vec<PathBuf>,
    },
}

impl EvidenceCommand {
    pub(super) fn run(self) -> TaskResult {
        let Self::Verify { key, file } = self;
        let (mut words, mut is_whole) = (String::new(), true);
        for path in &file {
            let found = verify(&std::fs::read(path)?, key.as_deref());
            is_whole &= found.wrong.is_empty();
            let name = path.display();
            match &*found.wrong {
                [] if key.is_some() => {
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
        if key.is_none() {
            words.push_str("compare the key with the published one, or give it with --key");
        }
        say(words.trim_end());
        Ok(match (is_whole, key) {
            (false, _) => ExitCode::FAILURE,
            // A forger signs the forged file, too. A script must not take it for verified.
            (true, None) => ExitCode::from(UNCHECKED_KEY),
            (true, Some(_)) => ExitCode::SUCCESS,
        })
    }
}
