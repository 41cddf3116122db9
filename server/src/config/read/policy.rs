//! The firm's policy: eligibility and limits of provider calls.

use super::SettingsReader;
use crate::config::Mode;
use kyc::{budget::DailyLimits, policy::Policy, value::UsState};

/// Reads the policy.
pub(super) fn policy(r: &mut SettingsReader<'_>, mode: Mode) -> Policy {
    let mut served_states = Vec::new();
    for code in r.list::<String>("VESTIBULE_SERVED_STATES", "state codes such as NY,CA") {
        match UsState::parse(&code) {
            Ok(state) => served_states.push(state),
            Err(_) => r.fault("VESTIBULE_SERVED_STATES", "state codes such as NY,CA"),
        }
    }
    let minimum_age = r.number("VESTIBULE_MINIMUM_AGE", 18, 120);
    let capture = r.number("VESTIBULE_CAPTURE_MINUTES", 1, 1440);
    let attempts = r.number("KYC_ATTEMPTS", 1, 100);
    Policy {
        minimum_age: u8::try_from(minimum_age).unwrap_or(u8::MAX),
        served_states,
        accepts_example_ssn: mode == Mode::Development,
        agreement_version: r.text("VESTIBULE_AGREEMENT_VERSION"),
        attempts,
        prefill_countries: prefill_countries(r),
        daily: daily_limits(r, mode),
        least_time: least_time(r, mode),
        capture_life: time::Duration::minutes(capture.into()),
        ..Policy::default()
    }
}

/// Daily limits of provider calls. In development an unset one is no limit: sandboxes cost nothing. The
/// limit of one phone always applies, because a code may reach a third party.
fn daily_limits(r: &mut SettingsReader<'_>, mode: Mode) -> DailyLimits {
    let mut limit = |name| {
        let applies = mode == Mode::Production || r.set(name).is_some();
        let limit = r.number(name, 0, 100_000_000);
        (applies && limit > 0).then_some(limit)
    };
    DailyLimits {
        starts: limit("KYC_STARTS_A_DAY"),
        starts_of_ssn: limit("KYC_STARTS_PER_SSN_A_DAY"),
        codes: limit("KYC_PREFILL_BUDGET_A_DAY"),
        codes_of_phone: Some(r.number("KYC_PREFILL_CODES_A_DAY", 1, 1_000)),
    }
}

/// Least time from begin to submission. In development an unset one is none: there people paste test
/// values.
fn least_time(r: &mut SettingsReader<'_>, mode: Mode) -> time::Duration {
    const NAME: &str = "KYC_LEAST_SECONDS";
    let applies = mode == Mode::Production || r.set(NAME).is_some();
    let seconds = r.number(NAME, 0, 600);
    time::Duration::seconds(if applies { seconds.into() } else { 0 })
}

/// Countries whose phones get a code.
fn prefill_countries(r: &mut SettingsReader<'_>) -> Vec<String> {
    const WANTED: &str = "ISO country codes such as US,CA";
    let countries = r.list::<String>("KYC_PREFILL_COUNTRIES", WANTED);
    let sound = |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if countries.is_empty() || !countries.iter().all(sound) {
        r.fault("KYC_PREFILL_COUNTRIES", WANTED);
    }
    countries
}
