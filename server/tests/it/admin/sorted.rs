//! The list sorted by each plain column: its headers, its order, its pages, the links between
//! cases, and the export.

use super::signed_in_staff::SignedInStaff;
use crate::{app::TestApp, page::Page, person::Person};
use kyc::admin::Role;
use std::time::Duration;

/// Creates this many applications, one a second.
async fn begin(app: &TestApp, many: usize) {
    for _ in 0..many {
        app.browser().begin().await;
        app.advance(Duration::from_secs(1));
    }
}

fn references(page: &Page) -> Vec<String> {
    page.all(".cases tbody th")
}

/// The cells of a column, by its number.
fn column(page: &Page, nth: usize) -> Vec<String> {
    page.all(&format!(".cases tbody td:nth-child({nth})"))
}

/// The links in the headers: text and address.
fn heads(page: &Page) -> Vec<(String, String)> {
    let mut heads = Vec::new();
    for nth in 1..=8 {
        let link = format!(".cases thead th:nth-child({nth}) a");
        if let Some(to) = page.attribute(&link, "href") {
            heads.push((page.one(&link), to));
        }
    }
    heads
}

/// The headers with a sort order.
fn sorted(page: &Page) -> Vec<String> {
    let ways = ["ascending", "descending"].into_iter();
    let shown = ways.flat_map(|way| {
        let heads = page.all(&format!(".cases thead [aria-sort={way}]"));
        heads.into_iter().map(move |head| format!("{way}: {head}"))
    });
    shown.collect()
}

impl SignedInStaff {
    /// Claims a case.
    async fn claim(&mut self, reference: &str) {
        self.case(reference).await;
        self.submit_case_form("assign", &[]).await;
    }
}

#[tokio::test]
async fn column_header_sorts_the_list_and_names_the_next_order() {
    let app = TestApp::new().await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    begin(&app, 1).await;
    let page = rita.list("").await.clone();
    let shown: Vec<_> = heads(&page);
    let shown: Vec<_> = shown
        .iter()
        .map(|(it, to)| (it.as_str(), to.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("Reference , sort from A to Z", "/admin?sort=reference"),
            ("State , sort earliest stage first", "/admin?sort=state"),
            ("Decision , sort earliest stage first", "/admin?sort=state"),
            ("Age , sort newest first", "/admin?sort=age"),
            ("Last event ↓, sort oldest first", "/admin?order=oldest"),
            ("Assignee , sort from A to Z", "/admin?sort=assignee"),
        ]
    );
    for (query, says, back) in [
        (
            "?sort=reference",
            "ascending: Reference ↑, sort from Z to A",
            "order=descending",
        ),
        (
            "?sort=reference&order=descending",
            "descending: Reference ↓, sort from A to Z",
            "",
        ),
        (
            "?sort=state",
            "ascending: State ↑, sort decided first",
            "order=descending",
        ),
        (
            "?sort=assignee",
            "ascending: Assignee ↑, sort from Z to A",
            "order=descending",
        ),
        (
            "?sort=age",
            "descending: Age ↓, sort oldest first",
            "order=oldest",
        ),
        (
            "?sort=age&order=oldest",
            "ascending: Age ↑, sort newest first",
            "",
        ),
    ] {
        let page = rita.list(query).await.clone();
        assert_eq!(sorted(&page), [says], "{query}");
        let link = page.attribute(".cases thead [aria-sort] a", "href");
        let link = link.expect("a link");
        assert!(link.ends_with(back), "{link}");
        assert_eq!(link.contains("order="), !back.is_empty(), "{link}");
        // Only a list with the newest first can count the rows above it.
        let top = page.attribute(".news", "data-top").is_some();
        assert_eq!(top, query == "?sort=age", "{query}");
    }
    // The decision column sorts by state.
    let page = rita.list("?sort=state").await.clone();
    let heads = heads(&page);
    assert_eq!(heads[1].1, heads[2].1);
    assert_eq!(heads[2].0, "Decision , sort decided first");
    // An age filter needs the order by age: alone, or within each state or assignee.
    let page = rita.list("?age=day&sort=reference").await.clone();
    assert_eq!(sorted(&page), ["descending: Age ↓, sort oldest first"]);
    let page = rita.list("?age=day&sort=assignee").await.clone();
    assert_eq!(sorted(&page), ["ascending: Assignee ↑, sort from Z to A"]);
    let offered = page.all(".cases thead a");
    let first = |text: &String| text.split(' ').next().map(str::to_owned);
    let offered: Vec<_> = offered.iter().filter_map(first).collect();
    assert_eq!(offered, ["State", "Decision", "Age", "Assignee"]);
    // Filters keep the sort order.
    let hidden = "form.filters input[type=hidden]";
    let page = rita.list("?sort=reference&order=descending").await.clone();
    assert!(page.has(&format!("{hidden}[name=sort][value=reference]")));
    assert!(page.has(&format!("{hidden}[name=order][value=descending]")));
}

