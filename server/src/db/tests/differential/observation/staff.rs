//! Readings of the staff's accounts, sessions, requests and audit trail.

use super::{super::sign_in::address, EngineFixture, Readings};
use kyc::{
    admin::{
        AccountName,
        activity::{StaffFilter, StaffLine},
        four_eyes::StaffRequest,
        reviewer::Reviewer,
    },
    ports::StoreError,
};

/// So small that the trail has several pages.
const LINES: u32 = 7;

/// An account with its secrets.
fn reviewer(read: &Reviewer) -> String {
    let password = read.password.as_ref().map(|hash| &hash.0);
    let totp = read.totp.as_ref().map(|totp| &totp.secret.0);
    format!("{read:?} {password:?} {totp:?}")
}

/// A request without its number: PostgreSQL leaves gaps in a series.
fn request(read: StaffRequest) -> StaffRequest {
    StaffRequest { id: 0, ..read }
}

impl EngineFixture {
    pub(super) async fn read_staff(&self, readings: &mut Readings) {
        let (store, now) = (&self.admin.store, self.now());
        let all = store.reviewers().await;
        let all = all.map(|all| all.iter().map(reviewer).collect::<Vec<_>>());
        readings.add("accounts", all);
        for (n, member) in self.known.members.iter().enumerate() {
            let title = |what: &str| format!("{what} of member {n}");
            let account = store.reviewer(member.id).await;
            readings.add(
                title("account"),
                account.map(|it| it.as_ref().map(reviewer)),
            );
            if let Ok(name) = AccountName::parse(&member.name) {
                let named = store.find_by_name(&name).await;
                readings.add(
                    title("account by the name"),
                    named.map(|it| it.map(|it| it.id)),
                );
            }
            readings.add(title("passkeys"), store.passkeys(member.id).await);
            readings.add(title("sessions"), store.sessions(member.id).await);
            readings.add(
                title("changes for the list"),
                store.staff_changes(member.id).await,
            );
            if let Some(secret) = &member.session {
                readings.add(title("last session"), store.session(secret.hash()).await);
            }
            for number in 0..3_u8 {
                let key = self.admin.known_key(&member.name, address(number));
                let is_known = store.is_known(key, now).await;
                readings.add(title(&format!("trust in address {number}")), is_known);
            }
            let own = StaffFilter {
                who: Some(member.id),
                limit: LINES,
                ..StaffFilter::default()
            };
            readings.add(title("events"), self.staff_events(own).await);
        }
        for (n, (_, secret)) in self.known.invites.iter().enumerate() {
            let owner = store.invited(secret.hash(), now).await;
            readings.add(format!("enrolment link {n}"), owner);
        }
        let requests = store.staff_requests().await;
        let requests = requests.map(|all| all.into_iter().map(request).collect::<Vec<_>>());
        readings.add("requests of administrators", requests);
        readings.add("alerts", self.admin.sensitive_data.alerts().await);
        for kind in [None, Some("refused"), Some("signed_in"), Some("added")] {
            let filter = StaffFilter {
                kind: kind.map(str::to_owned),
                limit: LINES,
                ..StaffFilter::default()
            };
            readings.add(
                format!("staff events {kind:?}"),
                self.staff_events(filter).await,
            );
        }
    }

    /// All pages of the staff's trail.
    async fn staff_events(&self, filter: StaffFilter) -> Result<Vec<StaffLine>, StoreError> {
        let (mut lines, mut before) = (Vec::new(), None);
        loop {
            let page = self.admin.store.staff_events(StaffFilter {
                before,
                ..filter.clone()
            });
            let page = page.await?;
            let Some(last) = page.last() else {
                return Ok(lines);
            };
            before = Some(last.pos);
            lines.extend(page);
        }
    }
}
