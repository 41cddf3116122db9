//! The program `vestibule` as a process.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
};

/// Command of the program with exactly these environment variables.
pub(crate) fn vestibule(vars: &BTreeMap<&str, String>) -> Command {
    program(Path::new(env!("CARGO_BIN_EXE_vestibule")), vars)
}

/// Command of any program with exactly these environment variables.
pub(crate) fn program(binary: &Path, vars: &BTreeMap<&str, String>) -> Command {
    let mut command = Command::new(binary);
    command.env_clear().envs(vars).stdin(Stdio::null());
    command
}

/// Process of a running server. Dropping it sends SIGKILL, like a power cut.
pub(crate) struct Serving {
    child: Child,
    pub(crate) url: String,
}

impl Serving {
    /// Starts the server with its log in a file and waits for its address.
    pub(crate) fn start(vars: &BTreeMap<&str, String>, log: &Path) -> Self {
        let mut serving = Self::launch(vestibule(vars), log);
        assert!(serving.listens("Vestibule is open: "), "an address");
        serving
    }

    /// Starts a program without waiting for its address.
    pub(crate) fn launch(mut command: Command, log: &Path) -> Self {
        let log = std::fs::File::options().create(true).append(true).open(log);
        let child = command
            .stdout(Stdio::piped())
            .stderr(log.expect("a log"))
            .spawn()
            .expect("the program");
        Self {
            child,
            url: String::new(),
        }
    }

    /// Waits for the line with these words and the address. Returns false if the process ends
    /// before it.
    pub(crate) fn listens(&mut self, words: &str) -> bool {
        // The pipe stays open, because a program may fail when its standard output is closed.
        let stdout = BufReader::new(self.child.stdout.as_mut().expect("a pipe"));
        let url = stdout
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once(words)?.1.trim().to_owned()));
        self.url = url.unwrap_or_default().trim_end_matches('/').to_owned();
        !self.url.is_empty()
    }

    /// Sends SIGTERM, as a service manager does.
    pub(crate) fn tell_to_stop(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.expect("a signal").success());
    }

    /// Exit status, if the process has ended.
    pub(crate) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // SIGKILL to this child only.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end.
pub(crate) fn task(words: &[&str], vars: &BTreeMap<&str, String>) -> Output {
    vestibule(vars).args(words).output().expect("the program")
}

/// Runs a command to its end, with a line on its standard input.
pub(crate) fn task_with_input(words: &[&str], vars: &BTreeMap<&str, String>, line: &str) -> Output {
    let mut child = vestibule(vars)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("a pipe");
    writeln!(stdin, "{line}").expect("written");
    drop(stdin);
    child.wait_with_output().expect("its end")
}

