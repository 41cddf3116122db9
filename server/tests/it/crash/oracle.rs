//! The oracle compares the database with the provider's ledger, once no request is in flight.

use super::provider::{CrashProvider, ProviderInquiry};
use crate::{db::Database, trail::is_whole};
use std::collections::{BTreeMap, BTreeSet};

/// A submitted application.
#[derive(Clone, Debug)]
pub(crate) struct Applied {
    pub(crate) reference: String,
    pub(crate) user_id: String,
    pub(crate) external_id: Option<String>,
    pub(crate) state: String,
    /// Whether the SSN, or a request that contains it, is still stored.
    pub(crate) holds_ssn: bool,
    /// Why the application was parked, if it ever was.
    pub(crate) parked: Option<String>,
    /// Whether the provider uses our id for the application.
    pub(crate) knows_our_id: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct ObservedFacts {
    pub(crate) applied: Vec<Applied>,
    pub(crate) inquiries: Vec<ProviderInquiry>,
    pub(crate) trail_is_whole: bool,
}

/// A violated invariant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Violation {
    /// Submitted, and unknown to the provider.
    Lost(String),
    /// Two inquiries about one application.
    Duplicate(String),
    /// An inquiry about an unknown application.
    Orphan(String),
    /// The stored id differs from the inquiry's.
    WrongId(String),
    /// The requests differ in at least one byte.
    Altered(String),
    /// Still in flight.
    Stuck(String),
    /// The SSN was not erased.
    SsnKept(String),
    /// An event of the audit trail was changed or is missing.
    Trail,
}

impl ObservedFacts {
    pub(crate) async fn read(database: &Database, provider: &CrashProvider) -> Self {
        let events = database.events().await;
        let parked: BTreeMap<_, _> = events
            .iter()
            .filter(|event| event.action == "parked")
            .map(|event| (event.application.clone(), event.detail.clone()))
            .collect();
        let sql = "SELECT a.*, a.ssn_sealed IS NOT NULL OR EXISTS (SELECT 1 FROM attempts t \
             WHERE t.application_id = a.id AND t.request_sealed IS NOT NULL) AS holds_ssn \
             FROM applications a WHERE submitted_at IS NOT NULL";
        let rows = database.rows(sql, &[]).await;
        let applied = rows.iter().map(|row| Applied {
            reference: row.get("reference"),
            user_id: row.get("user_id"),
            external_id: row.get("external_id"),
            state: row.get("state"),
            holds_ssn: row.get("holds_ssn"),
            parked: parked.get(&row.get::<Vec<u8>>("id")).cloned(),
            knows_our_id: provider.knows_our_ids(),
        });
        Self {
            applied: applied.collect(),
            inquiries: provider.accepted(),
            trail_is_whole: is_whole(&events),
        }
    }

    /// How many inquiries the provider has opened.
    pub(crate) fn opened(&self) -> usize {
        let ids = self.inquiries.iter().map(|inquiry| &inquiry.external_id);
        ids.collect::<BTreeSet<_>>().len()
    }

    /// The parked applications, with the id from the ledger.
    pub(crate) fn parked(&self) -> Vec<(&Applied, &str)> {
        let inquiries = self.by_user();
        let parked = self.applied.iter().filter(|a| a.state == "parked");
        parked
            .filter_map(|a| {
                Some((
                    a,
                    inquiries
                        .get(a.user_id.as_str())?
                        .first()?
                        .external_id
                        .as_str(),
                ))
            })
            .collect()
    }

    fn by_user(&self) -> BTreeMap<&str, Vec<&ProviderInquiry>> {
        let mut by_user = BTreeMap::<_, Vec<_>>::new();
        for inquiry in &self.inquiries {
            by_user
                .entry(inquiry.user_id.as_str())
                .or_default()
                .push(inquiry);
        }
        by_user
    }

    /// All violations.
    pub(crate) fn faults(&self) -> Vec<Violation> {
        let mut inquiries = self.by_user();
        let mut faults = Vec::new();
        for a in &self.applied {
            let about = inquiries.remove(a.user_id.as_str()).unwrap_or_default();
            faults.extend(a.faults(&about));
        }
        let strangers = inquiries.into_values().flatten();
        faults.extend(strangers.map(|inquiry| Violation::Orphan(inquiry.external_id.clone())));
        if !self.trail_is_whole {
            faults.push(Violation::Trail);
        }
        faults
    }
}

impl Applied {
    /// The provider approved in an answer that never arrived. Where the provider assigns the id,
    /// the server cannot poll without it. So the application stays parked, with its request.
    fn waits_for_its_id(&self) -> bool {
        let reason = self.parked.as_deref().unwrap_or_default();
        !self.knows_our_id && self.state == "parked" && reason.contains("approved_elsewhere")
    }

