//! Entries that the log of provider updates keeps.

use super::{NOW, capture, outcomes, update};
use kyc::{
    id::ExternalId,
    provider::{Capture, ProviderOutcome, ProviderStatus, ProviderUpdate},
    state::{State, UpdateLog},
};
use time::Duration;

/// The log after these outcomes, requested at intervals of one minute.
fn log(outcomes: impl IntoIterator<Item = ProviderOutcome>) -> UpdateLog {
    let first = (State::SUBMITTED, UpdateLog::default());
    let updates = (0..).zip(outcomes).map(|(minute, outcome)| ProviderUpdate {
        requested_at: NOW + Duration::minutes(minute),
        ..update(outcome, true)
    });
    let (_, log) = updates.fold(first, |(state, log), update| {
        let transition = state.apply(log, &update);
        (transition.state, transition.update_log)
    });
    log
}

/// Minutes of the stored entries.
fn minutes(log: &UpdateLog) -> Vec<i64> {
    let stored = serde_json::to_value(log).expect("JSON");
    let pieces = stored["pieces"].as_array().expect("the entries");
    pieces
        .iter()
        .map(|piece| {
            let at = piece["as_of"].as_str().expect("a time");
            let format = &time::format_description::well_known::Rfc3339;
            let at = time::OffsetDateTime::parse(at, format).expect("RFC 3339");
            (at - NOW).whole_minutes()
        })
        .collect()
}

#[test]
fn log_repeats_only_the_wording_of_the_last_update() {
    let worded = |status: &str| ProviderUpdate {
        status: ProviderStatus {
            status: status.to_owned(),
            ..ProviderStatus::default()
        },
        ..update(ProviderOutcome::Processing, true)
    };
    let log = UpdateLog::default();
    assert!(!log.repeats(&worded("pending")));
    let log = State::SUBMITTED.apply(log, &worded("pending")).update_log;
    assert!(log.repeats(&worded("pending")) && !log.repeats(&worded("review")));
    assert_eq!(log.last_status(), &worded("pending").status);
    // A final state keeps the wording, too.
    let log = State::Denied.apply(log, &worded("review")).update_log;
    assert!(log.repeats(&worded("review")));
}

#[test]
fn log_is_empty_until_an_update_counts() {
    assert!(UpdateLog::default().is_empty());
    for outcome in outcomes() {
        let is_final = outcome.state_kind().is_final();
        let says_nothing = outcome == ProviderOutcome::NotStarted;
        assert_eq!(
            log([outcome.clone()]).is_empty(),
            is_final || says_nothing,
            "{outcome:?}"
        );
    }
    let unknown = update(ProviderOutcome::Processing, false);
    let transition = State::SUBMITTED.apply(UpdateLog::default(), &unknown);
    assert!(transition.update_log.is_empty());
}

#[test]
fn log_of_a_run_keeps_its_first_and_last_entry() {
    use ProviderOutcome::{ManualReview, Processing};
    assert_eq!(minutes(&log(vec![Processing; 9])), [0, 8]);
    let runs = [vec![Processing; 3], vec![ManualReview; 4], vec![Processing]];
    assert_eq!(minutes(&log(runs.concat())), [0, 2, 3, 6, 7]);
    let alternating = [Processing, ManualReview, Processing];
    assert_eq!(minutes(&log(alternating)), [0, 1, 2]);
}

#[test]
fn log_keeps_each_link_and_when_it_was_first_seen_alive() {
    let offered = |name| ProviderOutcome::DocumentsRequired(Some(capture(name)));
    let alive = |minute| {
        let seen = capture("a").seen_alive(NOW + Duration::minutes(minute));
        ProviderOutcome::DocumentsRequired(Some(seen))
    };
    assert_eq!(minutes(&log(["a", "b", "c"].map(offered))), [0, 1, 2]);
    assert_eq!(minutes(&log(["a", "a", "a"].map(offered))), [0, 2]);
    let seen = [offered("a"), alive(1), alive(20), alive(40)];
    assert_eq!(minutes(&log(seen)), [0, 1, 3]);
    let without_link = ProviderOutcome::DocumentsRequired(None);
    assert_eq!(
        minutes(&log([offered("a"), without_link, offered("a")])),
        [0, 1, 2]
    );
}

#[test]
fn log_keeps_one_entry_of_an_update_delivered_twice() {
    let review = update(ProviderOutcome::ManualReview, true);
    let once = State::SUBMITTED.apply(UpdateLog::default(), &review);
    let twice = once.state.apply(once.update_log, &review);
    assert_eq!(minutes(&twice.update_log), [0]);
}

#[test]
fn log_beyond_32_entries_drops_the_oldest() {
    let changing = |n: usize| {
        let two = [
            ProviderOutcome::ManualReview,
            ProviderOutcome::DocumentsUnderReview,
        ];
        two.into_iter().cycle().take(n)
    };
    assert_eq!(minutes(&log(changing(32))), (0..32).collect::<Vec<_>>());
    assert_eq!(minutes(&log(changing(40))), (8..40).collect::<Vec<_>>());
}

#[test]
fn link_seen_alive_is_trusted_for_forty_minutes_in_steps_of_ten() {
    let until = |minute: i64, second: i64| {
        let at = NOW + Duration::minutes(minute) + Duration::seconds(second);
        let seen: Capture = capture("a").seen_alive(at);
        seen.alive_until.map(|until| (until - NOW).whole_seconds())
    };
    assert_eq!(until(0, 0), Some(50 * 60));
    assert_eq!(until(9, 59), Some(50 * 60));
    assert_eq!(until(10, 0), Some(60 * 60));
}

#[test]
fn other_ids_are_recorded_once_each_up_to_a_limit() {
    let id = |n: usize| ExternalId::parse(&format!("ext_{n}")).expect("an id");
    let mut log = UpdateLog::default();
    for n in [1, 2, 1, 2, 2, 1] {
        log.record_other_id(&id(n));
    }
    assert!(!log.record_other_id(&id(1)) && !log.record_other_id(&id(2)));
    let new = (1..=40).filter(|n| log.record_other_id(&id(*n)));
    assert_eq!(new.collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
    let stored = serde_json::to_value(&log).expect("JSON");
    let read: UpdateLog = serde_json::from_value(stored).expect("read");
    assert_eq!(read, log);
}

#[test]
fn other_id_of_an_older_row_is_still_known() {
    let id = |word| ExternalId::parse(word).expect("an id");
    let mut log: UpdateLog =
        serde_json::from_str(r#"{"pieces":[],"other_id":"ext_1"}"#).expect("an older row");
    assert!(!log.record_other_id(&id("ext_1")));
    assert!(log.record_other_id(&id("ext_2")));
}
