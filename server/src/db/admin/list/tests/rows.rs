//! Values saved with every change: counters, last event and saved searches.

use super::fixture::{ExpectedCase, ListFixture, NOW, STAFF};
use crate::db::driver::params;
use kyc::{
    admin::{
        list::{
            Assignee, CaseList, Columns, ListFilter, PagePosition, Person, SavedSearch, SearchId,
            SearchTerm,
        },
        ports::{AdminStore, StaffCommand},
    },
    pii::Pii,
    state::StateKind,
};
use time::Duration;

#[tokio::test]
async fn stored_counts_equal_counted_rows() {
    let fixture = ListFixture::of(300).await;
    let holders = [
        Assignee::Anyone,
        Assignee::Unassigned,
        Assignee::Of(STAFF[0]),
        Assignee::Of(STAFF[1]),
        Assignee::Of(STAFF[2]),
    ];
    for holder in holders {
        let counts = fixture.store.counts(holder).await.expect("counts");
        for label in StateKind::ALL {
            let query = ListFilter {
                states: vec![*label],
                ..ListFilter::default()
            };
            let plainly = fixture.expected_references(&query, holder).len() as u64;
            assert_eq!(counts.of(*label), plainly, "{label:?} {holder:?}");
        }
    }
    let all = fixture
        .store
        .counts(Assignee::Anyone)
        .await
        .expect("counts");
    assert_eq!(all.all(), 300);
}

#[tokio::test]
async fn row_shows_initials_last_event_and_assignee() {
    let fixture = ListFixture::of(60).await;
    let page = fixture
        .store
        .page(
            &ListFilter::default(),
            Assignee::Of(STAFF[0]),
            &PagePosition::Start,
            5,
            NOW,
        )
        .await
        .expect("a page");
    let row = &page.rows[0];
    assert_eq!(row.assignee.as_deref(), Some("ann"));
    assert_eq!(row.event, "retried");
    let Person::Known { name, email } = &row.person else {
        panic!("{row:?}");
    };
    let shown = |text: &Option<Pii<String>>| text.clone().map(Pii::into_exposed);
    let name = shown(name).expect("a name");
    assert!(["A… D…", "B… D…", "J… D…", "A… O…", "B… O…", "J… O…"].contains(&name.as_str()));
    assert_eq!(shown(email).as_deref(), Some("p…@e….com"));
    let whole = fixture
        .store
        .export_page(
            &ListFilter::default(),
            Assignee::Of(STAFF[0]),
            &PagePosition::Start,
            5,
            Columns::Personal,
            NOW,
        )
        .await
        .expect("a page");
    let Person::Known { email, .. } = &whole.rows[0].person else {
        panic!("{row:?}");
    };
    assert!(shown(email).expect("an address").starts_with("person"));
}

#[tokio::test]
async fn unreadable_row_hides_no_other() {
    let fixture = ListFixture::of(5).await;
    let sql = "UPDATE cases SET glance_sealed = x'00' WHERE reference = ?";
    let first = fixture.cases[0].reference.clone();
    let damaged = first.clone();
    let done = fixture
        .store
        .transact(move |tx| tx.execute(sql, params![&damaged]));
    done.await.expect("damaged");
    let page = fixture
        .store
        .page(
            &ListFilter::default(),
            Assignee::Anyone,
            &PagePosition::Start,
            50,
            NOW,
        )
        .await
        .expect("a page");
    assert_eq!(page.rows.len(), 5);
    for row in &page.rows {
        let damaged = row.person == Person::Unreadable;
        assert_eq!(damaged, row.reference.as_str() == first);
    }
}

