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
        self.pieces.iter().fold(State::Processing, |state, piece| {
            state.moved_by(piece.as_of, &piece.finding)
        })
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
