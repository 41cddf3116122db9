//! Where a capture link may point (security case 14; design, "Vendor URLs").

use url::{Origin, Url};

/// The allowed places: named hosts by https, and origins on this machine that
/// the configuration named (the sandbox).
#[derive(Clone, Debug, Default)]
pub(crate) struct CaptureHosts {
    hosts: Vec<String>,
    loopback: Vec<Origin>,
}

impl CaptureHosts {
    pub(crate) fn new(hosts: Vec<String>, loopback: &[Url]) -> Self {
        let hosts = hosts
            .into_iter()
            .map(|host| host.to_ascii_lowercase())
            .collect();
        Self {
            hosts,
            loopback: loopback.iter().map(Url::origin).collect(),
        }
    }

    /// The link, if it may be offered. It is written anew from its parsed
    /// form, so that what the browser reads is what was judged.
    pub(crate) fn admit(&self, link: &str) -> Option<String> {
        if link.len() > 2048 || link.chars().any(|c| c.is_control() || c == '\\') {
            return None;
        }
        let url = Url::parse(link).ok()?;
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let named = url.scheme() == "https"
            && url.port().is_none()
            && url
                .domain()
                .is_some_and(|domain| self.hosts.iter().any(|host| host == domain));
        let local = url.scheme() == "http" && self.loopback.contains(&url.origin());
        (named || local).then(|| url.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> CaptureHosts {
        let sandbox = Url::parse("http://127.0.0.1:3001").expect("sound");
        CaptureHosts::new(vec!["Verify.Socure.com".to_owned()], &[sandbox])
    }

    #[test]
    fn named_hosts_and_the_sandbox_are_admitted() {
        for link in [
            "https://verify.socure.com/#/dv/abc",
            "https://VERIFY.socure.com/x?y=z",
            "https://verify.socure.com:443/x",
            "http://127.0.0.1:3001/capture/abc",
        ] {
            assert!(hosts().admit(link).is_some(), "{link}");
        }
    }

    #[test]
    fn everything_else_is_not() {
        for link in [
            "",
            "http://verify.socure.com/",
            "https://verify.socure.com.evil.example/",
            "https://evil.example/verify.socure.com",
            "https://verify.socure.com@evil.example/",
            "https://user:pw@verify.socure.com/",
            "https://verify.socure.com:8443/",
            "https://verify.socure.com\\@evil.example/",
            "https://verify\u{2024}socure.com.evil.example/",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//verify.socure.com/",
            "/status",
            "http://127.0.0.1:3002/",
            "http://127.0.0.1/",
            "https://127.0.0.1:3001/",
            "http://localhost:3001/",
            "file:///etc/passwd",
            "ftp://verify.socure.com/",
        ] {
            assert_eq!(hosts().admit(link), None, "{link}");
        }
    }
}