#[tokio::test]
async fn search_finds_exact_values_page_by_page() {
    let fixture = ListFixture::of(300).await;
    let find = async |sought: SearchTerm, place| {
        let found = fixture.store.search_page(&sought, &place).await;
        found.expect("a page")
    };
    let ExpectedCase { reference, .. } = &fixture.cases[9];
    let typed = reference.to_lowercase();
    let page = find(SearchTerm::read(&typed).expect("read"), PagePosition::Start).await;
    assert_eq!(page.rows.len(), 1);
    assert_eq!(page.rows[0].reference.as_str(), reference);
    let sql = "SELECT user_id FROM applications WHERE reference = ?";
    let user_id = fixture.store.read(|tx| {
        tx.row(sql, params![reference], |row| {
            Ok(row.required_text("user_id")?.to_owned())
        })
    });
    let user_id = user_id.expect("read").expect("a row");
    // The provider's id may be its own or equal to our user id.
    for external_id in ["ext_1", &user_id] {
        let (named, case) = (external_id.to_owned(), reference.clone());
        let done = fixture.store.transact(move |tx| {
            let sql = "UPDATE applications SET external_id = ? WHERE reference = ?";
            tx.execute(sql, params![&named, &case])
        });
        done.await.expect("named");
        for typed in [external_id, &user_id] {
            let page = find(SearchTerm::read(typed).expect("read"), PagePosition::Start).await;
            let found: Vec<_> = page.rows.iter().map(|row| row.reference.as_str()).collect();
            assert_eq!(found, [reference.as_str()], "{typed}");
        }
    }
    let page = find(
        SearchTerm::read("person7@EXAMPLE.com").expect("read"),
        PagePosition::Start,
    )
    .await;
    assert!((1..50).contains(&page.rows.len()), "{}", page.rows.len());
    // A sixth of all applications exceeds one page.
    let sought = SearchTerm::read(" josé  doe ").expect("read");
    let (mut numbers, mut place) = (Vec::new(), PagePosition::Start);
    let last = loop {
        let page = find(sought.clone(), place.clone()).await;
        numbers.extend(page.rows.iter().map(|row| row.number));
        match page.after {
            Some(after) => place = PagePosition::After(after),
            None => break page,
        }
    };
    assert!(
        numbers.len() > 50 || last.before.is_none(),
        "{}",
        numbers.len()
    );
    assert!(numbers.is_sorted_by(|a, b| a > b), "the latest first");
    for nothing in ["nobody@example.com", "José", "VB-0000-0000", "ext_2"] {
        let page = find(
            SearchTerm::read(nothing).expect("read"),
            PagePosition::Start,
        )
        .await;
        assert!(page.rows.is_empty(), "{nothing}");
    }
}

#[tokio::test]
async fn saved_search_belongs_to_its_owner_expires_and_is_sealed() {
    let fixture = ListFixture::of(1).await;
    let search = SavedSearch {
        id: SearchId::new([7; 16]),
        owner: STAFF[0],
        term: SearchTerm::read("john.doe@example.com").expect("read"),
        expires_at: NOW + SavedSearch::LIFE,
    };
    let saved = fixture
        .store
        .apply(vec![StaffCommand::Search(search.clone())], NOW);
    saved.await.expect("saved");
    let of = async |owner, at| {
        let saved = fixture.store.saved_search(search.id, owner, at).await;
        saved.expect("asked")
    };
    assert_eq!(of(STAFF[0], NOW).await, Some(search.term.clone()));
    assert_eq!(of(STAFF[1], NOW).await, None, "another's");
    let over = NOW + SavedSearch::LIFE;
    assert_eq!(of(STAFF[0], over).await, None, "over");
    let sql = "SELECT sought_sealed FROM desk_searches";
    let sealed = fixture.store.read(|tx| {
        tx.row(sql, &[], |row| {
            Ok(row.required_bytes("sought_sealed")?.to_vec())
        })
    });
    let sealed = sealed.expect("read").expect("a row");
    assert!(!String::from_utf8_lossy(&sealed).contains("john"));
    fixture
        .store
        .sweep_admin(over + Duration::SECOND)
        .await
        .expect("swept");
    assert_eq!(of(STAFF[0], NOW).await, None, "swept");
}
