//! A rotation interrupted after each of its steps, beside a running server.

use super::*;
use crate::{
    system::SystemEntropy,
    test_support::{TestInstallation, answer, people},
};
use kyc::ports::Store;
use std::fs;

/// Count of applications; some have keys without key ids.
const PEOPLE: usize = 23;
const BATCH: i64 = 5;

async fn filled_installation() -> (TestInstallation, Vec<ApplicationId>) {
    let installation = TestInstallation::new();
    let store = installation.open().await;
    let ids = people(&store, PEOPLE).await;
    store.forget_key_ids(7).await;
    store.close().await;
    (installation, ids)
}

/// Runs the rotation for at most `most` steps.
async fn rotate(installation: &TestInstallation, most: usize) -> Vec<RotationStep> {
    let store = installation.open().await;
    let mut rotation = Rotation::new(store.clone(), &installation.path("key")).expect("the lock");
    rotation.batch = Some(BATCH);
    let mut steps = Vec::new();
    while steps.len() < most {
        match rotation.step(&SystemEntropy).await.expect("a step") {
            Some(step) => steps.push(step),
            None => break,
        }
    }
    // Simulates a power cut: nothing is closed properly.
    steps
}

fn keys(installation: &TestInstallation) -> Vec<KeyId> {
    let keys = key_file::load(&installation.path("key")).expect("keys");
    keys.iter().map(KeyId::of).collect()
}

async fn everybody_opens(store: &SqliteStore, ids: &[ApplicationId]) {
    for id in ids {
        let found = store.find(*id).await.expect("it opens");
        assert!(found.is_some());
    }
}

#[tokio::test]
async fn rotation_interrupted_after_any_step_resumes_beside_a_server() {
    let (installation, _) = filled_installation().await;
    let whole = rotate(&installation, usize::MAX).await;
    assert!(
        matches!(whole[0], RotationStep::Made(_)) && whole.last() == Some(&RotationStep::Dropped)
    );
    let batches = PEOPLE.div_ceil(usize::try_from(BATCH).expect("few"));
    assert_eq!(whole.len(), batches + 3, "{whole:?}");

    for cut in 0..=whole.len() {
        let (installation, mut ids) = filled_installation().await;
        let old = keys(&installation);
        // This server read the key file before the rotation began.
        let server = installation.open().await;
        let first = rotate(&installation, cut).await;
        ids.extend(people(&server, 2).await);
        answer(&server, ids[3], "John", "john.doe@example.com").await;
        everybody_opens(&server, &ids).await;
        let rest = if first.last() == Some(&RotationStep::Dropped) {
            Vec::new()
        } else {
            rotate(&installation, usize::MAX).await
        };
        let Some(&RotationStep::Made(made)) = first.first().or(rest.first()) else {
            panic!("cut after {cut}: {first:?}, {rest:?}");
        };
        if cut > 0 && !rest.is_empty() {
            assert_eq!(rest[0], RotationStep::Resumed(made), "no third key");
        }
        assert_eq!(keys(&installation), [made]);
        assert_ne!(keys(&installation), old);
        ids.extend(people(&server, 2).await);
        answer(&server, ids[4], "John", "john.doe@example.com").await;
        everybody_opens(&server, &ids).await;
        server.close().await;
        everybody_opens(&installation.open().await, &ids).await;
    }
}

#[tokio::test]
async fn second_rotation_at_once_is_refused() {
    let (installation, _) = filled_installation().await;
    let store = installation.open().await;
    let first = Rotation::new(store.clone(), &installation.path("key")).expect("the lock");
    let second = Rotation::new(store.clone(), &installation.path("key"));
    assert!(matches!(second, Err(KeyFileError::Busy(_))));
    drop(first);
    assert!(Rotation::new(store, &installation.path("key")).is_ok());
}

#[tokio::test]
async fn old_key_opens_nothing_after_a_rotation() {
    let (installation, ids) = filled_installation().await;
    let old = fs::read(installation.path("key")).expect("a key");
    rotate(&installation, usize::MAX).await;
    let store = installation.open().await;
    fs::write(installation.path("key"), &old).expect("written");
    store.vault().ring().reload().expect("read");
    for id in ids {
        assert!(store.find(id).await.is_err());
    }
}
