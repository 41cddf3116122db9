//! What the provider tells one server reaches the pages that others hold, once.

use super::fleet::Fleet;
use crate::{
    app::variables_before,
    browser::{Browser, client},
    live::{EventListener, TICK},
    person::Person,
    status::poll_with,
    stub::StubProvider,
    wait::{equal, eventually},
    webhooks::sender::{FIRM, Message, SECRET, answer, approval, request},
};
use futures_util::future::join_all;
use kyc::{policy::Policy, ports::Clock};
use server::system::SystemClock;
use std::{collections::BTreeMap, path::Path, time::Instant};
use time::Duration;

/// Servers, and an applicant who waits for the provider's decision.
struct WaitingApplicant {
    fleet: Fleet,
    provider: StubProvider,
    browser: Browser,
    user: String,
    /// What the clock of the servers differs by.
    clock: Duration,
}

fn variables_for(folder: &Path, provider: &StubProvider) -> BTreeMap<&'static str, String> {
    let mut vars = variables_before(folder, &provider.url, "token");
    for (name, value) in [
        ("KYC_DIALECT", "c"),
        ("KYC_WEBHOOK_SECRETS", SECRET),
        ("KYC_FIRM_ID", FIRM),
    ] {
        vars.insert(name, value.to_owned());
    }
    vars
}

/// A provider that has not decided yet.
async fn undecided() -> StubProvider {
    StubProvider::saying(answer("REVIEW", "OPEN", "")).await
}

impl WaitingApplicant {
    async fn of(servers: usize) -> Self {
        let provider = undecided().await;
        let fleet = Fleet::start(servers, |folder| variables_for(folder, &provider)).await;
        Self::submitted(fleet, provider).await
    }

    async fn submitted(fleet: Fleet, provider: StubProvider) -> Self {
        let mut browser = Browser::new(fleet.url(0));
        let page = browser.apply(&Person::JOHN).await;
        assert_eq!(page.label().as_deref(), Some("processing"), "{}", page.text);
        let user = fleet.database().await.application("user_id").await;
        Self {
            fleet,
            provider,
            browser,
            user,
            clock: Duration::ZERO,
        }
    }

    /// The applicant's browser with the status page of a server.
    async fn browser_at(&self, server: usize) -> Browser {
        let mut browser = self.browser.clone();
        browser.moved_to(self.fleet.url(server));
        browser.status_page().await;
        browser
    }

    /// The status page of a server, with its event stream.
    async fn page(&self, server: usize) -> OpenPage {
        let browser = self.browser_at(server).await;
        let events = EventListener::open(&browser).await;
        OpenPage { browser, events }
    }

    fn set_clock(&mut self, by: Duration) {
        self.clock = by;
        self.fleet.set_clock(by);
    }

    /// Puts off every poll: what reaches a page from now on is no poll's answer.
    fn without_polls(&mut self) {
        self.set_clock(Duration::minutes(-10));
    }

    /// Sends the approval to a server.
    async fn approve(&self, server: usize) {
        let now = SystemClock.now() + self.clock;
        let message = Message::signed(SECRET, "msg_1", now, &approval("01J0", &self.user));
        let sent = request(&client(), &self.fleet.url(server), &message).send();
        assert_eq!(sent.await.expect("an answer").status(), 204);
    }

    async fn until_applied(&self) {
        let database = self.fleet.database().await;
        eventually!("an applied webhook", async {
            equal(database.delivery_statuses().await, ["applied"])
        });
    }
}

/// The applicant's page, with its event stream.
struct OpenPage {
    browser: Browser,
    events: EventListener,
}

impl OpenPage {
    /// Polls the page's server as its script does. Returns whether it has news.
    async fn has_news(&mut self) -> bool {
        let [news, ..] = poll_with(&mut self.browser, &[("asked", "1")]).await;
        news == "moved"
    }

    /// Waits for the event after which the page has news, which is the approval.
    async fn until_approved(&mut self) {
        self.until_news().await;
        let page = self.browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("approved"));
    }

    async fn until_news(&mut self) {
        loop {
            assert_eq!(self.events.next_event().await.as_deref(), Some(TICK));
            if self.has_news().await {
                return;
            }
        }
    }
}

