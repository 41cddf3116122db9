//! Answers under a provider id that another application has, or that an earlier attempt had. None
//! of them may decide the wrong application.

use super::provider::{Scene, about, about_us, approved, capture};
use crate::db::{Erasure, ErasureReason, RowError};
use kyc::{
    id::ExternalId,
    ports::{Change, Clock, StoreError},
    provider::ProviderOutcome,
};
use time::Duration;

/// Calls a second that no test uses up.
const PLENTY: u32 = 1_000;

#[tokio::test]
async fn two_starts_with_one_id_park_both_applications() {
    let scene = Scene::new(false, PLENTY).await;
    let (first, second) = (scene.submitted().await, scene.submitted().await);
    let starts = vec![
        about("ext_1", ProviderOutcome::Processing),
        about("ext_1", approved()),
    ];
    scene.provider.will_answer(starts, vec![]);
    scene.run(first).await;
    scene.run(second).await;
    for id in [first, second] {
        assert_eq!(scene.state(id).await, "parked: shared_provider_id");
    }
}

#[tokio::test]
async fn provider_id_of_another_application_is_not_committed() {
    let scene = Scene::new(false, PLENTY).await;
    let (first, second) = (scene.submitted().await, scene.submitted().await);
    scene.run(first).await;
    let mut theirs = scene.application(second).await;
    theirs.external_id = scene.application(first).await.external_id;
    let stored = scene.onboarding.store.commit(Change::of(theirs)).await;
    assert!(matches!(stored, Err(StoreError::Conflict)), "{stored:?}");
}

#[tokio::test]
async fn concurrent_starts_with_one_id_leave_it_to_one_application() {
    let scene = Scene::new(false, PLENTY).await;
    let (first, second) = (scene.submitted().await, scene.submitted().await);
    let answer = || about("ext_1", ProviderOutcome::Processing);
    scene.provider.will_answer(vec![answer(), answer()], vec![]);
    tokio::join!(scene.run(first), scene.run(second));
    let mut holders = 0;
    for id in [first, second] {
        assert_eq!(scene.state(id).await, "parked: shared_provider_id");
        holders += usize::from(scene.application(id).await.external_id.is_some());
    }
    assert_eq!(holders, 1);
}

#[tokio::test]
async fn applications_parked_by_one_wrong_start_answer_can_be_released() {
    let scene = Scene::new(false, PLENTY).await;
    let (holder, other) = (scene.submitted().await, scene.submitted().await);
    let starts = vec![
        about("ext_1", ProviderOutcome::Processing),
        about("ext_1", ProviderOutcome::Processing),
        about("ext_2", ProviderOutcome::ManualReview),
    ];
    let statuses = vec![about("ext_1", ProviderOutcome::Denied)];
    scene.provider.will_answer(starts, statuses);
    scene.run(holder).await;
    scene.run(other).await;
    let stored = scene.application(other).await;
    assert_eq!(stored.external_id, None);
    assert!(stored.draft.ssn.held, "the attempt is still open");
    let own = ExternalId::parse("ext_1").ok();
    let reference = scene.application(holder).await.reference;
    let released = scene.onboarding.release(&reference, own, None).await;
    released.expect("released");
    assert_eq!(scene.state(holder).await, "denied");
    let released = scene.onboarding.release(&stored.reference, None, None);
    released.await.expect("released");
    assert_eq!(scene.state(other).await, "submitting");
    scene.run(other).await;
    assert_eq!(scene.state(other).await, "manual_review");
    assert_eq!(scene.provider.counts(), (3, 1));
    assert!(!scene.application(other).await.draft.ssn.held);
}

#[tokio::test]
async fn poll_of_a_shared_id_parks_both_applications() {
    let scene = Scene::new(false, PLENTY).await;
    let (first, second) = (scene.submitted().await, scene.submitted().await);
    scene.run(first).await;
    scene.run(second).await;
    // An older version stored the same id twice.
    let external_id = scene.application(first).await.external_id.expect("an id");
    let external_id = external_id.as_str();
    scene.store.force_external_id(second, external_id).await;
    scene
        .provider
        .will_answer(vec![], vec![about_us(approved())]);
    scene.run(first).await;
    for id in [first, second] {
        assert_eq!(scene.state(id).await, "parked: shared_provider_id");
    }
}

