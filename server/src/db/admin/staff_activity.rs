//! Reads of the staff audit trail for the admin's pages.

use super::{
    super::{SqliteStore, moment, rows::RowError},
    rows::{bytes, id},
};
use kyc::admin::{
    ReviewerId,
    activity::{StaffFilter, StaffLine},
    audit::StaffActor,
};
use sqlx::{AssertSqlSafe, Row, sqlite::SqliteRow};
use std::collections::HashMap;

/// Every column of an event, with the name of its account. An account that is only requested has
/// its name in the request.
const LINE: &str = "SELECT t.*, COALESCE(r.name, (SELECT q.name FROM staff_requests q \
     WHERE q.account = t.about AND q.name IS NOT NULL LIMIT 1)) AS about_name \
     FROM desk_trail t LEFT JOIN reviewers r ON r.id = t.about";

/// The condition of the index `desk_trail_changes`.
const IS_CHANGE: &str = "t.deed IN ('added', 'reset', 'role_changed', 'disabled', 'enabled', \
     'change_requested', 'change_rejected', 'change_withdrawn', 'locked')";

/// The most changes on the list page.
const MOST_CHANGES: i64 = 20;

impl SqliteStore {
    /// The events that match a filter, the latest first.
    pub(super) async fn read_staff_events(
        &self,
        filter: StaffFilter,
    ) -> Result<Vec<StaffLine>, RowError> {
        let StaffFilter {
            who,
            kind,
            before,
            limit,
        } = filter;
        let mut sql = format!("{LINE} WHERE t.pos < ?");
        if who.is_some() {
            sql += " AND (t.actor = ? OR t.about = ?)";
        }
        if kind.is_some() {
            sql += " AND t.deed = ?";
        }
        sql += " ORDER BY t.pos DESC LIMIT +?";
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(before.unwrap_or(i64::MAX));
        if let Some(who) = who {
            let actor = StaffActor::Reviewer(who).word();
            query = query.bind(actor).bind(bytes(who));
        }
        if let Some(kind) = kind {
            query = query.bind(kind);
        }
        let rows = self.read.rows(query.bind(i64::from(limit))).await?;
        self.lines(&rows).await
    }

    /// The changes of the staff that others made and the account has not dismissed.
    pub(super) async fn read_staff_changes(
        &self,
        of: ReviewerId,
    ) -> Result<Vec<StaffLine>, RowError> {
        let sql = format!(
            "{LINE} WHERE {IS_CHANGE} AND t.actor <> ? \
             AND t.pos > (SELECT staff_seen FROM reviewers WHERE id = ?) \
             ORDER BY t.pos DESC LIMIT +?"
        );
        let query = sqlx::query(AssertSqlSafe(sql))
            .bind(StaffActor::Reviewer(of).word())
            .bind(bytes(of))
            .bind(MOST_CHANGES);
        let rows = self.read.rows(query).await?;
        self.lines(&rows).await
    }

    async fn lines(&self, rows: &[SqliteRow]) -> Result<Vec<StaffLine>, RowError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let query = sqlx::query("SELECT id, name FROM reviewers");
        let names = self.read.rows(query).await?;
        let names = names
            .iter()
            .map(|row| Ok((id(row.try_get(0)?)?, row.try_get(1)?)));
        let names: HashMap<ReviewerId, String> = names.collect::<Result<_, RowError>>()?;
        rows.iter().map(|row| line(row, &names)).collect()
    }
}

fn line(row: &SqliteRow, names: &HashMap<ReviewerId, String>) -> Result<StaffLine, RowError> {
    let actor = StaffActor::parse(row.try_get("actor")?).ok_or(RowError::Id)?;
    let actor_name = match actor {
        StaffActor::Reviewer(id) => names.get(&id).cloned(),
        StaffActor::Anonymous | StaffActor::System | StaffActor::Operator => None,
    };
    let about: Option<Vec<u8>> = row.try_get("about")?;
    let detail: String = row.try_get("detail")?;
    Ok(StaffLine {
        pos: row.try_get("pos")?,
        at: moment(row.try_get("at")?),
        actor,
        actor_name,
        about: about.map(id).transpose()?,
        about_name: row.try_get("about_name")?,
        event: serde_json::from_str(&detail).map_err(RowError::Shape)?,
        detail,
    })
}
