//! Sample applicants and the steps of their journey. All values are published for testing
//! (contract §3 and §8).

use crate::{app::TestApp, browser::Browser, page::Page, wait::eventually};
use std::time::Duration;

/// SSN of the contract's example.
pub(crate) const SSN: &str = "123-45-6789";

/// Applicant with the values as typed.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) given: &'static str,
    pub(crate) middle: &'static str,
    pub(crate) family: &'static str,
    pub(crate) born: &'static str,
    pub(crate) email: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) line1: &'static str,
    pub(crate) line2: &'static str,
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) postal: &'static str,
    pub(crate) ssn: &'static str,
}

impl Person {
    /// Example of the contract. No rule of the sandbox applies to it.
    pub(crate) const JOHN: Self = Self {
        given: "John",
        middle: "Michael",
        family: "Doe",
        born: "1990-01-15",
        email: "john.doe@example.com",
        phone: "+15551234567",
        line1: "123 Main Street",
        line2: "Apt 4B",
        city: "New York",
        state: "NY",
        postal: "10001",
        ssn: SSN,
    };

    /// Applicant whom the sandbox sends to manual review.
    pub(crate) const PAULINA: Self = Self {
        given: "Paulina",
        middle: "",
        family: "Gizela",
        ..Self::JOHN
    };

    /// The contract's example with a date of birth that a sandbox rule may name.
    pub(crate) const fn born(day: &'static str) -> Self {
        Self {
            born: day,
            ..Self::JOHN
        }
    }
}

impl Browser {
    /// Opens the start page and presses "Start now".
    pub(crate) async fn begin(&mut self) -> &Page {
        self.get("/").await;
        let page = self.submit(&[]).await;
        assert_eq!(page.path, "/agreement");
        page
    }

    /// Lets some minutes pass and loads a page every ten minutes, so that the session lives on.
    pub(crate) async fn lingers(&mut self, app: &TestApp, minutes: u64) {
        for _ in 0..minutes / 10 {
            app.advance(Duration::from_secs(10 * 60));
            self.get("/").await;
        }
    }

    pub(crate) async fn agree(&mut self) -> &Page {
        self.get("/agreement").await;
        self.submit(&[("agreed", "yes")]).await
    }

    pub(crate) async fn give_name(&mut self, p: &Person) -> &Page {
        self.get("/name").await;
        let typed = [
            ("given", p.given),
            ("middle", p.middle),
            ("family", p.family),
        ];
        self.submit(&typed).await
    }

    /// Types a date such as `1985-10-02` into the three boxes.
    pub(crate) async fn give_birth_date(&mut self, date: &str) -> &Page {
        self.get("/date-of-birth").await;
        let parts: Vec<_> = date.split('-').collect();
        let typed = [("year", parts[0]), ("month", parts[1]), ("day", parts[2])];
        self.submit(&typed).await
    }

    pub(crate) async fn give_contact(&mut self, p: &Person) -> &Page {
        self.get("/contact").await;
        self.submit(&[("email", p.email), ("phone", p.phone)]).await
    }

    pub(crate) async fn give_address(&mut self, p: &Person) -> &Page {
        self.get("/address").await;
        let typed = [
            ("line1", p.line1),
            ("line2", p.line2),
            ("city", p.city),
            ("state", p.state),
            ("postal", p.postal),
        ];
        self.submit(&typed).await
    }

    pub(crate) async fn give_ssn(&mut self, ssn: &str) -> &Page {
        self.get("/ssn").await;
        self.submit(&[("ssn", ssn)]).await
    }

    /// Completes every step after "Start now", up to the check page.
    pub(crate) async fn answer(&mut self, p: &Person) -> &Page {
        self.agree().await;
        self.give_name(p).await;
        self.give_birth_date(p.born).await;
        self.give_contact(p).await;
        self.give_address(p).await;
        let page = self.give_ssn(p.ssn).await;
        assert_eq!(page.path, "/check", "{}", page.text);
        page
    }

    /// Completes every step up to the check page.
    pub(crate) async fn fill_in(&mut self, p: &Person) -> &Page {
        self.begin().await;
        self.answer(p).await
    }

    /// Submits the application with "Send my details".
    pub(crate) async fn hand_in(&mut self) -> &Page {
        self.get("/check").await;
        self.submit(&[]).await
    }

    /// Completes every step and submits the application.
    pub(crate) async fn apply(&mut self, p: &Person) -> &Page {
        self.fill_in(p).await;
        self.hand_in().await
    }

    pub(crate) async fn status_page(&mut self) -> &Page {
        self.get("/status").await
    }

    /// Requests a new capture link and types the SSN again.
    pub(crate) async fn renew(&mut self, ssn: &str) -> &Page {
        self.get("/new-link").await;
        self.submit(&[("ssn", ssn)]).await
    }

    /// Loads the status page until it shows a state.
    pub(crate) async fn until(&mut self, label: &str) -> &Page {
        self.until_page(label, |page| page.label().as_deref() == Some(label))
            .await
    }

    /// Loads the status page until it satisfies a condition.
    pub(crate) async fn until_page(&mut self, what: &str, holds: impl Fn(&Page) -> bool) -> &Page {
        eventually!(what, async {
            let page = self.status_page().await;
            holds(page).then_some(()).ok_or_else(|| page.text.clone())
        });
        self.page()
    }
}
