//! Polls that applicants cause by their own checks.

use super::provider::Scene;
use app::server::Dispatcher;
use time::Duration;

/// Calls a second that no test uses up.
const PLENTY: u32 = 1_000;

#[tokio::test]
async fn check_of_the_applicant_polls_within_the_gap() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    scene.run(id).await;
    for (later, polls) in [(0, 1), (0, 1), (1, 2), (0, 2), (1, 3)] {
        scene.advance(Duration::seconds(later));
        let found = scene.application(id).await;
        scene.onboarding.check_now(found).await.expect("no error");
        assert_eq!(scene.provider.counts().1, polls);
    }
    let found = scene.application(id).await;
    scene.advance(Duration::seconds(1));
    scene.onboarding.refresh(found).await.expect("no error");
    assert_eq!(
        scene.provider.counts().1,
        3,
        "a page's own poll keeps the gap"
    );
}

#[tokio::test]
async fn checks_every_second_poll_early_three_times_a_minute() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    scene.run(id).await;
    let mut polled = Vec::new();
    for second in 0..63 {
        let before = scene.provider.counts().1;
        let found = scene.application(id).await;
        scene.worker.check_now(found).await.expect("no error");
        if scene.provider.counts().1 > before {
            polled.push(second);
        }
        scene.advance(Duration::SECOND);
    }
    let expected = [
        0, 1, 2, 3, 8, 13, 18, 23, 28, 33, 38, 43, 48, 53, 58, 61, 62,
    ];
    assert_eq!(polled, expected);
}
