//! The staff audit trail as the admin shows it.

use super::{
    ReviewerId,
    audit::{StaffActor, StaffEvent},
    list::csv_line,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Which events of the trail to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffFilter {
    /// Only events by or about this account.
    pub who: Option<ReviewerId>,
    /// Only events with this word.
    pub kind: Option<String>,
    /// Only events before this position.
    pub before: Option<i64>,
    /// The most events to return.
    pub limit: u32,
}

/// One event of the trail, with the names of its accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffLine {
    /// The position.
    pub pos: i64,
    /// The time.
    pub at: OffsetDateTime,
    /// The actor.
    pub actor: StaffActor,
    /// The actor's name, if the actor is an account.
    pub actor_name: Option<String>,
    /// The account that it is about.
    pub about: Option<ReviewerId>,
    /// Its name; `None` if the account was removed.
    pub about_name: Option<String>,
    /// The event.
    pub event: StaffEvent,
    /// The stored details, as JSON.
    pub detail: String,
}

/// The first line of the CSV file.
pub const CSV_HEAD: &str = "\"position\",\"at\",\"actor\",\"actor name\",\"event\",\"account\",\"account name\",\"details\"\r\n";

/// One event as a line of the CSV file, with ids as stored.
#[must_use]
pub fn csv(line: &StaffLine) -> String {
    csv_line([
        line.pos.to_string(),
        line.at.format(&Rfc3339).unwrap_or_default(),
        line.actor.word(),
        line.actor_name.clone().unwrap_or_default(),
        line.event.as_str().to_owned(),
        line.about.map(|id| id.to_string()).unwrap_or_default(),
        line.about_name.clone().unwrap_or_default(),
        line.detail.clone(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_line_quotes_details_and_guards_formulas() {
        let event = StaffEvent::Denied {
            what: "=1+1".to_owned(),
        };
        let line = StaffLine {
            pos: 7,
            at: OffsetDateTime::UNIX_EPOCH,
            actor: StaffActor::Operator,
            actor_name: None,
            about: None,
            about_name: Some("=cmd".to_owned()),
            detail: serde_json::to_string(&event).expect("JSON"),
            event,
        };
        assert_eq!(
            csv(&line),
            "\"7\",\"1970-01-01T00:00:00Z\",\"operator\",\"\",\"denied\",\"\",\"'=cmd\",\
             \"{\"\"deed\"\":\"\"denied\"\",\"\"what\"\":\"\"'=1+1\"\"}\"\r\n"
        );
        assert_eq!(CSV_HEAD.matches(',').count(), 7);
    }
}