fn run(arguments: &[&str], vars: &[(&'static str, &str)]) -> Output {
    let vars = vars
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    vestibule(&vars)
        .args(arguments)
        .output()
        .expect("the program")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_lists_every_variable() {
    for argument in ["--help", "-h", "help"] {
        let output = run(&[argument], &[]);
        assert_eq!(output.status.code(), Some(0), "{argument}");
        let words = text(&output.stdout);
        for setting in server::config::SETTINGS {
            assert!(
                words.contains(&format!("  {}", setting.name)),
                "{}",
                setting.name
            );
            assert!(words.contains(setting.meaning), "{}", setting.name);
            assert!(words.contains(setting.default), "{}", setting.name);
        }
    }
}

/// Usage line and meaning of each command below this one that has no commands of its own.
fn usages(command: &mut clap::Command) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for inner in command.get_subcommands_mut() {
        if inner.get_name() == "help" {
            continue;
        }
        if inner.has_subcommands() {
            found.extend(usages(inner));
            continue;
        }
        let usage = inner.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ").to_owned();
        let meaning = inner.get_about().expect("a meaning").to_string();
        found.push((usage, meaning));
    }
    found
}

#[test]
fn help_and_configuration_page_list_every_command() {
    let mut definition = server::command::definition();
    definition.build();
    let help = text(&run(&["--help"], &[]).stdout);
    for command in definition.get_subcommands() {
        let meaning = command.get_about().expect("a meaning").to_string();
        assert!(help.contains(&meaning), "{meaning}");
    }
    let usages = usages(&mut definition);
    let table: String = usages
        .iter()
        .map(|(usage, meaning)| format!("| `{usage}` | {meaning} |\n"))
        .collect();
    let page = configuration_page();
    let rows = page
        .lines()
        .filter(|line| line.starts_with("| `vestibule "));
    let rows: String = rows.map(|row| format!("{row}\n")).collect();
    assert!(
        rows == table,
        "docs/configuration.md's table of commands should be:\n\n| command | what it does |\n|---|---|\n{table}"
    );
}

#[test]
fn unknown_argument_is_refused_with_usage() {
    for arguments in [&["serv"][..], &["audit"], &["health", "now"]] {
        let output = run(arguments, &[]);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("Usage: vestibule"));
    }
}

#[test]
fn completions_name_the_commands_without_settings() {
    let output = run(&["completions", "bash"], &[("VESTIBULE_ADDR", "here")]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("checkpoint"));
}

#[test]
fn configuration_errors_are_all_reported_without_secrets() {
    let output = run(
        &[],
        &[
            ("VESTIBULE_ADDR", "here"),
            ("VESTIBULE_MINIMUM_AGE", "12"),
            ("KYC_BASE_URL", "ftp://kyc.example.com"),
            ("KYC_TOKEN", "hush-hush"),
            ("VESTIBULE_SESSION_IDLE_MINUTES", "0"),
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    let words = text(&output.stderr);
    for line in [
        "  VESTIBULE_ADDR: an address and a port",
        "  VESTIBULE_MINIMUM_AGE: a whole number from 18 to 120",
        "  KYC_BASE_URL: an address such as https://kyc.example.com",
        "  VESTIBULE_SESSION_IDLE_MINUTES: a whole number from 5 to 1440",
        "`vestibule --help` lists every variable.",
    ] {
        assert!(words.contains(line), "no \"{line}\" in:\n{words}");
    }
    assert!(!words.contains("hush") && !words.contains("panicked"));
}

#[test]
fn production_requires_settings_and_creates_no_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let output = run(&[], &[("VESTIBULE_MODE", "production")]);
    assert_eq!(output.status.code(), Some(2));
    let words = text(&output.stderr);
    for name in [
        "VESTIBULE_PUBLIC_URL",
        "DATABASE_URL",
        "VESTIBULE_KEY_FILE",
        "KYC_BASE_URL",
        "VESTIBULE_TRUSTED_PROXIES",
    ] {
        assert!(words.contains(name), "no {name} in:\n{words}");
    }
    // All settings are present, but the key file is missing. Production must not create one.
    let (database, key) = (format!("sqlite:{}", path("db")), path("key"));
    let output = run(
        &[],
        &[
            ("VESTIBULE_MODE", "production"),
            ("VESTIBULE_ADDR", "127.0.0.1:0"),
            ("VESTIBULE_PUBLIC_URL", "https://onboarding.example.com"),
            ("DATABASE_URL", &database),
            ("VESTIBULE_KEY_FILE", &key),
            ("KYC_BASE_URL", "https://kyc.example.com"),
            ("KYC_TOKEN", "secret"),
            ("VESTIBULE_TRUSTED_PROXIES", "none"),
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("does not exist"),
        "{}",
        text(&output.stderr)
    );
    assert!(!Path::new(&key).exists());
}

#[test]
fn public_sandbox_is_refused_without_demo() {
    let output = run(&["serve"], &[("VESTIBULE_ADDR", "0.0.0.0:0")]);
    assert_eq!(output.status.code(), Some(2));
    let words = text(&output.stderr);
    assert!(words.contains("--demo"), "{words}");
}

#[cfg(target_os = "linux")]
#[test]
fn server_makes_private_files_and_no_core_dumps() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let hashes = "js: a\nwasm: b\ncss: c\n";
    std::fs::write(folder.path().join("hash.txt"), hashes).expect("written");
    let vars = BTreeMap::from([
        ("VESTIBULE_ADDR", "127.0.0.1:0".to_owned()),
        ("VESTIBULE_SANDBOX_ADDR", "127.0.0.1:0".to_owned()),
        ("VESTIBULE_DATA", data.to_str().expect("UTF-8").to_owned()),
        (
            "VESTIBULE_SITE",
            folder.path().to_str().expect("UTF-8").to_owned(),
        ),
    ]);
    let serving = Serving::start(&vars, &folder.path().join("log"));
    let process = format!("/proc/{}", serving.child.id());
    let read = |name: &str| std::fs::read_to_string(format!("{process}/{name}")).expect(name);
    assert!(read("status").contains("Umask:\t0077"));
    let limits = read("limits");
    let core = limits.lines().find(|it| it.starts_with("Max core file"));
    let core: Vec<_> = core.expect("a limit").split_whitespace().collect();
    assert_eq!(core[4..6], ["0", "0"], "{core:?}");
}

#[test]
fn health_fails_without_server() {
    let output = run(&["health"], &[("VESTIBULE_ADDR", "127.0.0.1:9")]);
    assert_eq!(output.status.code(), Some(1));
}

fn configuration_page() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    std::fs::read_to_string(page).expect("docs/configuration.md")
}

/// Rows of a Markdown table of variables as cells. A dash counts as empty.
fn rows(markdown: &str) -> Vec<[String; 3]> {
    let cells = |line: &str| {
        let inner = line
            .trim()
            .strip_prefix("| `")?
            .strip_suffix('|')?
            .to_owned();
        let (name, rest) = inner.split_once("` |")?;
        let (default, meaning) = rest.split_once('|')?;
        let default = default
            .trim()
            .trim_matches('`')
            .trim_matches(['–', '—'])
            .to_owned();
        Some([name.to_owned(), default, meaning.trim().to_owned()])
    };
    let known = |name: &str| {
        name.starts_with("VESTIBULE_") || name.starts_with("KYC_") || name.starts_with("DATABASE_")
    };
    markdown
        .lines()
        .filter_map(cells)
        .filter(|row| known(&row[0]))
        .collect()
}

#[test]
fn configuration_page_has_the_settings_table() {
    let table: String = server::config::SETTINGS
        .iter()
        .map(|s| {
            let default = if s.default.is_empty() {
                "–".to_owned()
            } else {
                format!("`{}`", s.default)
            };
            format!("| `{}` | {default} | {} |\n", s.name, s.meaning)
        })
        .collect();
    assert!(
        rows(&configuration_page()) == rows(&table),
        "docs/configuration.md's table of variables should be:\n\n| variable | default | meaning |\n|---|---|---|\n{table}"
    );
}
