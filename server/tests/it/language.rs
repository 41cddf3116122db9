//! English and Spanish: by `accept-language`, by the switch, without loss of input.

use crate::{
    app::TestApp,
    person::{Person, SSN},
};

#[tokio::test]
async fn accept_language_decides_until_the_switch_is_used() {
    let app = TestApp::new().await;
    for (header, lang, heading) in [
        ("es-MX,es;q=0.9,en;q=0.5", "es", "Confirme quién es"),
        ("fr-FR,fr;q=0.9", "en", "Confirm who you are"),
        ("en-US", "en", "Confirm who you are"),
    ] {
        let mut browser = app.browser().habit("accept-language", header);
        let page = browser.get("/").await.clone();
        assert_eq!(
            page.attribute("html", "lang").as_deref(),
            Some(lang),
            "{header}"
        );
        assert_eq!(page.heading(), heading);
        let (chosen, path) = if lang == "es" {
            ("en", "/")
        } else {
            ("es", "/")
        };
        let page = browser.speak(chosen, &[]).await;
        assert_eq!(page.attribute("html", "lang").as_deref(), Some(chosen));
        assert_eq!(page.path, path);
        assert_eq!(
            browser.get("/").await.attribute("html", "lang").as_deref(),
            Some(chosen)
        );
    }
}

#[tokio::test]
async fn language_switch_keeps_input_and_validates_nothing() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    let page = browser
        .speak("es", &[("given", "J0hn"), ("family", "Doe")])
        .await;
    assert_eq!(page.path, "/name");
    assert_eq!(page.heading(), "¿Cuál es su nombre legal?");
    assert_eq!(page.value("given").as_deref(), Some("J0hn"));
    assert_eq!(page.value("family").as_deref(), Some("Doe"));
    assert!(page.problems().is_empty() && !page.title().starts_with("Error"));
    // Errors appear in the language of the page.
    let page = browser.submit(&[]).await;
    assert!(page.title().starts_with("Error: "), "{}", page.title());
    assert_eq!(
        page.problems()[0].1,
        app::i18n::field_errors::of(kyc::value::FieldError::GivenNameCharacters).es
    );
    browser.submit(&[("given", "John")]).await;
    let page = browser
        .speak("en", &[("month", "Feb"), ("day", ""), ("year", "1990")])
        .await;
    assert_eq!(
        (page.path.as_str(), page.value("month").as_deref()),
        ("/date-of-birth", Some("Feb"))
    );
    assert!(page.problems().is_empty());
}

#[tokio::test]
async fn language_switch_never_carries_the_ssn() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    browser.get("/ssn").await;
    let page = browser.speak("es", &[("ssn", "219-09-9999")]).await;
    assert_eq!(page.path, "/ssn");
    assert_eq!(page.value("ssn"), None);
    assert!(
        page.notice().expect("a notice").contains("termina en 6789"),
        "the held one stays"
    );
    browser.get("/check").await;
    assert_eq!(browser.speak("en", &[]).await.path, "/check");
    assert!(app.starts().is_empty(), "the switch hands nothing in");
    browser.hand_in().await;
    assert_eq!(app.starts()[0]["ssn"], SSN);
}

#[tokio::test]
async fn journey_in_spanish_has_no_english_text() {
    let app = TestApp::new().await;
    let mut browser = app.browser().habit("accept-language", "es");
    let page = browser.apply(&Person::JOHN).await.clone();
    assert_eq!(page.heading(), "Su solicitud fue aprobada");
    assert_eq!(page.one(".state-badge"), "Aprobada");
    for (n, received) in browser.received.iter().enumerate() {
        for english in ["Continue<", "Need help?", "Why we ask", "Step 1", ">Change"] {
            assert!(!received.contains(english), "{english} in document {n}");
        }
    }
    assert_eq!(
        browser.get("/nowhere").await.heading(),
        "Página no encontrada"
    );
}

#[tokio::test]
async fn language_switch_redirects_to_own_pages_only() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let csrf = browser.get("/").await.csrf();
    for to in [
        "https://evil.example/",
        "//evil.example",
        "/api/begin",
        "javascript:alert(1)",
        "",
    ] {
        let fields = [("csrf", csrf.as_str()), ("lang", "es"), ("to", to)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let answer = browser.send(browser.post("/api/language", &fields)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/"),
            "{to}"
        );
    }
}
