//! Server functions of the admin, below `/admin/api`. Each checks the caller's
//! permission itself. A middleware has checked the `csrf` token before.
//!
//! # Errors
//! Each fails with [`ApiError::Later`](crate::api::ApiError::Later) when the store is
//! unavailable, and with [`ApiError::Stop`](crate::api::ApiError::Stop) without the
//! permission that it needs.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

mod account;
mod case;
mod disclosure;
mod enrol;
mod list;
mod overrides;
mod sign_in;
mod staff;

pub use account::{
    AddPasskey, AdminStay, ChangePassword, EndSession, MakeCodes, NamePasskey, RemoveFactor, SetApp,
};
pub use case::{
    AskCase, AssignCase, GetCaseUpdate, InviteCase, KeepTyped, MessageCase, NoteCase, ReleaseCase,
};
pub use disclosure::{DismissAlert, RevealField};
pub use enrol::{ChoosePassword, CodesNoted, EnrolCode, EnrolPasskey};
pub use list::{GetListUpdate, SearchList};
pub use overrides::{ReplyToOverride, RequestOverride};
pub use sign_in::{
    AdminLanguage, ShowCode, ShowPasskey, ShowRecovery, SignIn, SignInWithPasskey, SignOut,
};
pub use staff::{AddStaff, AnswerStaffRequest, ChangeStaff, DismissChanges};
