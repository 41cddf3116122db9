//! The staff audit trail: sign-ins, failed sign-ins and changes of staff accounts. It is a closed
//! list without names, email addresses or secrets.

use super::{ReviewerId, role::Role};
use serde::{Deserialize, Serialize};

/// The actor of a staff audit event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffActor {
    /// An anonymous client.
    Anonymous,
    /// This software.
    System,
    /// An operator at the server's command line.
    Operator,
    /// A staff member.
    Reviewer(ReviewerId),
}

impl StaffActor {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Anonymous => "nobody".to_owned(),
            Self::System => "system".to_owned(),
            Self::Operator => "operator".to_owned(),
            Self::Reviewer(id) => format!("reviewer:{id}"),
        }
    }

    /// Parses the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "nobody" => Self::Anonymous,
            "system" => Self::System,
            "operator" => Self::Operator,
            _ => Self::Reviewer(ReviewerId::parse(word.strip_prefix("reviewer:")?)?),
        })
    }
}

/// The factor of an authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// A password.
    Password,
    /// A code of an authenticator app.
    Totp,
    /// A passkey.
    Passkey,
    /// A recovery code, which is then used up.
    Recovery,
}

/// The origin of refused attempts, and their count within an hour. Events of earlier versions have
/// neither.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Refusal {
    /// A keyed hash of the address; `None` if too many addresses were refused within the hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// How many attempts the event stands for, if it is not one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

impl Refusal {
    /// One attempt from this origin.
    #[must_use]
    pub fn of(origin: &str) -> Self {
        Self {
            origin: Some(origin.to_owned()),
            times: None,
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum StaffEvent {
    /// An account was added.
    Added {
        /// Its role.
        role: Role,
    },
    /// An enrolment link was made for the account.
    Invited,
    /// The first administrator's link was withdrawn.
    Withdrawn,
    /// The account has a password and a second factor, so that its owner can sign in.
    Enrolled,
    /// The staff member signed in.
    SignedIn {
        /// The second factor.
        factor: Factor,
        /// Whether it was a passkey without a password.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        alone: bool,
    },
    /// A factor was wrong.
    Refused {
        /// The wrong factor.
        factor: Factor,
        /// Where from, and how often.
        #[serde(flatten)]
        refusal: Refusal,
    },
    /// The throttle rejected an attempt.
    HeldBack {
        /// Where from, and how often.
        #[serde(flatten)]
        refusal: Refusal,
    },
    /// The account failed too often in a row: it is locked until it is reset.
    Locked,
    /// The staff member confirmed a second factor again, for a protected action.
    Confirmed {
        /// The second factor.
        factor: Factor,
    },
    /// The staff member signed out.
    SignedOut,
    /// Sessions of the account were ended.
    SessionsEnded {
        /// The count of ended sessions.
        count: u64,
    },
    /// The password was changed.
    PasswordChanged,
    /// An authenticator app was added or replaced.
    TotpSet,
    /// The authenticator app was removed.
    TotpRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// New recovery codes were made.
    RecoveryMade,
    /// The role was changed.
    RoleChanged {
        /// The role before.
        from: Role,
        /// The role after.
        to: Role,
    },
    /// An administrator requested a change that a second one must confirm.
    ChangeRequested {
        /// The kind of the change.
        change: String,
        /// The new role, if the change has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
    },
    /// A second administrator confirmed the requested change.
    ChangeConfirmed {
        /// The kind of the change.
        change: String,
    },
    /// A second administrator rejected the requested change.
    ChangeRejected {
        /// The kind of the change.
        change: String,
    },
    /// The requester withdrew the requested change.
    ChangeWithdrawn {
        /// The kind of the change.
        change: String,
    },
    /// The account was disabled.
    Disabled,
    /// The account was enabled again.
    Enabled,
    /// Password and second factors were removed: the staff member enrols again.
    Reset,
    /// The staff member opened a case.
    CaseOpened {
        /// The case's reference.
        case: String,
    },
    /// The staff member exported the staff audit trail.
    ActivityExported,
    /// The staff member searched for an applicant.
    Searched {
        /// The kind of the search term; never the term.
        by: String,
    },
    /// The staff member exported the list as a file.
    Exported {
        /// Whether the file contains names and email addresses.
        personal: bool,
        /// The filter of the list.
        list: String,
    },
    /// The staff member unmasked a field of personal data.
    Revealed {
        /// The case's reference.
        case: String,
        /// The name of the field; never its content.
        field: String,
    },
    /// The staff member requested more fields than the daily budget allows.
    OverBudget {
        /// The budget.
        budget: u32,
    },
    /// An administrator dismissed the alert about that.
    AlertSeen,
    /// The staff member took the evidence bundle of a case.
    EvidenceTaken {
        /// The case's reference.
        case: String,
        /// True for a file, false for a page to print.
        file: bool,
    },
    /// The staff member requested an action that the role does not permit.
    Denied {
        /// The requested path, without personal data, or the word of the permission.
        what: String,
    },
}

impl StaffEvent {
    /// Origin and count, if attempts were refused.
    pub const fn refusal_mut(&mut self) -> Option<&mut Refusal> {
        match self {
            Self::Refused { refusal, .. } | Self::HeldBack { refusal } => Some(refusal),
            _ => None,
        }
    }
}

crate::word_table! {
    /// The word that is stored beside the details.
    &StaffEvent: as_str {
        Added => "added",
        Invited => "invited",
        Withdrawn => "withdrawn",
        Enrolled => "enrolled",
        SignedIn => "signed_in",
        Refused => "refused",
        HeldBack => "held_back",
        Locked => "locked",
        Confirmed => "confirmed",
        SignedOut => "signed_out",
        SessionsEnded => "sessions_ended",
        PasswordChanged => "password_changed",
        TotpSet => "totp_set",
        TotpRemoved => "totp_removed",
        PasskeyAdded => "passkey_added",
        PasskeyRemoved => "passkey_removed",
        RecoveryMade => "recovery_made",
        RoleChanged => "role_changed",
        ChangeRequested => "change_requested",
        ChangeConfirmed => "change_confirmed",
        ChangeRejected => "change_rejected",
        ChangeWithdrawn => "change_withdrawn",
        Disabled => "disabled",
        Enabled => "enabled",
        Reset => "reset",
        CaseOpened => "case_opened",
        ActivityExported => "activity_exported",
        Searched => "searched",
        Exported => "exported",
        Revealed => "revealed",
        OverBudget => "over_budget",
        AlertSeen => "alert_seen",
        EvidenceTaken => "evidence_taken",
        Denied => "denied",
    }
}

/// One event of the staff audit trail. The store adds sequence number, time and hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffAuditEntry {
    /// The actor.
    pub actor: StaffActor,
    /// The account that it is about.
    pub about: Option<ReviewerId>,
    /// The event.
    pub event: StaffEvent,
}
