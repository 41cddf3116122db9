//! What SQLite does for each statement of the list.

use super::{super::every_statement, hall::Hall};
use sqlx::{AssertSqlSafe, Row};

#[tokio::test]
async fn no_statement_of_the_list_looks_through_a_table_or_sorts() {
    let hall = Hall::of(1).await;
    let statements = every_statement();
    assert!(statements.len() > 190, "{}", statements.len());
    for sql in statements {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows = sqlx::query(explain).fetch_all(&hall.store.write).await;
        let rows = rows.expect("a plan");
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        assert!(
            plan.iter().any(|step| step.starts_with("SEARCH ")),
            "{sql}: {plan:#?}"
        );
        for step in &plan {
            // A page, its places and a subquery in brackets go to their end, a limit.
            let limited = ["SCAN page", "SCAN place"].contains(&step.as_str())
                || step.starts_with("SCAN (subquery");
            let table = step.starts_with("SCAN ") && !limited;
            assert!(!table, "{sql}: {plan:#?}");
            // The upstream's id may be several applications': a handful is sorted.
            let sorts = step.contains("TEMP B-TREE") && !sql.contains("external_id");
            assert!(!sorts, "{sql}: {plan:#?}");
        }
        // Both halves of the place are looked up, not the first alone.
        let walks = plan.iter().filter(|step| step.contains("INDEX cases_"));
        for step in walks {
            assert!(step.contains(",number)"), "{sql}: {plan:#?}");
        }
    }
}
