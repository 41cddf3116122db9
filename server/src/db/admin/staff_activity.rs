//! Reads of the staff audit trail for the admin's pages.

use super::{
    super::{
        DatabaseStore,
        driver::{Param, Tx, params},
        moment,
        rows::{ColumnReader, RowError},
    },
    rows::id,
};
use kyc::admin::{
    ReviewerId,
    activity::{StaffFilter, StaffLine},
    audit::StaffActor,
};
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

impl DatabaseStore {
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
        self.scan(move |tx| {
            let actor = who.map(|who| StaffActor::Reviewer(who).word());
            let mut bound = vec![Param::from(before.unwrap_or(i64::MAX))];
            if let (Some(who), Some(actor)) = (&who, &actor) {
                bound.extend([Param::from(actor), Param::from(who.as_bytes())]);
            }
            bound.extend(kind.as_ref().map(Param::from));
            bound.push(Param::from(limit));
            lines(tx, &sql, &bound)
        })
        .await
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
        self.scan(move |tx| {
            let actor = StaffActor::Reviewer(of).word();
            lines(tx, &sql, params![&actor, of.as_bytes(), MOST_CHANGES])
        })
        .await
    }
}

fn lines(tx: &mut Tx<'_>, sql: &str, bound: &[Param<'_>]) -> Result<Vec<StaffLine>, RowError> {
    let names = tx.rows("SELECT id, name FROM reviewers", &[], |row| {
        let name = row.required_text("name")?.to_owned();
        Ok((id(row.required_bytes("id")?)?, name))
    })?;
    let names: HashMap<ReviewerId, String> = names.into_iter().collect();
    tx.rows(sql, bound, |row| line(row, &names))
}

fn line(
    row: &dyn ColumnReader,
    names: &HashMap<ReviewerId, String>,
) -> Result<StaffLine, RowError> {
    let actor = StaffActor::parse(row.required_text("actor")?).ok_or(RowError::Id)?;
    let actor_name = match actor {
        StaffActor::Reviewer(id) => names.get(&id).cloned(),
        StaffActor::Anonymous | StaffActor::System | StaffActor::Operator => None,
    };
    let detail = row.required_text("detail")?.to_owned();
    Ok(StaffLine {
        pos: row.required_int("pos")?,
        at: moment(row.required_int("at")?),
        actor,
        actor_name,
        about: row.bytes("about")?.map(id).transpose()?,
        about_name: row.text("about_name")?.map(str::to_owned),
        event: serde_json::from_str(&detail).map_err(RowError::Shape)?,
        detail,
    })
}
