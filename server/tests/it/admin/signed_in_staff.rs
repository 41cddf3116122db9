//! A signed-in member of the staff as a test client: `app.sign_in_staff(Role::Reviewer)` returns
//! one.

use crate::{app::TestApp, browser::Browser, page::Page, person::Person};
use kyc::admin::Role;
use std::sync::atomic::{AtomicU32, Ordering};
use time::OffsetDateTime;
use totp_rs::{Builder, Secret};

/// A password that is on no list of common passwords.
pub(crate) const PASSWORD: &str = "vague otter lends a kettle";

/// Counter of added accounts: it makes each name unique.
static ADDED: AtomicU32 = AtomicU32::new(0);

/// An enrolled member of the staff with a browser.
pub(crate) struct SignedInStaff {
    pub(crate) browser: Browser,
    pub(crate) name: String,
    /// The secret of the authenticator app, as the page showed it.
    pub(crate) secret: String,
    /// The recovery codes.
    pub(crate) codes: Vec<String>,
}

/// The TOTP code of this secret at the application's current time.
pub(crate) fn code(app: &TestApp, secret: &str) -> String {
    code_at(app.now(), secret)
}

/// The TOTP code of this secret at a time.
pub(crate) fn code_at(now: OffsetDateTime, secret: &str) -> String {
    let secret = secret.replace(' ', "");
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    let now = now.unix_timestamp().cast_unsigned();
    totp.generate(now).to_string()
}

/// The path of the enrolment link that a command printed.
pub(crate) fn link(output: &str) -> String {
    let (_, secret) = output.split_once("/admin/enrol/").expect("a link");
    format!("/admin/enrol/{}", secret.trim())
}

impl TestApp {
    /// Submits an application for a person; returns its reference.
    pub(super) async fn applied(&self, person: &Person) -> String {
        let mut browser = self.browser();
        browser.apply(person).await;
        self.a_question_later();
        let reference = browser.status_page().await.one(".reference strong");
        self.a_question_later();
        reference
    }

    /// The values of the first column, row by row.
    pub(super) async fn column(&self, sql: &'static str) -> Vec<String> {
        self.database().await.column(sql, &[]).await
    }

    /// Moves the start of an account into the past: an account younger than a day confirms nothing.
    pub(super) async fn age_account(&self, name: &str, days: i64) {
        let sql = "UPDATE reviewers SET created_at = created_at - ? * 86400000 WHERE name = ?";
        let values = [days.into(), name.into()];
        self.database().await.execute(sql, &values).await;
        self.seal_staff_rows().await;
    }

    /// Seals the staff's rows, after a test has changed them through SQL.
    pub(super) async fn seal_staff_rows(&self) {
        let vars = self.variables();
        let settings = server::config::read(&|name| vars.get(name).cloned());
        let settings = settings.expect("sound settings");
        let sealed = server::bench_api::seal_staff_rows(&settings).await;
        sealed.expect("sealed");
    }

    /// Enrols with password and app, on the page of an invite link. Returns the app's secret, on the
    /// page with the recovery codes.
    pub(super) async fn enrol(&self, browser: &mut Browser) -> String {
        let typed = [("password", PASSWORD), ("again", PASSWORD)];
        let secret = browser.submit(&typed).await.one(".secret-text");
        // Where passkeys work, their form comes first.
        let first = code(self, &secret);
        let (action, fields) = browser.filled("form:has(#code)", &[("code", &first)]);
        browser.post_and_follow(&action, &fields).await;
        assert_eq!(browser.page().path, "/admin/recovery-codes");
        secret
    }

    /// Adds, enrols and signs in an account of this role, two days old; its browser shows the list
    /// of applications.
    pub(crate) async fn sign_in_staff(&self, role: Role) -> SignedInStaff {
        let number = ADDED.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}.{number}", role.as_str());
        let output = self.task(&["reviewer", "add", &name, role.as_str()]).await;
        let mut browser = self.browser();
        browser.get(&link(&output)).await;
        let secret = self.enrol(&mut browser).await;
        let codes = browser.page().all(".recovery li");
        browser.submit(&[]).await;
        assert_eq!(browser.page().path, "/admin");
        self.age_account(&name, 2).await;
        SignedInStaff {
            browser,
            name,
            secret,
            codes,
        }
    }
}

impl SignedInStaff {
    /// The same account with another browser.
    pub(crate) fn clone_for(&self, app: &TestApp) -> Self {
        Self {
            browser: app.browser(),
            name: self.name.clone(),
            secret: self.secret.clone(),
            codes: self.codes.clone(),
        }
    }

    /// Enrols again with password and app, on the page of an invite link.
    pub(crate) async fn enrol_again(&mut self, app: &TestApp) {
        self.secret = app.enrol(&mut self.browser).await;
        self.browser.submit(&[]).await;
    }

    /// An unused TOTP code: the next one.
    pub(crate) fn next_code(&self, app: &TestApp) -> String {
        app.advance(std::time::Duration::from_secs(30));
        code(app, &self.secret)
    }

    /// Signs in on a new browser with a TOTP code.
    pub(crate) async fn sign_in(&mut self, app: &TestApp) -> &Page {
        self.browser = app.browser();
        self.first(PASSWORD).await;
        let code = self.next_code(app);
        self.browser.submit(&[("code", &code)]).await
    }

    /// Submits name and password.
    pub(crate) async fn first(&mut self, password: &str) -> &Page {
        self.browser.get("/admin/sign-in").await;
        self.browser
            .submit(&[("name", &self.name), ("password", password)])
            .await
    }

    /// Confirms the second factor on the page that asks for it.
    pub(crate) async fn confirm(&mut self, app: &TestApp) -> &Page {
        assert!(self.browser.page().path.starts_with("/admin/confirm"));
        let code = self.next_code(app);
        self.browser.submit(&[("code", &code)]).await
    }

    /// Submits a form on the page.
    pub(crate) async fn press(&mut self, css: &str, pairs: &[(&str, &str)]) -> &Page {
        let (action, mut fields) = self.browser.filled(css, &[]);
        for (name, value) in pairs {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.browser.post_and_follow(&action, &fields).await
    }
}