#[tokio::test]
async fn list_sorts_states_by_journey_and_assignees_by_name() {
    let app = TestApp::new().await;
    begin(&app, 1).await;
    let paulina = app.applied(&Person::PAULINA).await;
    let john = app.applied(&Person::JOHN).await;
    begin(&app, 1).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let page = rita.list("?sort=state").await.clone();
    let states = ["Draft", "Draft", "Manual review", "Approved"];
    assert_eq!(column(&page, 3), states);
    assert_eq!(references(&page)[2..], [paulina.clone(), john.clone()]);
    let begun = references(&page)[..2].to_vec();
    let page = rita.list("?sort=state&order=descending").await.clone();
    let last = [
        john.clone(),
        paulina.clone(),
        begun[0].clone(),
        begun[1].clone(),
    ];
    assert_eq!(references(&page), last, "of each the latest first");
    let page = rita
        .list("?sort=state&order=descending&decision=none")
        .await
        .clone();
    assert_eq!(references(&page), begun);

    rita.claim(&john).await;
    ann.claim(&begun[1]).await;
    for (query, first) in [
        ("?sort=assignee", [&begun[1], &john, &begun[0], &paulina]),
        (
            "?sort=assignee&age=day",
            [&begun[1], &john, &begun[0], &paulina],
        ),
    ] {
        let page = rita.list(query).await.clone();
        assert_eq!(
            references(&page)[..2],
            [first[0].clone(), first[1].clone()],
            "{query}"
        );
        assert_eq!(column(&page, 8)[..2], [ann.name.clone(), rita.name.clone()]);
        assert_eq!(column(&page, 8)[2..], ["Unassigned", "Unassigned"]);
    }
    let page = rita.list("?sort=assignee&order=descending").await.clone();
    let back = ["Unassigned", "Unassigned", &rita.name, &ann.name];
    assert_eq!(column(&page, 8), back);

    let page = rita.list("?sort=reference").await.clone();
    assert!(references(&page).is_sorted());
    let page = rita.list("?sort=reference&order=descending").await.clone();
    assert!(references(&page).is_sorted_by(|a, b| a > b));
    assert_eq!(references(&page).len(), 4);
}

#[tokio::test]
async fn pages_case_links_and_export_follow_the_sort_order() {
    let app = TestApp::new().await;
    begin(&app, 53).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    for sort in ["reference", "state", "assignee"] {
        let list = format!("?sort={sort}&order=descending");
        let page = rita.list(&list).await.clone();
        let first = references(&page);
        assert_eq!(page.all(".turn a"), ["Next page"], "{sort}");
        let to = page.attribute(".turn [rel=next]", "href").expect("a page");
        let page = rita.browser.get(&to).await.clone();
        let links = ["Previous page", "Back to the first page"];
        assert_eq!(page.all(".turn a"), links, "{sort}");
        let all = [first.clone(), references(&page)].concat();
        assert_eq!(all.len(), 53, "{sort}");
        // The links between cases continue on the next page.
        let row = page.attribute(".cases tbody th a", "href").expect("a row");
        let case = rita.browser.get(&row).await.clone();
        let way = |to: &str| case.attribute(&format!(".case-turn [data-to={to}]"), "href");
        assert_eq!(way("list"), Some(to.clone()), "{sort}");
        for (link, at) in [("prev", 49), ("next", 51)] {
            let to = way(link).expect("a case");
            let page = rita.browser.get(&to).await;
            assert_eq!(page.heading(), format!("Case {}", all[at]), "{sort}");
        }
        let back = page.attribute(".turn [rel=prev]", "href").expect("back");
        assert_eq!(references(rita.browser.get(&back).await), first, "{sort}");
        // A page position of another sort order leads to the first page.
        let strange = to.replace(&format!("sort={sort}"), "sort=age");
        let page = rita.browser.get(&strange).await.clone();
        assert_eq!(page.all(".turn a"), ["Newer"], "{strange}");
        let file = rita
            .export(&format!("sort={sort};order=descending"), &[])
            .await;
        let lines = file.text.split_terminator("\r\n").skip(1);
        let first = lines.filter_map(|it| it.split(',').next());
        let lines: Vec<_> = first.map(|cell| cell.trim_matches('"')).collect();
        assert_eq!(lines, all, "{sort}");
    }
    // New applications change the counts, and the list offers no newer rows.
    let page = rita.list("?sort=reference").await.clone();
    let data = |name| page.attribute(".news", name).unwrap_or_default();
    let (list, csrf) = (data("data-list"), page.csrf());
    begin(&app, 2).await;
    for top in [data("data-top"), references(&page).remove(0)] {
        let pairs = [("csrf", csrf.as_str()), ("list", &list), ("top", &top)];
        let update = rita.browser.ask("/admin/api/list-news", &pairs).await;
        assert!(update.text.starts_with('\n'), "{}", update.text);
        assert!(update.text.contains("\ndraft 55\n"), "{}", update.text);
    }
}
