//! Devices that can open an application: their sessions and resume links. A device is known only by
//! browser and operating system; the user agent itself is not stored.

use crate::{id::base32, return_link::LinkHash};
use time::OffsetDateTime;

/// Browser and operating system of a device, in coarse words. Either is empty if it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    browser: &'static str,
    system: &'static str,
}

/// Mark in a user agent, and the browser's name. The order matters: the user agent of each browser
/// also names those below it.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Mark in a user agent, and the operating system's name. The order matters, as above.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// Device of a user agent.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let first = |known: &[(&str, &'static str)]| {
            let found = known.iter().find(|(mark, _)| user_agent.contains(mark));
            found.map_or("", |(_, name)| *name)
        };
        Self {
            browser: first(BROWSERS),
            system: first(SYSTEMS),
        }
    }

    /// Name of the browser, if it is known.
    #[must_use]
    pub fn browser(self) -> Option<&'static str> {
        Some(self.browser).filter(|name| !name.is_empty())
    }

    /// Name of the operating system, if it is known.
    #[must_use]
    pub fn system(self) -> Option<&'static str> {
        Some(self.system).filter(|name| !name.is_empty())
    }

    /// Text for the store.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}/{}", self.browser, self.system)
    }

    /// Device of a stored text. Names of another version are not known.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let (browser, system) = code.split_once('/').unwrap_or_default();
        let known = |names: &[(&str, &'static str)], wanted: &str| {
            let found = names.iter().find(|(_, name)| *name == wanted);
            found.map_or("", |(_, name)| *name)
        };
        Self {
            browser: known(BROWSERS, browser),
            system: known(SYSTEMS, system),
        }
    }
}

/// What opens an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKey {
    /// A session, by the hash of its id.
    Session([u8; 32]),
    /// A resume link, by the hash of its secret.
    Link(LinkHash),
}

impl AccessKey {
    /// Handle in a page. It opens nothing.
    #[must_use]
    pub fn handle(&self) -> String {
        let (Self::Session(hash) | Self::Link(LinkHash(hash))) = self;
        base32(&hash[..10])
    }

    /// Whether it is a session.
    #[must_use]
    pub const fn is_session(&self) -> bool {
        matches!(self, Self::Session(_))
    }
}

/// A live session or a valid resume link of an application.
#[derive(Clone, Debug)]
pub struct LiveAccess {
    /// What opens the application.
    pub key: AccessKey,
    /// The device that it was made on.
    pub device: Device,
    /// When it was made.
    pub since: OffsetDateTime,
    /// A session's last activity, to the minute; when a link expires.
    pub until: OffsetDateTime,
    /// Whether it belongs to the device that asks.
    pub is_current: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_agent_yields_browser_and_system_only() {
        for (agent, code) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
                "Firefox/Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge/Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1",
                "Chrome/iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like \
                 Gecko) Version/18.1 Safari/605.1.15",
                "Safari/macOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) \
                 SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
                "Samsung Internet/Android",
            ),
            ("curl/8.5.0 <script>", "/"),
            ("", "/"),
        ] {
            let device = Device::of(agent);
            assert_eq!(device.code(), code, "{agent}");
            assert_eq!(Device::from_code(code), device);
        }
        for foreign in ["Firefox", "Netscape/BeOS", "/", "a/b/c", "<b>/Windows "] {
            assert_eq!(Device::from_code(foreign), Device::default(), "{foreign}");
        }
    }

    #[test]
    fn handle_reveals_a_part_of_the_hash_only() {
        let session = AccessKey::Session([0xff; 32]);
        assert_eq!(session.handle().len(), 16);
        assert_eq!(
            AccessKey::Link(LinkHash([0xff; 32])).handle(),
            session.handle()
        );
    }
}
