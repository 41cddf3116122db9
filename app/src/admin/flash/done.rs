//! Flash messages that confirm what a command on an account has done.

use crate::{admin::i18n::done as words, i18n::Text};

/// A confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoneFlash {
    /// An enrolment link was created.
    InviteCreated,
    /// A change of the staff waits for a second administrator.
    ChangeRequested,
    /// A change of the staff was confirmed.
    ChangeConfirmed,
    /// A change of the staff was rejected.
    ChangeRejected,
    /// A change of the staff was withdrawn.
    ChangeWithdrawn,
    /// A staff account was disabled.
    AccountDisabled,
    /// A staff account was enabled.
    AccountEnabled,
    /// The role of a staff account changed.
    RoleChanged,
    /// All sessions of a staff account ended.
    StaffSessionsEnded,
    /// A reveal alert was dismissed.
    AlertReviewed,
    /// The own password changed.
    PasswordChanged,
    /// The own authenticator app was set up.
    AppSet,
    /// The own authenticator app was removed.
    AppRemoved,
    /// A passkey was added to the own account.
    PasskeyAdded,
    /// A passkey of the own account was renamed.
    PasskeyNamed,
    /// A passkey of the own account was removed.
    PasskeyRemoved,
    /// One of the own sessions ended.
    SessionEnded,
    /// All other sessions of the own account ended.
    OtherSessionsEnded,
}

kyc::word_table! {
    /// Code in the query.
    DoneFlash: code {
        InviteCreated => "invite-created",
        ChangeRequested => "change-requested",
        ChangeConfirmed => "change-confirmed",
        ChangeRejected => "change-rejected",
        ChangeWithdrawn => "change-withdrawn",
        AccountDisabled => "account-disabled",
        AccountEnabled => "account-enabled",
        RoleChanged => "role-changed",
        StaffSessionsEnded => "staff-sessions-ended",
        AlertReviewed => "alert-reviewed",
        PasswordChanged => "password-changed",
        AppSet => "app-set",
        AppRemoved => "app-removed",
        PasskeyAdded => "passkey-added",
        PasskeyNamed => "passkey-named",
        PasskeyRemoved => "passkey-removed",
        SessionEnded => "session-ended",
        OtherSessionsEnded => "other-sessions-ended",
    }
}

impl DoneFlash {
    /// Localized text.
    pub(crate) const fn words(self) -> Text {
        match self {
            Self::InviteCreated => words::INVITE_CREATED,
            Self::ChangeRequested => words::CHANGE_REQUESTED,
            Self::ChangeConfirmed => words::CHANGE_CONFIRMED,
            Self::ChangeRejected => words::CHANGE_REJECTED,
            Self::ChangeWithdrawn => words::CHANGE_WITHDRAWN,
            Self::AccountDisabled => words::ACCOUNT_DISABLED,
            Self::AccountEnabled => words::ACCOUNT_ENABLED,
            Self::RoleChanged => words::ROLE_CHANGED,
            Self::StaffSessionsEnded => words::STAFF_SESSIONS_ENDED,
            Self::AlertReviewed => words::ALERT_REVIEWED,
            Self::PasswordChanged => words::PASSWORD_CHANGED,
            Self::AppSet => words::APP_SET,
            Self::AppRemoved => words::APP_REMOVED,
            Self::PasskeyAdded => words::PASSKEY_ADDED,
            Self::PasskeyNamed => words::PASSKEY_NAMED,
            Self::PasskeyRemoved => words::PASSKEY_REMOVED,
            Self::SessionEnded => words::SESSION_ENDED,
            Self::OtherSessionsEnded => words::OTHER_SESSIONS_ENDED,
        }
    }
}
