//! Roles and permissions. Who may do what is one table, and every page and
//! server function of the desk asks it.

use serde::{Deserialize, Serialize};

/// What somebody is at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Looks, and changes nothing.
    Viewer,
    /// Works on cases.
    Reviewer,
    /// The same, and looks after the staff.
    Administrator,
}

impl Role {
    /// Every role, the least powerful first.
    pub const ALL: &[Self] = &[Self::Viewer, Self::Reviewer, Self::Administrator];

    /// The word that is stored and typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Reviewer => "reviewer",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == word)
    }

    /// Whether this role may do that.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        let (_, viewer, reviewer, administrator) = row(permission);
        match self {
            Self::Viewer => viewer,
            Self::Reviewer => reviewer,
            Self::Administrator => administrator,
        }
    }
}

/// Something that may be done at the desk: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See the list of applications.
    ViewList,
    /// Open one of them.
    ViewCase,
    /// See the picture: counts, times, upstream health.
    SeeOverview,
    /// Write an internal note.
    Note,
    /// Write to the applicant.
    Message,
    /// Assign a case, or claim it.
    Assign,
    /// See a field of personal data in full.
    Reveal,
    /// Ask the upstream now, invite to send documents again, release.
    Act,
    /// Record that a decision should be overruled.
    RequestOverrule,
    /// Confirm such a request of somebody else.
    ConfirmOverrule,
    /// Take the evidence of a case away.
    TakeEvidence,
    /// Export the list without personal data.
    Export,
    /// Export it with personal data.
    ExportPersonal,
    /// Add, disable and reset staff; end anybody's sessions.
    ManageStaff,
}

/// Who may do what: viewer, reviewer, administrator.
const TABLE: [(Permission, bool, bool, bool); 14] = [
    (Permission::ViewList, true, true, true),
    (Permission::ViewCase, true, true, true),
    (Permission::SeeOverview, true, true, true),
    (Permission::Note, false, true, true),
    (Permission::Message, false, true, true),
    (Permission::Assign, false, true, true),
    (Permission::Reveal, false, true, true),
    (Permission::Act, false, true, true),
    (Permission::RequestOverrule, false, true, true),
    (Permission::ConfirmOverrule, false, true, true),
    (Permission::TakeEvidence, false, true, true),
    (Permission::Export, false, true, true),
    (Permission::ExportPersonal, false, false, true),
    (Permission::ManageStaff, false, false, true),
];

/// The row of a permission; one that has none is nobody's.
fn row(permission: Permission) -> (Permission, bool, bool, bool) {
    let mut rows = TABLE.iter().copied();
    rows.find(|(of, ..)| *of == permission)
        .unwrap_or((permission, false, false, false))
}

impl Permission {
    /// Every permission, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(permission, ..)| *permission)
    }

    /// Whether a second factor must have been shown within the last minutes:
    /// what cannot be taken back, and what shows much at once (ASVS 7.5.3).
    #[must_use]
    pub const fn wants_fresh(self) -> bool {
        match self {
            Self::Reveal
            | Self::RequestOverrule
            | Self::ConfirmOverrule
            | Self::Export
            | Self::ExportPersonal
            | Self::ManageStaff => true,
            Self::ViewList
            | Self::ViewCase
            | Self::SeeOverview
            | Self::Note
            | Self::Message
            | Self::Assign
            | Self::TakeEvidence
            | Self::Act => false,
        }
    }
}