#[expect(clippy::print_stdout, reason = "the figure in docs/database.md")]
fn report(what: &str, took: std::time::Duration) {
    println!("{what}: {:.1} ms", took.as_secs_f64() * 1_000.0);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn decision_through_one_server_reaches_the_pages_of_others() {
    let mut waiting = WaitingApplicant::of(3).await;
    let [mut one, mut other] = [waiting.page(1).await, waiting.page(2).await];
    waiting.without_polls();
    let began = Instant::now();
    waiting.approve(0).await;
    report("the webhook is stored", began.elapsed());
    tokio::join!(one.until_news(), other.until_news());
    report("the pages of two other servers have news", began.elapsed());
    for page in [one, other] {
        let mut browser = page.browser;
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("approved"));
    }
}

/// The connections that wait for notices, as PostgreSQL names their last statement.
const LISTENING: &str = "FROM pg_stat_activity \
    WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn decision_reaches_a_page_whose_server_lost_the_connection_for_notices() {
    let mut waiting = WaitingApplicant::of(2).await;
    let mut page = waiting.page(1).await;
    waiting.without_polls();
    let database = waiting.fleet.database().await;
    let cut = format!("SELECT pg_terminate_backend(pid, 10000) {LISTENING}");
    let cut: Vec<bool> = database.column(&cut, &[]).await;
    assert_eq!(cut, [true, true]);
    // The servers connect again after a second. The notice is sent before.
    waiting.approve(0).await;
    page.until_approved().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn decision_reaches_a_page_by_polls_where_no_notice_arrives() {
    let provider = undecided().await;
    let vars = |folder: &_| variables_for(folder, &provider);
    let fleet = Fleet::start_without_notices(2, vars).await;
    if !fleet.is_pooled() {
        let sql = format!("SELECT COUNT(*) {LISTENING}");
        let listening: i64 = fleet.database().await.value(&sql, &[]).await;
        assert_eq!(listening, 0);
    }
    let mut waiting = WaitingApplicant::submitted(fleet, provider).await;
    let mut page = waiting.page(1).await;
    waiting.approve(0).await;
    waiting.until_applied().await;
    // The next poll of the page's server for its open pages is due.
    waiting.set_clock(Duration::MINUTE);
    page.until_approved().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn webhook_delivered_to_three_servers_at_once_is_applied_once() {
    let waiting = WaitingApplicant::of(3).await;
    join_all((0..12).map(|n| waiting.approve(n % 3))).await;
    waiting.until_applied().await;
    let database = waiting.fleet.database().await;
    assert_eq!(database.webhook_events().await, 1);
    let browser = waiting.browser_at(2).await;
    assert_eq!(browser.page().label().as_deref(), Some("approved"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn page_open_at_three_servers_costs_one_poll_in_each_gap() {
    const GAPS: usize = 4;
    let gap = Policy::default().poll_gap;
    let mut waiting = WaitingApplicant::of(3).await;
    let (began, before) = (Instant::now(), waiting.provider.polled().len());
    let pages = [
        waiting.page(0).await,
        waiting.page(1).await,
        waiting.page(2).await,
    ];
    for passed in 1..=GAPS {
        waiting.set_clock(gap * i32::try_from(passed).expect("few"));
        let polls = (0..24).map(async |n| {
            let mut browser = pages[n % 3].browser.clone();
            let [news, ..] = poll_with(&mut browser, &[("asked", "1")]).await;
            assert_eq!(news, "stands");
        });
        join_all(polls).await;
        eventually!("a poll in this gap", async {
            waiting.provider.polled().len() >= before + passed
        });
    }
    let polls = waiting.provider.polled().len() - before;
    // The gaps that passed by the servers' clock: one poll may begin in each, one at either end.
    let passed = (began.elapsed() + gap.unsigned_abs() * GAPS as u32).as_secs_f64();
    let most = passed / gap.as_seconds_f64() + 2.0;
    assert!(polls as f64 <= most, "{polls} polls in {most} gaps");
}
