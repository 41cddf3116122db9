//! Response to a status poll, and its encoding.

use super::line_codec::LineEncode;
use std::borrow::Cow;

/// Response to a status poll: text in the applicant's language, and the next delay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The state differs from the page's. The script announces it, then reloads the
    /// page.
    pub changed: bool,
    /// Text for the live region, often empty.
    pub text: String,
    /// Time of the last check, in seconds since 1970. The script shows it in the
    /// browser's time zone.
    pub checked: i64,
    /// Delay until the next poll in milliseconds. 0 stops polling.
    pub wait_ms: u32,
}

const CHANGED: &str = "moved";
const UNCHANGED: &str = "stands";

impl LineEncode for StatusUpdate {
    fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>> {
        [
            if self.changed { CHANGED } else { UNCHANGED }.into(),
            self.wait_ms.to_string().into(),
            self.checked.to_string().into(),
            self.text.as_str().into(),
        ]
    }

    fn read<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        Some(Self {
            changed: lines.next()? == CHANGED,
            wait_ms: lines.next()?.parse().ok()?,
            checked: lines.next()?.parse().ok()?,
            text: lines.next()?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::LineCodec;
    use leptos::server_fn::{Decodes, Encodes};

    #[test]
    fn status_update_round_trips() {
        for (moved, words, wait_ms) in [(true, "New: you are approved", 0), (false, "", 15_000)] {
            let news = StatusUpdate {
                changed: moved,
                text: words.to_owned(),
                checked: 1_772_323_500,
                wait_ms,
            };
            let sent = LineCodec::encode(&news).expect("never fails");
            assert_eq!(LineCodec::decode(sent), Ok(news));
        }
    }
}
