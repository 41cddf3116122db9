//! Server functions of the admin, below `/admin/api`. Each checks the caller's
//! permission itself. A middleware has checked the `csrf` token before.
//!
//! # Errors
//! Each fails with [`ApiError::Later`](crate::api::ApiError::Later) when the store is
//! unavailable, and with [`ApiError::Stop`](crate::api::ApiError::Stop) without the
//! permission that it needs.

mod account;
mod case;
mod disclosure;
mod enrol;
mod list;
mod sign_in;
mod staff;

pub use account::{
    AddPasskey, AdminStay, ChangePassword, EndSession, MakeCodes, RemoveFactor, SetApp,
};
pub use case::{
    AskCase, AssignCase, CaseNews, InviteCase, KeepTyped, MessageCase, NoteCase, ReleaseCase,
};
pub use disclosure::{AnswerOverrule, AskOverrule, DismissAlert, RevealField};
pub use enrol::{ChoosePassword, CodesNoted, EnrolCode, EnrolPasskey};
pub use list::{ListNews, SearchList};
pub use sign_in::{AdminLanguage, ShowCode, ShowPasskey, ShowRecovery, SignIn, SignOut};
pub use staff::{AddStaff, AnswerStaffRequest, ChangeStaff, DismissChanges};
