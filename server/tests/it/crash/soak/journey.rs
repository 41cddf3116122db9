//! An applicant's journey through a server that is killed at random. The applicant repeats every
//! unanswered request; acknowledged steps must survive.

use super::{random::SeededRandom, tally::Tally};
use crate::{
    crash::{
        applicant::{ConnectionLost, CrashApplicant, STEPS, SUBMIT, Step, leads_to},
        provider::CrashProvider,
    },
    page::Page,
    person::Person,
};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::watch;

/// Shared by all journeys of a run.
#[derive(Clone)]
pub(super) struct JourneyPlan {
    /// An applicant without any request so far.
    pub(super) newcomer: CrashApplicant,
    pub(super) provider: Arc<CrashProvider>,
    pub(super) tally: Arc<Tally>,
    /// Whether the server and its database are up.
    pub(super) up: watch::Receiver<bool>,
    pub(super) seed: u64,
}

/// A submitted application and the final states that it may have.
pub(super) struct JourneyResult {
    pub(super) number: usize,
    pub(super) applicant: CrashApplicant,
    pub(super) ends: &'static [&'static str],
}

/// The mix of applicants, in percent.
fn random_applicant(random: &mut SeededRandom) -> (Person, &'static [&'static str]) {
    match random.below(100) {
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
    pub(super) async fn run_journey(mut self, number: usize) -> JourneyResult {
        let mut random = SeededRandom::of(self.seed, number as u64);
        let (person, mut ends) = random_applicant(&mut random);
        let mut applicant = self.begin(number).await;
        for step in STEPS {
            self.submit_step(number, &mut applicant, step, &person)
                .await;
        }
        self.inject_fault(&mut random).await;
        self.submit_step(number, &mut applicant, SUBMIT, &person)
            .await;
        self.tally.submitted.add();
        let photographs = random.percent(50);
        if ends[0] == "documents_required" && photographs && self.photograph(&mut applicant).await {
            ends = &["approved"];
        }
        JourneyResult {
            number,
            applicant,
            ends,
        }
    }

    /// Opens an application; repeats until the server confirms it.
    async fn begin(&mut self, number: usize) -> CrashApplicant {
        loop {
            let mut applicant = self.newcomer.clone();
            let answer = applicant.begin().await;
            if let Some(page) = self.answered(answer).await {
                if leads_to(&page) == Some("/agreement") {
                    self.tally.acknowledged.add();
                    return applicant;
                }
                self.tally.wrong(describe(number, "begin", &page));
            }
        }
    }

    /// Submits a form until the server acknowledges it.
    async fn submit_step(
        &mut self,
        number: usize,
        applicant: &mut CrashApplicant,
        step: Step,
        person: &Person,
    ) {
        for _ in 0..100 {
            let answer = applicant.post(step, person).await;
            if let Some(page) = self.answered(answer).await {
                if leads_to(&page) == Some(step.next) {
                    self.tally.acknowledged.add();
                    return;
                }
                self.tally.wrong(describe(number, step.form, &page));
            }
        }
        self.tally
            .wrong(format!("{number}: {} never taken", step.form));
    }

    /// The answer; without one, waits until the server and its database are up again.
    async fn answered<T>(&mut self, answer: Result<T, ConnectionLost>) -> Option<T> {
        self.tally.request();
        match answer {
            Ok(answer) => Some(answer),
            Err(ConnectionLost) => {
                self.tally.unanswered.add();
                let up = self.up.wait_for(|up| *up).await;
                up.expect("another start");
                None
            }
        }
    }

    /// Injects a fault at the provider with some probability.
    async fn inject_fault(&self, random: &mut SeededRandom) {
        let kind = match random.below(100) {
            0..4 => json!("drop-after"),
            4..6 => json!("drop-before"),
            6..8 => json!({ "error": 503 }),
            8..9 => json!({ "error-after": 500 }),
            9..10 => json!({ "rate-limited": 1 }),
            10..20 => json!({ "latency": 10 + random.below(300) }),
            _ => return,
        };
        self.tally.faults.add();
        self.provider.fault("start", kind, 1).await;
    }

    /// Takes the photos if the page has a capture link; otherwise returns false.
    async fn photograph(&mut self, applicant: &mut CrashApplicant) -> bool {
        loop {
            let answer = applicant.capture_path().await;
            if let Some(path) = self.answered(answer).await {
                return match path {
                    Some(path) => {
                        self.provider.photograph(&path).await;
                        true
                    }
                    None => false,
                };
            }
        }
    }
}

fn describe(number: usize, form: &str, page: &Page) -> String {
    format!(
        "{number}: {form} led to {} {:?}",
        page.status,
        leads_to(page)
    )
}
