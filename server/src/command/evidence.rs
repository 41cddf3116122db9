//! Commands about evidence files. They need no configuration and no database.

use super::{TaskResult, say};
use crate::evidence::verify;
use std::{fmt::Write, path::PathBuf, process::ExitCode};

#[derive(clap::Subcommand)]
pub(super) enum EvidenceCommand {
    /// Verify evidence files without a database: exit with code 1 and name the first wrong field;
    /// `vestibule audit public-key` prints the key to compare with
    Verify {
        /// The installation's public key, hex; without it the key in the file is taken
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
                [] => writeln!(words, "{name}: whole, signed by ed25519:{}", found.key)?,
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
        Ok(if is_whole {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}
