//! The server's binary, running in its own folder.

use crate::result::Fallible;
use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

/// A running server. Dropping it kills the process.
pub(crate) struct ServerProcess {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl ServerProcess {
    /// Starts the server with this data folder and this provider.
    pub(crate) fn start(program: &str, folder: &Path, provider: &str) -> Fallible<Self> {
        let site = folder.join("site");
        fs::create_dir_all(site.join("pkg"))?;
        fs::write(site.join("hash.txt"), "js: a\nwasm: b\ncss: c\n")?;
        let mut child = Command::new(program)
            .env_clear()
            .env("VESTIBULE_DATA", folder.join("data"))
            .env("VESTIBULE_SITE", site)
            .env("VESTIBULE_ADDR", "127.0.0.1:0")
            .env("VESTIBULE_PUBLIC_URL", "http://127.0.0.1:0")
            .env("VESTIBULE_RATE_PER_MINUTE", "100000")
            .env("VESTIBULE_SESSION_IDLE_MINUTES", "1440")
            .env("KYC_BASE_URL", provider)
            .env("KYC_TOKEN", "bench")
            .env("KYC_CALLS_PER_SECOND", "10000")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = BufReader::new(child.stdout.take().ok_or("no standard output")?).lines();
        let mut output = output.map_while(Result::ok);
        let address = output.find_map(|line| {
            let (_, url) = line.split_once("is open: http://")?;
            url.trim_end_matches('/').parse().ok()
        });
        // Drains the pipe: a full pipe would block the server.
        std::thread::spawn(move || output.for_each(drop));
        match address {
            Some(address) => Ok(Self { child, address }),
            None => Err("the server did not start".into()),
        }
    }

    /// The resident memory in bytes.
    pub(crate) fn memory(&self) -> Fallible<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let mut lines = status
            .lines()
            .filter_map(|line| line.strip_prefix("VmRSS:"));
        let kib = lines.next().ok_or("no memory")?.trim();
        let kib: f64 = kib.trim_end_matches(" kB").parse()?;
        Ok(kib * 1024.0)
    }

    /// Sends SIGTERM and waits for the exit.
    pub(crate) fn stop(&mut self) -> Fallible<()> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // An error may skip `stop`: the process must not survive the bench.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
