//! Applicants who press again after a request that failed.

use crate::{
    browser::client,
    crash::applicant::{ConnectionLost, CrashApplicant, STEPS, leads_to},
    page::Page,
    person::Person,
    wait::{Wait, eventually},
};

pub(super) struct PersistentApplicant {
    applicant: CrashApplicant,
    /// Requests without an answer, or answered by a page that says that the service is unavailable.
    pub(super) failed: usize,
}

impl PersistentApplicant {
    /// A new applicant, who opens a connection for each request.
    pub(super) fn new(url: String) -> Self {
        Self {
            applicant: CrashApplicant::new(client(), url)
                .without_reuse()
                .with_mortal_database(),
            failed: 0,
        }
    }

    /// Repeats a request until a server serves it.
    async fn served(
        &mut self,
        mut request: impl AsyncFnMut(&mut CrashApplicant) -> Result<Page, ConnectionLost>,
    ) -> Page {
        let mut wait = Wait::new();
        loop {
            match request(&mut self.applicant).await {
                Ok(page) => return page,
                Err(_) => self.failed += 1,
            }
            assert!(wait.pause().await, "no answer");
        }
    }

    /// Takes every step and submits. Returns when a server has acknowledged it.
    pub(super) async fn apply(&mut self) {
        self.served(async |applicant| applicant.begin().await).await;
        for step in STEPS {
            let post =
                async |applicant: &mut CrashApplicant| applicant.post(step, &Person::JOHN).await;
            let page = self.served(post).await;
            assert_eq!(leads_to(&page), Some(step.next), "{}", page.text);
        }
        let page = self.served(async |applicant| applicant.submit().await);
        let page = page.await;
        assert_eq!(leads_to(&page), Some("/status"), "{}", page.text);
    }

    /// Loads the status page until it shows the approval.
    pub(super) async fn until_approved(&mut self) {
        eventually!("an approval", async {
            let page = self.served(async |applicant| applicant.get("/status").await);
            page.await.text.contains("data-label=\"approved\"")
        });
    }
}
