//! With the feature `embedded-site`: writes the Rust source that embeds the built files of `target/site`.
//! Without it the build script does nothing, so that a debug build needs no bundle.
#![expect(
    clippy::disallowed_methods,
    reason = "variables are how Cargo speaks to a build script"
)]

use std::{
    env,
    error::Error,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_EMBEDDED_SITE").is_none() {
        return Ok(());
    }
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../target/site");
    if !folder.join("hash.txt").is_file() {
        // An existing folder would be watched whole; a file that is not there makes Cargo look again.
        println!("cargo::rerun-if-changed=../target/site/hash.txt");
        println!(
            "cargo::error=the feature `embedded-site` wants the built files in target/site: run `node tools/bundle.mjs`"
        );
        return Ok(());
    }
    println!("cargo::rerun-if-changed=../target/site");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let source = source(&folder.canonicalize()?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("site.rs"), source)?;
    Ok(())
}

/// The table of the files: name, time of last change, content.
fn source(folder: &Path) -> Result<String, Box<dyn Error>> {
    // With it, two builds of one revision are equal to the last byte.
    let fixed = env::var("SOURCE_DATE_EPOCH").ok();
    let fixed: Option<u64> = fixed.map(|seconds| seconds.parse()).transpose()?;
    let mut source = String::from("&[\n");
    for path in files(folder)? {
        let name = path
            .strip_prefix(folder)?
            .to_str()
            .ok_or("a file's name is not UTF-8")?;
        let modified = match fixed {
            Some(seconds) => seconds,
            None => fs::metadata(&path)?
                .modified()?
                .duration_since(UNIX_EPOCH)?
                .as_secs(),
        };
        writeln!(
            source,
            "    EmbeddedFile {{ name: {name:?}, modified: {modified}, content: include_bytes!({path:?}) }},"
        )?;
    }
    source.push_str("]\n");
    Ok(source)
}

/// Every file below a folder, sorted by name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort_unstable();
    Ok(found)
}
