//! Signing in and out.

use super::{go, go_and_say, keep, ours, services};
use crate::{
    api::ApiError,
    desk::{routes::DeskPath, visit::Notice},
    request::failed,
};
use http::header::SET_COOKIE;
use kyc::{
    desk::{
        service::{First, FirstOutcome, Second, SecondOutcome},
        session::Stage,
    },
    lang::Lang,
};
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;
use time::Duration;
use zeroize::Zeroizing;

/// A wait in whole minutes, at least one.
fn minutes(wait: Duration) -> Notice {
    let minutes = wait.whole_seconds().max(1).cast_unsigned().div_ceil(60);
    Notice::Wait(u16::try_from(minutes).unwrap_or(u16::MAX))
}

/// Looks at name and password.
pub(crate) async fn sign_in(name: &str, password: Zeroizing<String>) -> Result<(), ApiError> {
    let services = services();
    let session = &services.arrival.session;
    if matches!(session.stage, Stage::In(_)) {
        go(DeskPath::Home.pattern());
        return Ok(());
    }
    let proof = First::Password {
        name,
        password: &password,
    };
    let outcome = services.desk.prove_first(session, proof, services.ip).await;
    match outcome.map_err(|error| failed(&error))? {
        FirstOutcome::Halfway(secret) => {
            keep(&secret);
            go(DeskPath::Second.pattern());
        }
        FirstOutcome::Wrong => go_and_say(DeskPath::SignIn, Notice::Wrong),
        FirstOutcome::Wait(wait) => go_and_say(DeskPath::SignIn, minutes(wait)),
    }
    Ok(())
}

/// Looks at a second factor: of somebody who is halfway in, or once more of
/// somebody who is in and wants to go on to `to`.
pub(crate) async fn show(proof: Second<'_>, to: &str) -> Result<(), ApiError> {
    let services = services();
    let (desk, arrival) = (&services.desk, &services.arrival);
    let wrong = match proof {
        Second::Code(_) => Notice::Code,
        Second::Recovery(_) => Notice::Recovery,
        Second::Passkey(_) => Notice::Passkey,
    };
    let (outcome, here, next) = match arrival.seat() {
        Some(seat) => {
            let outcome = desk.confirm(&seat, proof, services.ip).await;
            (outcome, DeskPath::Confirm, ours(to))
        }
        None => {
            let reviewer = arrival.reviewer.as_ref();
            let outcome = desk
                .prove_second(&arrival.session, reviewer, proof, services.ip)
                .await;
            (outcome, DeskPath::Second, DeskPath::Home.pattern())
        }
    };
    let again = |notice: Notice| {
        let to = if here == DeskPath::Confirm {
            format!("&to={next}")
        } else {
            String::new()
        };
        go(&format!("{}{to}", notice.at(here)));
    };
    match outcome.map_err(|error| failed(&error))? {
        SecondOutcome::In(secret) => {
            keep(&secret);
            go(next);
        }
        SecondOutcome::Wrong => again(wrong),
        SecondOutcome::Wait(wait) => again(minutes(wait)),
        SecondOutcome::Over => go_and_say(DeskPath::SignIn, Notice::Over),
    }
    Ok(())
}

/// Ends the session and has the browser forget its cookie and what it keeps.
pub(crate) async fn sign_out() -> Result<(), ApiError> {
    let services = services();
    let ended = services.desk.sign_out(&services.arrival.session).await;
    ended.map_err(|error| failed(&error))?;
    let response = expect_context::<ResponseOptions>();
    response.append_header(SET_COOKIE, (services.cookie)(None));
    response.insert_header(
        http::HeaderName::from_static("clear-site-data"),
        http::HeaderValue::from_static("\"cache\""),
    );
    go_and_say(DeskPath::SignIn, Notice::SignedOut);
    Ok(())
}

/// Changes the language.
pub(crate) async fn speak(lang: &str, to: &str) -> Result<(), ApiError> {
    if let Some(lang) = Lang::from_tag(lang) {
        let services = services();
        let spoken = services.desk.speak(&services.arrival.session, lang).await;
        spoken.map_err(|error| failed(&error))?;
    }
    go(ours(to));
    Ok(())
}
