//! SQLite's query plan of each list statement.

use super::{
    super::{every_statement, is_full_scan},
    fixture::ListFixture,
};

#[test]
fn full_scan_is_recognised_in_a_query_plan() {
    for (step, dear) in [
        ("SCAN cases", true),
        ("SCAN c USING INDEX cases_by_age", true),
        ("USE TEMP B-TREE FOR ORDER BY", true),
        ("SCAN place", false),
        ("SCAN (subquery-3)", false),
        ("SEARCH c USING PRIMARY KEY (number=?)", false),
    ] {
        assert_eq!(is_full_scan(step, "SELECT 1"), dear, "{step}");
    }
}

#[tokio::test]
async fn list_statements_never_scan_a_table_or_sort_in_sqlite() {
    let fixture = ListFixture::of(1).await;
    let statements = every_statement();
    assert!(statements.len() > 850, "{}", statements.len());
    for sql in statements {
        let plan = fixture
            .store
            .read(|tx| tx.sqlite().query_plan(&sql))
            .expect("a plan");
        assert!(
            plan.iter().any(|step| step.starts_with("SEARCH ")),
            "{sql}: {plan:#?}"
        );
        for step in &plan {
            assert!(!is_full_scan(step, &sql), "{sql}: {plan:#?}");
        }
        // The index lookup uses both columns of the position, not the first alone.
        let steps = plan.iter().filter(|step| step.contains("INDEX cases_"));
        for step in steps {
            assert!(step.contains(",number)"), "{sql}: {plan:#?}");
        }
    }
}
