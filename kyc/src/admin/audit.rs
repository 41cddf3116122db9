//! The trail of the staff: who came in, who did not, and who changed whom. A
//! closed list without names, addresses or secrets.

use super::{ReviewerId, role::Role};
use serde::{Deserialize, Serialize};

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffActor {
    /// Nobody we know.
    Nobody,
    /// This software.
    System,
    /// Somebody at the command line of the server.
    Operator,
    /// A reviewer.
    Reviewer(ReviewerId),
}

impl StaffActor {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::System => "system".to_owned(),
            Self::Operator => "operator".to_owned(),
            Self::Reviewer(id) => format!("reviewer:{id}"),
        }
    }
}

/// What somebody proved who they are with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// A password.
    Password,
    /// A code of an authenticator app.
    Totp,
    /// A passkey.
    Passkey,
    /// A recovery code, which is used up.
    Recovery,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum StaffEvent {
    /// Somebody was added.
    Added {
        /// As what.
        role: Role,
    },
    /// They got a link to enrol by.
    Invited,
    /// Nobody needs the first administrator's link any more.
    Withdrawn,
    /// They have password and second factor and can sign in.
    Enrolled,
    /// They signed in.
    SignedIn {
        /// With which second factor.
        factor: Factor,
    },
    /// Somebody tried and failed.
    Refused {
        /// What did not fit.
        factor: Factor,
    },
    /// Somebody tried too often.
    HeldBack,
    /// They showed a second factor once more, for something that wants it.
    Confirmed {
        /// Which.
        factor: Factor,
    },
    /// They signed out.
    SignedOut,
    /// Sessions of theirs were ended.
    SessionsEnded {
        /// How many.
        count: u64,
    },
    /// They have another password.
    PasswordChanged,
    /// They have an authenticator app, or another one.
    TotpSet,
    /// They have no authenticator app any more.
    TotpRemoved,
    /// They have one more passkey.
    PasskeyAdded,
    /// They have one passkey fewer.
    PasskeyRemoved,
    /// They have new recovery codes.
    RecoveryMade,
    /// They are something else now.
    RoleChanged {
        /// What they were.
        from: Role,
        /// What they are.
        to: Role,
    },
    /// They may not come in any more.
    Disabled,
    /// They may again.
    Enabled,
    /// Their password and second factors are gone: they enrol anew.
    Reset,
    /// They searched for somebody.
    Searched {
        /// By what kind of thing; never the thing.
        by: String,
    },
    /// They took the list away as a file.
    Exported {
        /// Whether names and addresses of mail are in it.
        personal: bool,
        /// What it was filtered by.
        list: String,
    },
    /// They were shown a field of personal data in full.
    Revealed {
        /// The case's reference.
        case: String,
        /// Which field; never what is in it.
        field: String,
    },
    /// They wanted to see more of them than anybody may in a day.
    OverBudget {
        /// How many that is.
        budget: u32,
    },
    /// An administrator has looked at the alert about that.
    AlertSeen,
    /// They took the evidence of a case away.
    EvidenceTaken {
        /// The case's reference.
        case: String,
        /// As a file, or else as a page to print.
        file: bool,
    },
    /// They asked for something that their role may not.
    Denied {
        /// What, as the address without anything personal.
        what: String,
    },
}

impl StaffEvent {
    /// The word that is stored beside the details.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Added { .. } => "added",
            Self::Invited => "invited",
            Self::Withdrawn => "withdrawn",
            Self::Enrolled => "enrolled",
            Self::SignedIn { .. } => "signed_in",
            Self::Refused { .. } => "refused",
            Self::HeldBack => "held_back",
            Self::Confirmed { .. } => "confirmed",
            Self::SignedOut => "signed_out",
            Self::SessionsEnded { .. } => "sessions_ended",
            Self::PasswordChanged => "password_changed",
            Self::TotpSet => "totp_set",
            Self::TotpRemoved => "totp_removed",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyRemoved => "passkey_removed",
            Self::RecoveryMade => "recovery_made",
            Self::RoleChanged { .. } => "role_changed",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Reset => "reset",
            Self::Searched { .. } => "searched",
            Self::Exported { .. } => "exported",
            Self::Revealed { .. } => "revealed",
            Self::OverBudget { .. } => "over_budget",
            Self::AlertSeen => "alert_seen",
            Self::EvidenceTaken { .. } => "evidence_taken",
            Self::Denied { .. } => "denied",
        }
    }
}

/// One line of the staff's trail. Order, time and hash are the store's to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffAuditEntry {
    /// Who.
    pub actor: StaffActor,
    /// Whom it is about.
    pub about: Option<ReviewerId>,
    /// What.
    pub event: StaffEvent,
}