    fn faults(&self, about: &[&ProviderInquiry]) -> Vec<Violation> {
        let ids: BTreeSet<_> = about
            .iter()
            .map(|inquiry| inquiry.external_id.as_str())
            .collect();
        let bodies: BTreeSet<_> = about.iter().map(|inquiry| &inquiry.body).collect();
        let parked_for_nothing = self.knows_our_id && self.state == "parked";
        let stuck = self.state == "submitting" || parked_for_nothing;
        let waits = self.waits_for_its_id();
        let named = self
            .external_id
            .as_deref()
            .is_some_and(|id| ids.contains(id) && (!self.knows_our_id || id == self.user_id));
        let name = || self.reference.clone();
        [
            (about.is_empty(), Violation::Lost(name())),
            (ids.len() > 1, Violation::Duplicate(name())),
            (!named && !waits && !stuck, Violation::WrongId(name())),
            (bodies.len() > 1, Violation::Altered(name())),
            (stuck, Violation::Stuck(name())),
            (
                self.holds_ssn && !waits && !stuck,
                Violation::SsnKept(name()),
            ),
        ]
        .into_iter()
        .filter_map(|(is, fault)| is.then_some(fault))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inquiry(user: &str, id: &str) -> ProviderInquiry {
        ProviderInquiry {
            user_id: user.to_owned(),
            external_id: id.to_owned(),
            body: format!("{{\"userId\":\"{user}\"}}"),
        }
    }

    fn sound() -> ObservedFacts {
        ObservedFacts {
            applied: vec![Applied {
                reference: "r".to_owned(),
                user_id: "u".to_owned(),
                external_id: Some("x".to_owned()),
                state: "approved".to_owned(),
                holds_ssn: false,
                parked: None,
                knows_our_id: false,
            }],
            inquiries: vec![inquiry("u", "x"), inquiry("u", "x")],
            trail_is_whole: true,
        }
    }

    /// The same where the provider uses our ids.
    fn sound_under_our_id() -> ObservedFacts {
        let mut facts = sound();
        facts.applied[0].knows_our_id = true;
        facts.applied[0].external_id = Some("u".to_owned());
        facts.inquiries = vec![inquiry("u", "u")];
        facts
    }

    #[test]
    fn our_own_id_allows_no_parked_application() {
        assert_eq!(sound_under_our_id().faults(), []);
        let mut other = sound_under_our_id();
        other.applied[0].external_id = Some("x".to_owned());
        other.inquiries = vec![inquiry("u", "x")];
        assert_eq!(other.faults(), [Violation::WrongId("r".to_owned())]);
        let mut parked = sound_under_our_id();
        parked.applied[0].state = "parked".to_owned();
        parked.applied[0].parked = Some("approved_elsewhere".to_owned());
        assert_eq!(parked.faults(), [Violation::Stuck("r".to_owned())]);
    }

    #[test]
    fn sound_facts_have_no_violation() {
        assert_eq!(sound().faults(), []);
        assert_eq!(sound().opened(), 1);
        let mut parked = sound();
        parked.applied[0].state = "parked".to_owned();
        parked.applied[0].parked = Some("approved_elsewhere".to_owned());
        parked.applied[0].external_id = None;
        parked.applied[0].holds_ssn = true;
        assert_eq!(parked.faults(), []);
        assert_eq!(parked.parked()[0].1, "x");
    }

    #[test]
    fn planted_violation_is_found() {
        let r = || "r".to_owned();
        type Plant = fn(&mut ObservedFacts);
        let plants: [(Plant, Vec<Violation>); 9] = [
            (
                |f| f.inquiries.clear(),
                vec![Violation::Lost(r()), Violation::WrongId(r())],
            ),
            (
                |f| f.inquiries[1].external_id = "y".to_owned(),
                vec![Violation::Duplicate(r())],
            ),
            (
                |f| f.inquiries.push(inquiry("v", "z")),
                vec![Violation::Orphan("z".to_owned())],
            ),
            (
                |f| f.applied[0].external_id = None,
                vec![Violation::WrongId(r())],
            ),
            (
                |f| f.inquiries[0].body.push(' '),
                vec![Violation::Altered(r())],
            ),
            (
                |f| f.applied[0].state = "submitting".to_owned(),
                vec![Violation::Stuck(r())],
            ),
            (
                |f| f.applied[0].holds_ssn = true,
                vec![Violation::SsnKept(r())],
            ),
            (|f| f.trail_is_whole = false, vec![Violation::Trail]),
            (
                |f| {
                    f.applied[0].state = "parked".to_owned();
                    f.applied[0].external_id = None;
                },
                vec![Violation::WrongId(r())],
            ),
        ];
        for (plant, expected) in plants {
            let mut facts = sound();
            plant(&mut facts);
            assert_eq!(facts.faults(), expected);
        }
    }
}
