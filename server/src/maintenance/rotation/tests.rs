//! A rotation that is cut off after each of its steps, under a server that goes
//! on.

use super::*;
use crate::{
    system::SystemEntropy,
    test_support::{TestInstallation, answer, people},
};
use kyc::ports::Store;
use std::fs;

/// People, among them some from before keys had ids.
const PEOPLE: usize = 23;
const BATCH: i64 = 5;

async fn a_house() -> (TestInstallation, Vec<ApplicationId>) {
    let house = TestInstallation::new();
    let store = house.open().await;
    let ids = people(&store, PEOPLE).await;
    store.forget_key_ids(7).await;
    store.close().await;
    (house, ids)
}

/// Takes up the rotation for so many steps, or until it is done.
async fn rotate(house: &TestInstallation, most: usize) -> Vec<Step> {
    let store = house.open().await;
    let mut rotation = Rotation::new(store.clone(), &house.path("key")).expect("the lock");
    rotation.batch = Some(BATCH);
    let mut steps = Vec::new();
    while steps.len() < most {
        match rotation.step(&SystemEntropy).await.expect("a step") {
            Some(step) => steps.push(step),
            None => break,
        }
    }
    // A power cut: nothing is closed in good order.
    steps
}

fn keys(house: &TestInstallation) -> Vec<KeyId> {
    let keys = key_file::load(&house.path("key")).expect("keys");
    keys.iter().map(KeyId::of).collect()
}

async fn everybody_opens(store: &SqliteStore, ids: &[ApplicationId]) {
    for id in ids {
        let found = store.find(*id).await.expect("it opens");
        assert!(found.is_some());
    }
}

#[tokio::test]
async fn it_may_be_cut_off_after_any_step_while_a_server_goes_on() {
    let (house, _) = a_house().await;
    let whole = rotate(&house, usize::MAX).await;
    assert!(matches!(whole[0], Step::Made(_)) && whole.last() == Some(&Step::Dropped));
    let batches = PEOPLE.div_ceil(usize::try_from(BATCH).expect("few"));
    assert_eq!(whole.len(), batches + 3, "{whole:?}");

    for cut in 0..=whole.len() {
        let (house, mut ids) = a_house().await;
        let old = keys(&house);
        // It read the key file before the rotation began.
        let server = house.open().await;
        let first = rotate(&house, cut).await;
        ids.extend(people(&server, 2).await);
        answer(&server, ids[3], "John", "john.doe@example.com").await;
        everybody_opens(&server, &ids).await;
        let rest = if first.last() == Some(&Step::Dropped) {
            Vec::new()
        } else {
            rotate(&house, usize::MAX).await
        };
        let Some(&Step::Made(made)) = first.first().or(rest.first()) else {
            panic!("cut after {cut}: {first:?}, {rest:?}");
        };
        if cut > 0 && !rest.is_empty() {
            assert_eq!(rest[0], Step::Resumed(made), "no third key");
        }
        assert_eq!(keys(&house), [made]);
        assert_ne!(keys(&house), old);
        ids.extend(people(&server, 2).await);
        answer(&server, ids[4], "John", "john.doe@example.com").await;
        everybody_opens(&server, &ids).await;
        server.close().await;
        everybody_opens(&house.open().await, &ids).await;
    }
}

#[tokio::test]
async fn two_at_once_are_refused() {
    let (house, _) = a_house().await;
    let store = house.open().await;
    let first = Rotation::new(store.clone(), &house.path("key")).expect("the lock");
    let second = Rotation::new(store.clone(), &house.path("key"));
    assert!(matches!(second, Err(KeyFileError::Busy(_))));
    drop(first);
    assert!(Rotation::new(store, &house.path("key")).is_ok());
}

#[tokio::test]
async fn the_old_key_opens_nothing_that_is_left() {
    let (house, ids) = a_house().await;
    let old = fs::read(house.path("key")).expect("a key");
    rotate(&house, usize::MAX).await;
    let store = house.open().await;
    fs::write(house.path("key"), &old).expect("written");
    store.vault().ring().reload().expect("read");
    for id in ids {
        assert!(store.find(id).await.is_err());
    }
}
