//! Codes cost money: a daily budget, and countries.

use super::{KNOWN, UNFILLED, app_with_prefill, request_code};
use crate::app::Setup;
use sandbox::Dialect;

#[tokio::test]
async fn codes_go_to_named_countries_only() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    for phone in ["+1 416 555 0123", "+1 900 555 0123", "+1 876 555 0123"] {
        let mut typed = KNOWN;
        typed[3].1 = phone;
        let page = request_code(&mut browser, &typed).await;
        assert_eq!(page.path, UNFILLED, "{phone}");
    }
    assert!(app.sandbox.ledger().is_empty(), "the provider sent none");
}

#[tokio::test]
async fn codes_have_a_daily_budget() {
    let app = Setup::speaking(Dialect::A)
        .var("KYC_PREFILL", "on")
        .var("KYC_PREFILL_BUDGET_A_DAY", "1")
        .start()
        .await;
    for expected in ["/fill-in/code", UNFILLED] {
        let mut browser = app.browser();
        browser.begin().await;
        browser.agree().await;
        let page = request_code(&mut browser, &KNOWN).await;
        assert_eq!(page.path, expected);
    }
    assert_eq!(app.sandbox.ledger().len(), 1);
}
