//! Roles and permissions. One table maps them; each page and server function of the admin checks
//! it.

use serde::{Deserialize, Serialize};

/// The role of a staff account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads only.
    Viewer,
    /// Works on cases.
    Reviewer,
    /// Works on cases and manages the staff.
    Administrator,
}

crate::word_table! {
    /// The word that is stored and typed. The least powerful role comes first.
    Role: as_str, parse {
        Viewer => "viewer",
        Reviewer => "reviewer",
        Administrator => "administrator",
    }
}

impl Role {
    /// Whether this role has a permission.
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

/// An action in the admin that requires a permission: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See the list of applications.
    ViewList,
    /// Open one of them.
    ViewCase,
    /// See the dashboard: counts, durations and the provider's health.
    SeeOverview,
    /// Write an internal note.
    Note,
    /// Write a message to the applicant.
    Message,
    /// Assign a case, or take it.
    Assign,
    /// Unmask a field of personal data.
    Reveal,
    /// Poll the provider now, request documents again, release a parked application.
    Act,
    /// Request an override of a decision.
    RequestOverride,
    /// Confirm the request of another reviewer.
    ConfirmOverride,
    /// Take the evidence bundle of a case.
    TakeEvidence,
    /// Export the list without personal data.
    Export,
    /// Export it with personal data.
    ExportPersonal,
    /// Add, disable and reset staff accounts; end their sessions.
    ManageStaff,
}

/// The permissions of the roles: viewer, reviewer, administrator.
const TABLE: [(Permission, bool, bool, bool); 14] = [
    (Permission::ViewList, true, true, true),
    (Permission::ViewCase, true, true, true),
    (Permission::SeeOverview, true, true, true),
    (Permission::Note, false, true, true),
    (Permission::Message, false, true, true),
    (Permission::Assign, false, true, true),
    (Permission::Reveal, false, true, true),
    (Permission::Act, false, true, true),
    (Permission::RequestOverride, false, true, true),
    (Permission::ConfirmOverride, false, true, true),
    (Permission::TakeEvidence, false, true, true),
    (Permission::Export, false, true, true),
    (Permission::ExportPersonal, false, false, true),
    (Permission::ManageStaff, false, false, true),
];

/// The row of a permission; a permission without a row is granted to no role.
fn row(permission: Permission) -> (Permission, bool, bool, bool) {
    let mut rows = TABLE.iter().copied();
    rows.find(|(of, ..)| *of == permission)
        .unwrap_or((permission, false, false, false))
}

impl Permission {
    /// The word in the staff audit trail. Its events are hashed, so a word never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ViewList => "ViewList",
            Self::ViewCase => "ViewCase",
            Self::SeeOverview => "SeeOverview",
            Self::Note => "Note",
            Self::Message => "Message",
            Self::Assign => "Assign",
            Self::Reveal => "Reveal",
            Self::Act => "Act",
            Self::RequestOverride => "RequestOverrule",
            Self::ConfirmOverride => "ConfirmOverrule",
            Self::TakeEvidence => "TakeEvidence",
            Self::Export => "Export",
            Self::ExportPersonal => "ExportPersonal",
            Self::ManageStaff => "ManageStaff",
        }
    }

    /// All permissions, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(permission, ..)| *permission)
    }

    /// Whether the action requires a recent second factor. Irreversible actions and bulk
    /// disclosures do (ASVS 7.5.3).
    #[must_use]
    pub const fn wants_fresh(self) -> bool {
        match self {
            Self::Reveal
            | Self::RequestOverride
            | Self::ConfirmOverride
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permission_words_stay_as_stored() {
        for permission in Permission::all() {
            let stored = match permission {
                Permission::RequestOverride => "RequestOverrule".to_owned(),
                Permission::ConfirmOverride => "ConfirmOverrule".to_owned(),
                other => format!("{other:?}"),
            };
            assert_eq!(permission.as_str(), stored);
        }
    }
}
