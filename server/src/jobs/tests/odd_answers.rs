//! Answers that the provider should not give. None of them may decide in the applicant's favour,
//! and none may end the way that the next sound answer opens.

use super::provider::{Named, Reply, Scene, about, about_us, approved, capture, lost};
use kyc::{
    id::ApplicationId,
    ports::{Clock, VerifierError},
    provider::ProviderOutcome,
};
use time::Duration;

/// The dialects' two kinds of ids: assigned by the provider, and by us.
const BOTH: [bool; 2] = [false, true];

/// Calls a second that no test uses up.
const PLENTY: u32 = 1_000;

/// Words of the audit trail of an application.
async fn trail(scene: &Scene, id: ApplicationId) -> Vec<String> {
    scene.store.event_words(id).await
}

/// Asserts that the verification of the audit trail finds no fault.
async fn assert_chain_is_sound(scene: &Scene) {
    let report = scene.store.verify_trail(&[]).await.expect("read");
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

#[tokio::test]
async fn status_answer_about_another_id_is_recorded_once_and_not_applied() {
    for client_assigned in BOTH {
        for outcome in [approved(), ProviderOutcome::Denied] {
            let scene = Scene::new(client_assigned, PLENTY).await;
            let id = scene.submitted().await;
            let other = || about("ext_other", outcome.clone());
            let processing = about_us(ProviderOutcome::Processing);
            scene
                .provider
                .will_answer(vec![processing], vec![other(), other(), other()]);
            scene.run(id).await;
            for _ in 0..2 {
                scene.run(id).await;
            }
            scene.advance(Duration::seconds(6));
            let found = scene.application(id).await;
            scene.onboarding.refresh(found).await.expect("polled");
            assert_eq!(scene.provider.counts(), (1, 3));
            assert_eq!(scene.state(id).await, "processing", "{outcome:?}");
            let trail = trail(&scene, id).await;
            let odd = trail.iter().filter(|word| *word == "other_id");
            assert_eq!(odd.count(), 1, "{trail:?}");
            // The next answer about this application is applied.
            scene
                .provider
                .will_answer(vec![], vec![about_us(ProviderOutcome::Denied)]);
            scene.run(id).await;
            assert_eq!(scene.state(id).await, "denied");
        }
    }
}

#[tokio::test]
async fn start_answer_about_another_id_is_not_applied_and_the_request_is_sent_again() {
    let scene = Scene::new(true, PLENTY).await;
    let id = scene.submitted().await;
    let missing = Err(VerifierError::Unauthorized { status: 404 });
    let starts = vec![
        about("usr_other", approved()),
        about_us(ProviderOutcome::Denied),
    ];
    scene.provider.will_answer(starts, vec![missing]);
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "submitting");
    assert!(trail(&scene, id).await.contains(&"other_id".to_owned()));
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "denied");
}

#[tokio::test]
async fn start_answers_about_another_id_are_requested_three_times_and_then_parked() {
    for refused in [false, true] {
        let scene = Scene::new(true, PLENTY).await;
        let id = scene.submitted().await;
        let missing = || Err(VerifierError::Unauthorized { status: 404 });
        let other = || about("usr_other", approved());
        if refused {
            // The access is rejected first, so that the application is parked and retried slowly.
            scene.provider.will_answer(vec![missing()], vec![]);
            scene.run(id).await;
        }
        let starts = vec![other(), other(), other(), other()];
        let statuses = (0..4).map(|_| missing()).collect();
        scene.provider.will_answer(starts, statuses);
        while scene.run(id).await.is_some() {}
        assert_eq!(scene.state(id).await, "parked: no_provider_id");
        assert_eq!(scene.provider.counts().0, 3 + usize::from(refused));
        let attempt = scene.onboarding.store.open_attempt(id).await;
        assert!(attempt.expect("read").is_some(), "a release sends it again");
        assert_chain_is_sound(&scene).await;
    }
}

#[tokio::test]
async fn status_answer_about_another_id_does_not_replace_a_lost_start_answer() {
    let scene = Scene::new(true, PLENTY).await;
    let id = scene.submitted().await;
    let starts = vec![lost(), about_us(ProviderOutcome::ManualReview)];
    scene
        .provider
        .will_answer(starts, vec![about("usr_other", approved())]);
    scene.run(id).await;
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "manual_review");
    assert_eq!(scene.provider.counts(), (2, 1));
    assert!(trail(&scene, id).await.contains(&"other_id".to_owned()));
}

