//! Allowed targets of a capture link (security case 14; design, "Vendor URLs").

use url::{Origin, Url};

/// Longest link, in bytes: the capacity of a QR code.
const LONGEST: usize = 2048;

/// Allowed targets: named hosts over HTTPS, and configured origins on this machine (the sandbox).
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

    /// The link, if its target is allowed. The result is serialized from the parsed URL, so that
    /// the browser opens exactly what was checked.
    pub(crate) fn admit(&self, link: &str) -> Option<String> {
        if link.len() > LONGEST || link.chars().any(|c| c.is_control() || c == '\\') {
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
        // Percent-encoding can lengthen the link: the limit also applies to the result.
        (named || local)
            .then(|| String::from(url))
            .filter(|link| link.len() <= LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> CaptureHosts {
        let sandbox = Url::parse("http://127.0.0.1:3001").expect("sound");
        CaptureHosts::new(vec!["Verify.Socure.com".to_owned()], &[sandbox])
    }

    /// A link, its interpretation by browsers (end2end/tests/links.spec.ts checks it) and our
    /// result.
    #[derive(serde::Deserialize)]
    struct Row {
        tries: String,
        link: String,
        reads: String,
        /// Result of our parser where it is stricter.
        we_read: Option<String>,
        offered: Option<String>,
    }

    fn table() -> Vec<Row> {
        let rows = include_str!("../../tests/data/capture-links.json");
        serde_json::from_str(rows).expect("a table")
    }

    #[test]
    fn capture_link_is_admitted_for_allowed_hosts_only() {
        for Row {
            tries,
            link,
            offered,
            ..
        } in table()
        {
            assert_eq!(hosts().admit(&link), offered, "{tries}: {link}");
        }
    }

    #[test]
    fn capture_link_too_long_after_escaping_is_refused() {
        let link = |n| format!("https://verify.socure.com/{}", "é".repeat(n));
        assert!(hosts().admit(&link(300)).is_some());
        assert!(link(400).len() < LONGEST);
        assert_eq!(hosts().admit(&link(400)), None);
    }

    #[test]
    fn capture_link_parser_agrees_with_browsers() {
        for row in table() {
            let read = match Url::parse(&row.link) {
                Ok(url) if url.origin().is_tuple() => url.origin().ascii_serialization(),
                Ok(url) => format!("{}:", url.scheme()),
                Err(_) => String::new(),
            };
            assert!(row.we_read.is_none() || row.offered.is_none());
            let expected = row.we_read.unwrap_or(row.reads);
            assert_eq!(read, expected, "{}: {}", row.tries, row.link);
        }
    }
}
