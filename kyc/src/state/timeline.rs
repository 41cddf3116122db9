//! What was heard about one attempt, in the order in which it was asked for.

use super::State;
use crate::upstream::{Evidence, Finding, Words};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The longest timeline that is kept. An attempt hears a handful of different
/// things; past this the oldest go.
const LONGEST: usize = 32;

/// Everything that was heard about the latest attempt and was not final, by
/// when it was asked for. Answers may overtake each other on their way; the
/// state is what they come to in the order of the asking, so that it does not
/// depend on the order of the arriving (security I3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    pieces: Vec<Piece>,
    /// The words heard last, as they came.
    #[serde(default)]
    words: Words,
    /// Somebody at the desk wants documents again.
    #[serde(default)]
    invited: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    #[serde(with = "time::serde::rfc3339")]
    as_of: OffsetDateTime,
    finding: Finding,
}

impl Timeline {
    /// Whether the evidence says word for word what was heard last.
    #[must_use]
    pub fn repeats(&self, evidence: &Evidence) -> bool {
        self.words == evidence.words
    }

    /// Whether nothing was heard that counts.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The words heard last.
    #[must_use]
    pub const fn words(&self) -> &Words {
        &self.words
    }

    pub(super) fn note_words(&mut self, evidence: &Evidence) {
        self.words = evidence.words.clone();
    }

    /// Takes a piece to its place. True if it is the newest, so that it may be
    /// applied to the state as it stands.
    pub(super) fn insert(&mut self, as_of: OffsetDateTime, finding: &Finding) -> bool {
        let piece = Piece {
            as_of,
            finding: finding.clone(),
        };
        let at = self
            .pieces
            .partition_point(|p| (p.as_of, rank(&p.finding)) <= (as_of, rank(finding)));
        let newest = at == self.pieces.len();
        if self.pieces[..at].last() == Some(&piece) {
            return newest;
        }
        self.pieces.insert(at, piece);
        self.shorten();
        newest
    }

    /// What all of it comes to.
    #[must_use]
    pub fn state(&self) -> State {
        let pieces = self.pieces.iter();
        let state = pieces.fold(State::Processing, |state, piece| {
            state.moved_by(piece.as_of, &piece.finding)
        });
        self.held(state)
    }

    /// From now on documents are wanted again, until there is a link to send them
    /// by, or a decision.
    pub fn invite(&mut self) {
        self.invited = true;
    }

    /// The invitation is taken up.
    pub(super) const fn takes_up(&mut self) {
        self.invited = false;
    }

    /// The state that somebody comes to who is invited to send documents again:
    /// an upstream that goes on looking at the old ones does not take that back.
    pub(super) fn held(&self, state: State) -> State {
        match state {
            State::Processing
            | State::DocumentsUnderReview
            | State::ManualReview
            | State::Expired
                if self.invited =>
            {
                State::Resubmit
            }
            other => other,
        }
    }

    /// Of a run of equal pieces only the first and the last say something.
    fn shorten(&mut self) {
        let mut n = 1;
        while n + 1 < self.pieces.len() {
            let (before, here, after) = (&self.pieces[n - 1], &self.pieces[n], &self.pieces[n + 1]);
            if same(&before.finding, &here.finding) && same(&here.finding, &after.finding) {
                self.pieces.remove(n);
            } else {
                n += 1;
            }
        }
        let beyond = self.pieces.len().saturating_sub(LONGEST);
        self.pieces.drain(..beyond);
    }
}

/// Whether two findings come to the same.
fn same(one: &Finding, other: &Finding) -> bool {
    match (one, other) {
        (Finding::DocumentsRequired(Some(one)), Finding::DocumentsRequired(Some(other))) => {
            one.is_same_link(other) && one.alive_until.is_some() == other.alive_until.is_some()
        }
        _ => one == other,
    }
}

/// Among answers of the same moment the one that knows more comes later.
fn rank(finding: &Finding) -> (u8, &str) {
    match finding {
        Finding::NotStarted => (0, ""),
        Finding::Processing => (1, ""),
        Finding::DocumentsRequired(None) => (2, ""),
        Finding::DocumentsRequired(Some(capture)) => (3, capture.url.expose()),
        Finding::CaptureOver => (4, ""),
        Finding::Resubmit => (5, ""),
        Finding::DocumentsUnderReview => (6, ""),
        Finding::InReview => (7, ""),
        Finding::ManualReview => (8, ""),
        Finding::Provisioning => (9, ""),
        Finding::Approved(_) | Finding::Denied => (10, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        state::Label,
        upstream::{Approval, Capture, Via},
    };
    use time::Duration;

    fn heard(state: State, timeline: Timeline, second: i64, finding: Finding) -> (State, Timeline) {
        let heard = state.hear(
            timeline,
            &Evidence {
                via: Via::Status,
                as_of: OffsetDateTime::UNIX_EPOCH + Duration::seconds(second),
                external_id: None,
                words: Words::default(),
                finding,
                understood: true,
            },
        );
        assert_eq!(
            heard.events[0].to,
            heard.state.label(),
            "the trail says the same"
        );
        (heard.state, heard.heard)
    }

    fn capture() -> Capture {
        Capture {
            url: "https://verify.socure.com/x".to_owned().into(),
            qr_png: None,
            token: "token".to_owned().into(),
            sdk_key: String::new(),
            event_id: String::new(),
            offered_at: OffsetDateTime::UNIX_EPOCH,
            expires_at: OffsetDateTime::UNIX_EPOCH + Duration::HOUR,
            alive_until: None,
        }
    }

    #[test]
    fn an_invitation_stands_until_there_is_a_link_or_a_decision() {
        let looking = [
            Finding::DocumentsUnderReview,
            Finding::ManualReview,
            Finding::InReview,
            Finding::Processing,
            Finding::CaptureOver,
        ];
        let (mut state, mut timeline) = heard(
            State::Processing,
            Timeline::default(),
            1,
            Finding::ManualReview,
        );
        timeline.invite();
        state = timeline.held(state);
        for (second, finding) in (2..).zip(looking) {
            (state, timeline) = heard(state, timeline, second, finding.clone());
            assert_eq!(state, State::Resubmit, "{finding:?}");
            assert_eq!(timeline.state(), State::Resubmit);
        }
        let approval = Approval::new("firms/a", "accounts/b").expect("both ids");
        for (finding, label) in [
            (Finding::Approved(approval), Label::Approved),
            (Finding::Denied, Label::Denied),
            (Finding::Provisioning, Label::Provisioning),
        ] {
            let (decided, _) = heard(state.clone(), timeline.clone(), 10, finding);
            assert_eq!(decided.label(), label, "a decision wins");
        }
        let link = Finding::DocumentsRequired(Some(capture()));
        let (state, timeline) = heard(state, timeline, 11, link);
        assert_eq!(state.label(), Label::DocumentsRequired);
        let (state, _) = heard(state, timeline, 12, Finding::DocumentsUnderReview);
        assert_eq!(state, State::DocumentsUnderReview, "it was taken up");
    }
}
