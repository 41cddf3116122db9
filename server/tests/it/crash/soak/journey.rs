//! An applicant's journey through a server that is killed at random. The applicant repeats every
//! unanswered request; acknowledged steps must survive.

use super::{chance::SeededRandom, tally::Tally};
use crate::{
    crash::{
        applicant::{ConnectionLost, CrashApplicant, HAND_IN, STEPS, Step, leads_to},
        provider::CrashProvider,
    },
    page::Page,
    person::Person,
};
use reqwest::Client;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::watch;

/// Shared by all journeys of a run.
#[derive(Clone)]
pub(super) struct JourneyPlan {
    pub(super) url: String,
    pub(super) http: Client,
    pub(super) upstream: Arc<CrashProvider>,
    pub(super) tally: Arc<Tally>,
    /// Whether the server is up.
    pub(super) up: watch::Receiver<bool>,
    pub(super) seed: u64,
}

/// A submitted application and the final states that it may have.
pub(super) struct JourneyResult {
    pub(super) number: usize,
    pub(super) visitor: CrashApplicant,
    pub(super) ends: &'static [&'static str],
}

/// The mix of applicants, in percent.
fn somebody(chance: &mut SeededRandom) -> (Person, &'static [&'static str]) {
    match chance.below(100) {
        0..50 => (Person::JOHN, &["approved"]),
        50..65 => (Person::born("1985-09-04"), &["denied"]),
        65..85 => (
            Person::born("1985-09-02"),
            &["documents_required", "expired"],
        ),
        _ => (Person::PAULINA, &["manual_review"]),
    }
}

impl JourneyPlan {
    /// One application from the first page to the acknowledged submission.
    pub(super) async fn walk(mut self, number: usize) -> JourneyResult {
        let mut chance = SeededRandom::of(self.seed, number as u64);
        let (person, mut ends) = somebody(&mut chance);
        let mut visitor = self.begin(number).await;
        for step in STEPS {
            self.take(number, &mut visitor, step, &person).await;
        }
        self.weather(&mut chance).await;
        self.take(number, &mut visitor, HAND_IN, &person).await;
        self.tally.submitted.add();
        let photographs = chance.percent(50);
        if ends[0] == "documents_required" && photographs && self.photograph(&mut visitor).await {
            ends = &["approved"];
        }
        JourneyResult {
            number,
            visitor,
            ends,
        }
    }

    /// Opens an application; repeats until the server confirms it.
    async fn begin(&mut self, number: usize) -> CrashApplicant {
        loop {
            let mut visitor = CrashApplicant::new(self.http.clone(), self.url.clone());
            let answer = visitor.begin().await;
            if let Some(page) = self.answered(answer).await {
                if leads_to(&page) == Some("/agreement") {
                    self.tally.acknowledged.add();
                    return visitor;
                }
                self.tally.wrong(told(number, "begin", &page));
            }
        }
    }

    /// Submits a form until the server acknowledges it.
    async fn take(
        &mut self,
        number: usize,
        visitor: &mut CrashApplicant,
        step: Step,
        person: &Person,
    ) {
        for _ in 0..100 {
            let answer = visitor.post(step, person).await;
            if let Some(page) = self.answered(answer).await {
                if leads_to(&page) == Some(step.next) {
                    self.tally.acknowledged.add();
                    return;
                }
                self.tally.wrong(told(number, step.form, &page));
            }
        }
        self.tally
            .wrong(format!("{number}: {} never taken", step.form));
    }

    /// The answer; without one, waits until the server is up again.
    async fn answered<T>(&mut self, answer: Result<T, ConnectionLost>) -> Option<T> {
        self.tally.request();
        match answer {
            Ok(answer) => Some(answer),
            Err(ConnectionLost) => {
                self.tally.unanswered.add();
                let up = self.up.wait_for(|up| *up).await;
                up.expect("somebody starts it again");
                None
            }
        }
    }

    /// Injects a fault at the provider with some probability.
    async fn weather(&self, chance: &mut SeededRandom) {
        let kind = match chance.below(100) {
            0..4 => json!("drop-after"),
            4..6 => json!("drop-before"),
            6..8 => json!({ "error": 503 }),
            8..9 => json!({ "error-after": 500 }),
            9..10 => json!({ "rate-limited": 1 }),
            10..20 => json!({ "latency": 10 + chance.below(300) }),
            _ => return,
        };
        self.tally.faults.add();
        self.upstream.fault("start", kind, 1).await;
    }

    /// Takes the photos if the page has a capture link; otherwise returns false.
    async fn photograph(&mut self, visitor: &mut CrashApplicant) -> bool {
        loop {
            let answer = visitor.capture_path().await;
            if let Some(path) = self.answered(answer).await {
                return match path {
                    Some(path) => {
                        self.upstream.photograph(&path).await;
                        true
                    }
                    None => false,
                };
            }
        }
    }
}

fn told(number: usize, form: &str, page: &Page) -> String {
    format!(
        "{number}: {form} led to {} {:?}",
        page.status,
        leads_to(page)
    )
}
