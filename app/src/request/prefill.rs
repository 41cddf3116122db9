//! Having things filled in: each form calls one use case and says where to go.

use super::{go, go_and_say, leave, mine, services, switched, unless_gone};
use crate::{api::ApiError, routes::Path, visit::Notice};
use kyc::{
    flow::Step,
    form::prefill::PrefillTyped,
    service::{CodeEntryOutcome, CodeRequestOutcome},
};

/// Has a code sent to the phone.
pub(crate) async fn ask_for_code(typed: PrefillTyped, lang: &str) -> Result<(), ApiError> {
    let Some(application) = mine() else {
        return Ok(());
    };
    let id = application.id;
    let judge = !switched(lang).await?;
    let services = services();
    let asked = services
        .onboarding
        .ask_for_code(application, typed, judge, services.ip)
        .await;
    match unless_gone(asked)? {
        // A browser keeps what the second of two clicks brought.
        Some(CodeRequestOutcome::Sent | CodeRequestOutcome::Already) => {
            leave::remember(id).await?;
            go(Path::Code);
        }
        Some(CodeRequestOutcome::Mend) => go(Path::Prefill),
        Some(CodeRequestOutcome::Ineligible(reason)) => go(Path::Ineligible(reason)),
        Some(CodeRequestOutcome::Instead) => go_and_say(Path::Step(Step::Name), Notice::Unfilled),
        Some(CodeRequestOutcome::Elsewhere) => go(Path::Start),
        None => {}
    }
    Ok(())
}

/// Takes the code.
pub(crate) async fn enter_code(typed: &str, lang: &str) -> Result<(), ApiError> {
    let Some(application) = mine() else {
        return Ok(());
    };
    if switched(lang).await? {
        go(Path::Code);
        return Ok(());
    }
    let id = application.id;
    let onboarding = services().onboarding;
    let entered = onboarding.enter_code(application, typed).await;
    match unless_gone(entered)? {
        Some(CodeEntryOutcome::Filled) => {
            let Some(application) = unless_gone(onboarding.find(id).await)? else {
                return Ok(());
            };
            // What is filled in soundly is read on the page that reads it all back.
            let to = onboarding.progress(&application).furthest();
            go_and_say(Path::Step(to), Notice::Filled);
        }
        Some(CodeEntryOutcome::Mend(fault)) => go_and_say(Path::Code, Notice::FieldError(fault)),
        // Another may be had on the page that asks for it, if any may.
        Some(CodeEntryOutcome::RunOut) => go_and_say(Path::Prefill, Notice::RunOut),
        Some(CodeEntryOutcome::Instead) => go_and_say(Path::Step(Step::Name), Notice::Unfilled),
        Some(CodeEntryOutcome::Elsewhere) => go(Path::Start),
        None => {}
    }
    Ok(())
}
