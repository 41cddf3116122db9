//! The list preview equals the application's data after every change.

use super::fixture::{ListFixture, NOW};
use crate::db::{ErasureReason, rows::RowError};
use kyc::{
    admin::list::{
        Assignee, CaseList, CaseRow, Columns, ListFilter, PagePosition, Person, masked_email,
        masked_name,
    },
    application::Application,
    id::{ApplicationId, Reference},
    pii::Pii,
    ports::{Change, Store},
    state::{StateKind, UpdateLog},
};

/// A stored update log with a provider status.
const HEARD: &str = r#"{"pieces": [], "words":
    {"decision": "pending", "status": "in_review", "sub_status": "under_review"}}"#;

impl ListFixture {
    async fn shown(&self) -> Vec<CaseRow> {
        let all = ListFilter::default();
        let page = self
            .store
            .page(&all, Assignee::Anyone, &PagePosition::Start, 50, NOW);
        page.await.expect("a page").rows
    }

    async fn everybody(&self) -> Vec<CaseRow> {
        let all = ListFilter::default();
        let page = self
            .store
            .page(&all, Assignee::Anyone, &PagePosition::Start, 1_000, NOW);
        page.await.expect("a page").rows
    }

    /// The expected rows, masked from the applications themselves.
    async fn masked(&self) -> Vec<CaseRow> {
        let mut rows = Vec::new();
        for row in self.shown().await {
            let found = self.application(&row.reference).await;
            let name = &found.draft.name.typed;
            rows.push(CaseRow {
                provider_status: found.update_log.last_status().clone(),
                person: Person::Known {
                    name: masked_name(&name.given, &name.family).map(Pii::new),
                    email: masked_email(&found.draft.contact.typed.email).map(Pii::new),
                },
                ..row
            });
        }
        rows
    }

    async fn id_of(&self, reference: &Reference) -> ApplicationId {
        let id = self.store.by_reference(reference).await;
        id.expect("asked").expect("one")
    }

    async fn application(&self, reference: &Reference) -> Application {
        let found = Store::find(&self.store, self.id_of(reference).await).await;
        found.expect("asked").expect("there")
    }

    async fn does(&self, sql: &str) {
        let statement = sql.to_owned();
        let done = self.store.transact(move |tx| tx.execute(&statement, &[]));
        done.await.expect(sql);
    }
}

#[tokio::test]
async fn preview_follows_answers_and_provider_updates() {
    let fixture = ListFixture::of(8).await;
    let before = fixture.shown().await;
    assert_eq!(before, fixture.masked().await);
    for (n, row) in before.iter().enumerate() {
        let mut found = fixture.application(&row.reference).await;
        match n % 4 {
            0 => found.draft.name.typed.given = "Zoë".to_owned(),
            1 => found.draft.contact.typed.email = "zoe@example.org".to_owned(),
            2 => found.update_log = serde_json::from_str::<UpdateLog>(HEARD).expect("heard"),
            _ => found.draft.name.typed = Default::default(),
        }
        fixture
            .store
            .commit(Change::of(found))
            .await
            .expect("changed");
    }
    let after = fixture.shown().await;
    assert_eq!(after, fixture.masked().await);
    for one in &before {
        let other = after.iter().find(|row| row.number == one.number);
        let other = other.expect("the same people");
        assert!(one.person != other.person || one.provider_status != other.provider_status);
    }
}

#[tokio::test]
async fn preview_is_deleted_with_an_erasure() {
    let fixture = ListFixture::of(4).await;
    let gone = fixture.shown().await[1].reference.clone();
    let id = fixture.id_of(&gone).await;
    let note = || Ok::<_, RowError>(());
    let erased = fixture
        .store
        .erase(id, ErasureReason::Register, NOW, note)
        .await;
    erased.expect("erased");
    let page = async |filter: ListFilter, columns| {
        let start = PagePosition::Start;
        let page = fixture
            .store
            .export_page(&filter, Assignee::Anyone, &start, 50, columns, NOW);
        page.await.expect("a page").rows
    };
    let only = ListFilter {
        erased: true,
        ..ListFilter::default()
    };
    for columns in [Columns::Plain, Columns::Personal] {
        let live = page(ListFilter::default(), columns).await;
        assert_eq!(live.len(), 3);
        assert!(live.iter().all(|row| row.reference != gone));
        let erased = page(only.clone(), columns).await;
        assert_eq!(erased.len(), 1);
        assert_eq!(erased[0].person, Person::Erased);
        let more = erased[0].export.as_ref().expect("the export's columns");
        assert_eq!(more.erased_at, Some(NOW));
        let all = ListFilter {
            states: StateKind::ALL.to_vec(),
            ..only.clone()
        };
        assert_eq!(page(all, columns).await.len(), 4);
    }
    let counts = fixture
        .store
        .counts(Assignee::Anyone)
        .await
        .expect("counts");
    assert_eq!((counts.all(), counts.erased()), (3, 1));
}

/// Reverts the migration that added the previews.
async fn as_before(fixture: &ListFixture) {
    for sql in [
        "DROP INDEX cases_by_reference",
        "DROP INDEX cases_of_by_reference",
        "DROP INDEX cases_without_glance",
        "ALTER TABLE cases DROP COLUMN glance_sealed",
        "ALTER TABLE cases DROP COLUMN reference",
        "CREATE TRIGGER cases_are_opened AFTER INSERT ON applications BEGIN SELECT 1; END",
        "DELETE FROM _sqlx_migrations WHERE version IN (17, 19, 32)",
    ] {
        fixture.does(sql).await;
    }
}

#[tokio::test]
async fn sqlite_database_of_an_older_version_gets_previews_when_opened() {
    // More than one transaction's worth of previews.
    let fixture = ListFixture::of(450).await;
    let gone = fixture.shown().await[3].reference.clone();
    let id = fixture.id_of(&gone).await;
    let note = || Ok::<_, RowError>(());
    let erased = fixture
        .store
        .erase(id, ErasureReason::Register, NOW, note)
        .await;
    erased.expect("erased");
    let before = fixture.everybody().await;
    as_before(&fixture).await;
    let damaged = before[7].reference.as_str();
    fixture
        .does(&format!(
            "UPDATE applications SET draft_sealed = x'00' WHERE reference = '{damaged}'"
        ))
        .await;
    let locked = before[9].reference.as_str();
    let keyless = format!(
        "WHERE application_id = (SELECT id FROM applications WHERE reference = '{locked}')"
    );
    fixture.does("CREATE TABLE aside (key BLOB)").await;
    fixture
        .does(&format!(
            "INSERT INTO aside SELECT key_sealed FROM subject_keys {keyless}"
        ))
        .await;
    fixture
        .does(&format!(
            "UPDATE subject_keys SET key_sealed = x'00' {keyless}"
        ))
        .await;

    let fixture = fixture.opened_again().await;
    for (row, was) in fixture.everybody().await.iter().zip(&before) {
        if [damaged, locked].contains(&row.reference.as_str()) {
            assert_eq!(row.person, Person::Unreadable);
        } else {
            assert_eq!(row, was);
        }
    }
    // An application whose key is back gets its preview at the next start.
    fixture
        .does(&format!(
            "UPDATE subject_keys SET key_sealed = (SELECT key FROM aside) {keyless}"
        ))
        .await;
    let fixture = fixture.opened_again().await;
    let after = fixture.everybody().await;
    assert_eq!(after[9], before[9]);
    assert_eq!(after[7].person, Person::Unreadable);
}