/// A provider with client-assigned ids whose first start answer is lost.
async fn after_a_lost_start(starts: Vec<Reply>, statuses: Vec<Reply>) -> (Scene, ApplicationId) {
    let scene = Scene::new(true, PLENTY).await;
    let id = scene.submitted().await;
    scene.provider.will_answer(vec![lost()], vec![]);
    scene.provider.will_answer(starts, statuses);
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "submitting");
    (scene, id)
}

#[tokio::test]
async fn rejected_status_request_does_not_refuse_the_start() {
    let manual = about_us(ProviderOutcome::ManualReview);
    let (scene, id) = after_a_lost_start(vec![manual], vec![Err(VerifierError::Malformed)]).await;
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "manual_review");
    assert_eq!(scene.provider.counts(), (2, 1));
}

#[tokio::test]
async fn rejected_status_request_after_a_conflict_does_not_refuse_the_start() {
    for odd in [
        VerifierError::Malformed,
        VerifierError::AlreadyApproved,
        VerifierError::Unauthorized { status: 404 },
    ] {
        let scene = Scene::new(true, PLENTY).await;
        let id = scene.submitted().await;
        let conflict = Err(VerifierError::AlreadyApproved);
        let statuses = vec![Err(odd.clone()), about_us(approved())];
        scene.provider.will_answer(vec![conflict], statuses);
        scene.run(id).await;
        assert_eq!(scene.state(id).await, "submitting", "{odd:?}");
        scene.run(id).await;
        assert_eq!(scene.state(id).await, "approved", "{odd:?}");
    }
}

#[tokio::test]
async fn status_conflict_after_a_lost_start_asks_again() {
    let conflict = Err(VerifierError::AlreadyApproved);
    let statuses = vec![conflict, about_us(approved())];
    let (scene, id) = after_a_lost_start(vec![], statuses).await;
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "submitting");
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "approved");
    assert_eq!(scene.provider.counts(), (1, 2));
}

#[tokio::test]
async fn start_answer_without_id_is_requested_again_and_then_parked() {
    let without = || Ok((ProviderOutcome::Processing, Named::Nothing));
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    let named = about_us(ProviderOutcome::ManualReview);
    scene.provider.will_answer(vec![without(), named], vec![]);
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "submitting");
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "manual_review");

    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    scene
        .provider
        .will_answer(vec![without(), without(), without()], vec![]);
    while scene.run(id).await.is_some() {}
    assert_eq!(scene.state(id).await, "parked: no_provider_id");
    assert_eq!(scene.provider.counts(), (3, 0));
    let attempt = scene.onboarding.store.open_attempt(id).await;
    assert!(attempt.expect("read").is_some(), "a release sends it again");
}

#[tokio::test]
async fn final_start_answer_needs_no_id() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    scene
        .provider
        .will_answer(vec![Ok((ProviderOutcome::Denied, Named::Nothing))], vec![]);
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "denied");
}

#[tokio::test]
async fn start_answer_with_an_unusable_id_parks() {
    for client_assigned in BOTH {
        let scene = Scene::new(client_assigned, PLENTY).await;
        let id = scene.submitted().await;
        scene
            .provider
            .will_answer(vec![Err(VerifierError::UnusableId)], vec![]);
        scene.run(id).await;
        assert_eq!(scene.state(id).await, "parked: no_provider_id");
    }
}

#[tokio::test]
async fn rejected_access_is_parked_and_retried_slowly() {
    for status in [401, 403, 404] {
        for client_assigned in BOTH {
            let scene = Scene::new(client_assigned, PLENTY).await;
            let id = scene.submitted().await;
            let refused = || Err(VerifierError::Unauthorized { status });
            let missing = || Err(VerifierError::Unauthorized { status: 404 });
            let starts = vec![refused(), refused(), about_us(ProviderOutcome::Denied)];
            scene
                .provider
                .will_answer(starts, vec![missing(), missing()]);
            scene.run(id).await;
            for _ in 0..2 {
                assert_eq!(scene.state(id).await, "parked: upstream_refuses_us");
                let before = scene.clock.now();
                assert!(scene.run(id).await.is_some(), "{status}");
                let waited = scene.clock.now() - before;
                assert!(waited >= Duration::minutes(10), "{waited}");
            }
            assert_eq!(scene.state(id).await, "denied", "{status}");
            let parked = trail(&scene, id).await;
            let parked = parked.iter().filter(|word| *word == "parked").count();
            assert_eq!(parked, 1, "one event for one fault");
        }
    }
}