#[tokio::test]
async fn provider_id_of_an_erased_application_blocks_no_other() {
    let scene = Scene::new(false, PLENTY).await;
    let (first, second) = (scene.submitted().await, scene.submitted().await);
    let starts = vec![
        about("ext_1", ProviderOutcome::Denied),
        about("ext_1", ProviderOutcome::ManualReview),
    ];
    let statuses = vec![about("ext_1", ProviderOutcome::Denied)];
    scene.provider.will_answer(starts, statuses);
    scene.run(first).await;
    let now = scene.clock.now();
    let erased = scene
        .store
        .erase::<RowError>(first, ErasureReason::Request, now, || Ok(()))
        .await;
    assert_eq!(erased.expect("erased"), Erasure::Done);
    scene.run(second).await;
    assert_eq!(scene.state(second).await, "manual_review");
    scene.run(second).await;
    assert_eq!(scene.state(second).await, "denied");
}

#[tokio::test]
async fn late_answer_about_the_id_of_an_earlier_attempt_is_not_applied() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    let owed = ProviderOutcome::DocumentsRequired(Some(capture(scene.clock.now())));
    let starts = vec![
        about("ext_1", owed),
        about("ext_2", ProviderOutcome::ManualReview),
    ];
    let statuses = vec![about("ext_1", ProviderOutcome::Denied)];
    scene.provider.will_answer(starts, statuses);
    scene.run(id).await;
    // A page has read the first attempt, and polls its id after the second attempt.
    let found = scene.application(id).await;
    let home = std::net::Ipv4Addr::LOCALHOST.into();
    let renewed = scene.onboarding.renew(id, "123-45-6789", home).await;
    renewed.expect("renewed");
    scene.run(id).await;
    scene.advance(Duration::seconds(6));
    scene.onboarding.refresh(found).await.expect("polled");
    assert_eq!(scene.provider.counts(), (2, 1));
    assert_eq!(scene.state(id).await, "manual_review");
}

#[tokio::test]
async fn provider_id_means_the_application_that_is_not_erased() {
    let scene = Scene::new(false, PLENTY).await;
    let (first, second) = (scene.submitted().await, scene.submitted().await);
    let starts = vec![
        about("ext_1", ProviderOutcome::Denied),
        about("ext_1", ProviderOutcome::ManualReview),
    ];
    scene.provider.will_answer(starts, vec![]);
    scene.run(first).await;
    let external_id = ExternalId::parse("ext_1").expect("an id");
    let found = async || {
        let found = scene.onboarding.store.find_by_provider_id(&external_id);
        found.await.expect("read").map(|found| found.id)
    };
    let erase = async |id| {
        let now = scene.clock.now();
        let reason = ErasureReason::Request;
        let erased = scene.store.erase::<RowError>(id, reason, now, || Ok(()));
        assert_eq!(erased.await.expect("erased"), Erasure::Done);
    };
    erase(first).await;
    assert_eq!(found().await, Some(first), "known, and erased");
    scene.run(second).await;
    assert_eq!(found().await, Some(second));
    erase(second).await;
    assert!(found().await.is_some());
}

#[tokio::test]
async fn release_of_a_settled_attempt_erases_the_ssn_once() {
    let scene = Scene::new(false, PLENTY).await;
    let (first, second) = (scene.submitted().await, scene.submitted().await);
    scene.run(first).await;
    scene.run(second).await;
    let external_id = scene.application(first).await.external_id.expect("an id");
    let id = external_id.as_str();
    scene.store.force_external_id(second, id).await;
    let denied = about_us(ProviderOutcome::Denied);
    scene
        .provider
        .will_answer(vec![], vec![about_us(approved()), denied]);
    scene.run(first).await;
    scene.store.force_external_id(second, "ext_other").await;
    let reference = scene.application(first).await.reference;
    let released = scene
        .onboarding
        .release(&reference, Some(external_id), None);
    released.await.expect("released");
    assert_eq!(scene.state(first).await, "denied");
    let trail = scene.store.event_words(first).await;
    let erased = trail.iter().filter(|word| *word == "shredded");
    assert_eq!(erased.count(), 1, "{trail:?}");
}
