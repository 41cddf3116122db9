//! Page after a failed write of the session.

use crate::{app::TestApp, headers::assert_safe};

/// The session library answers with an empty response when a write fails.
#[tokio::test]
async fn failed_session_write_shows_server_error() {
    let app = TestApp::new().await;
    let [mut newcomer, mut spanish] = [app.browser(), app.browser()];
    newcomer.get("/").await;
    spanish.begin().await;
    let csrf = spanish.speak("es", &[]).await.csrf();
    let database = app.database().await;
    for statement in ["INSERT", "UPDATE"] {
        database.refuse(statement, "sessions").await;
    }
    let start = newcomer.submit(&[]).await.clone();
    let back = spanish.speak("en", &[]).await.clone();
    let english = "Something went wrong on our side";
    for (page, heading) in [(start, english), (back, "Algo falló de nuestro lado")] {
        assert_eq!(page.status, 503);
        assert_eq!(page.heading(), heading);
        assert_eq!(page.header("retry-after"), "60");
        assert!(!page.headers.contains_key("set-cookie"));
        assert_safe("a page of a session that was not written", &page, false);
    }
    let pairs = [("csrf", &*csrf), ("lang", "en"), ("to", "/")];
    let answer = spanish.ask("/api/language", &pairs).await;
    assert_eq!((answer.status.as_u16(), &*answer.text), (503, "later"));
}