#[tokio::test]
async fn unusable_capture_link_parks_until_the_operator_corrects_it() {
    for client_assigned in BOTH {
        let scene = Scene::new(client_assigned, PLENTY).await;
        let id = scene.submitted().await;
        let owed = || about_us(ProviderOutcome::DocumentsRequired(None));
        scene.provider.will_answer(
            vec![about_us(ProviderOutcome::UnusableLink)],
            vec![owed(), owed()],
        );
        scene.run(id).await;
        for _ in 0..2 {
            assert_eq!(scene.state(id).await, "parked: unusable_link");
            scene.run(id).await;
        }
        assert_eq!(scene.state(id).await, "parked: unusable_link");
        let reference = scene.application(id).await.reference;
        let released = scene.onboarding.release(&reference, None, None).await;
        released.expect("released");
        assert_eq!(scene.state(id).await, "resubmit");
    }
}

#[tokio::test]
async fn alternating_other_ids_are_recorded_once_each() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    let processing = about_us(ProviderOutcome::Processing);
    let other = |id| about(id, approved());
    let statuses = (0..6).map(|n| other(["ext_one", "ext_two"][n % 2]));
    scene
        .provider
        .will_answer(vec![processing], statuses.collect());
    for _ in 0..7 {
        scene.run(id).await;
    }
    assert_eq!(scene.provider.counts(), (1, 6));
    let trail = trail(&scene, id).await;
    let odd = trail.iter().filter(|word| *word == "other_id");
    assert_eq!(odd.count(), 2, "{trail:?}");
}

#[tokio::test]
async fn valid_capture_link_can_be_replaced_while_attempts_are_left() {
    let home = std::net::Ipv4Addr::LOCALHOST.into();
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    let link = capture(scene.clock.now());
    let owed = || about_us(ProviderOutcome::DocumentsRequired(Some(link.clone())));
    let attempts = usize::try_from(scene.onboarding.policy.attempts).expect("few");
    scene
        .provider
        .will_answer((0..attempts).map(|_| owed()).collect(), vec![]);
    scene.run(id).await;
    for n in 2..=attempts + 2 {
        assert_eq!(scene.state(id).await, "documents_required");
        scene
            .onboarding
            .renew(id, "123-45-6789", home)
            .await
            .expect("no error");
        if n <= attempts {
            scene.run(id).await;
        }
        let expected = n.min(attempts);
        assert_eq!(
            scene.provider.counts().0,
            expected,
            "no attempt beyond the limit"
        );
    }
}

#[tokio::test]
async fn renewal_after_the_end_of_the_link_keeps_the_audit_chain() {
    let home = std::net::Ipv4Addr::LOCALHOST.into();
    for typed in ["123-45-6789", "123"] {
        let scene = Scene::new(false, PLENTY).await;
        let id = scene.submitted().await;
        let owed = ProviderOutcome::DocumentsRequired(Some(capture(scene.clock.now())));
        scene.provider.will_answer(vec![about_us(owed)], vec![]);
        scene.run(id).await;
        // No poll has recorded the expiry.
        scene.advance(Duration::hours(2));
        let renewed = scene.onboarding.renew(id, typed, home).await;
        renewed.expect("renewed");
        assert_chain_is_sound(&scene).await;
        let trail = trail(&scene, id).await;
        assert!(trail.contains(&"capture_expired".to_owned()), "{trail:?}");
    }
}

#[tokio::test]
async fn answer_with_an_expired_link_keeps_the_audit_chain() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    let link = capture(scene.clock.now());
    scene.run(id).await;
    scene.advance(Duration::hours(2));
    let owed = ProviderOutcome::DocumentsRequired(Some(link));
    scene.provider.will_answer(vec![], vec![about_us(owed)]);
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "expired");
    assert_chain_is_sound(&scene).await;
}
