//! Every statement that the list can ask. Each is a walk along an index that it
//! names, from a place and no further than a page; several states are several
//! such walks, merged as they go. A test has SQLite explain all of them.

use super::super::search::By;
use kyc::{
    desk::list::{Order, Sort},
    state::Label,
};

/// What a row is read from, behind the place where it was found.
const COLUMNS: &str = "c.application_id, c.reference, c.state, c.opened_at, c.event, c.event_at, \
     c.glance_sealed, k.key_id, k.key_sealed, r.name, o.decision AS contested";

/// What it is read from besides, where all that was typed is asked for.
const IN_FULL: &str = "a.version, a.draft_sealed, a.state_sealed";

/// The rest of a row: each by its key.
const JOINS: &str = "LEFT JOIN subject_keys k ON k.application_id = c.application_id \
     LEFT JOIN reviewers r ON r.id = c.assignee \
     LEFT JOIN overrules o ON o.application_id = c.application_id AND o.standing = 'open'";

/// What of a row is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All that the list shows.
    Rows,
    /// The same with all that was typed.
    RowsInFull,
    /// How many there are.
    Count,
}

/// A list, whoever it is for. Bound are, in this order: the place (time and
/// number), the bound of the stretch, how many, the states, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Walk {
    pub(super) wanted: Wanted,
    pub(super) sort: Sort,
    /// Which way it goes: against the order of the list for a page before.
    pub(super) way: Order,
    /// How many states.
    pub(super) states: usize,
    /// Whether only somebody's, or nobody's.
    pub(super) held: bool,
}

impl Walk {
    /// Every list there can be.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let wanted = [Wanted::Rows, Wanted::RowsInFull, Wanted::Count].into_iter();
        let ways = wanted.flat_map(|wanted| Order::ALL.iter().map(move |way| (wanted, *way)));
        let sorts = ways.flat_map(|way| Sort::ALL.iter().map(move |sort| (way, *sort)));
        let held = sorts.flat_map(|sort| [false, true].map(|held| (sort, held)));
        held.flat_map(|(((wanted, way), sort), held)| {
            (1..=Label::ALL.len()).map(move |states| Self {
                wanted,
                sort,
                way,
                states,
                held,
            })
        })
    }

    /// The statement.
    pub(super) fn sql(self) -> String {
        let branches = (0..self.states).map(|state| self.branch(state));
        let branches = branches.collect::<Vec<_>>().join(" UNION ALL ");
        let way = direction(self.way);
        // Several states are merged as places only: what a row is read from is
        // not carried through each merge.
        let places = format!("{branches} ORDER BY at {way}, number {way} LIMIT +?4");
        let page = |columns: &str, joins: &str| {
            let page = at_once(&format!(
                "SELECT place.at AS at, place.number AS number, {columns} \
                 FROM place CROSS JOIN cases c ON c.number = place.number {joins}"
            ));
            format!("WITH place AS MATERIALIZED ({places}), {page}")
        };
        match self.wanted {
            Wanted::Rows => page(COLUMNS, JOINS),
            Wanted::RowsInFull => page(
                &format!("{COLUMNS}, {IN_FULL}"),
                &format!("CROSS JOIN applications a ON a.id = c.application_id {JOINS}"),
            ),
            Wanted::Count => format!(
                "SELECT COUNT(*) FROM (SELECT * FROM ({branches}) ORDER BY at {way}, number {way} LIMIT +?4)"
            ),
        }
    }

    /// The walk through one state.
    fn branch(self, state: usize) -> String {
        let (at, index) = match (self.sort, self.held) {
            (Sort::Event, false) => ("event_at", "cases_by_event"),
            (Sort::Event, true) => ("event_at", "cases_of_by_event"),
            (Sort::Age, false) => ("opened_at", "cases_by_age"),
            (Sort::Age, true) => ("opened_at", "cases_of_by_age"),
        };
        let (beyond, within) = match self.way {
            Order::Newest => ("<", ">="),
            Order::Oldest => (">", "<="),
        };
        let held = if self.held {
            format!("c.assignee = ?{} AND ", FIRST_STATE + self.states)
        } else {
            String::new()
        };
        let state = FIRST_STATE + state;
        format!(
            "SELECT c.{at} AS at, c.number AS number FROM cases c INDEXED BY {index} \
             WHERE {held}c.state = ?{state} AND (c.{at}, c.number) {beyond} (?1, ?2) \
             AND c.{at} {within} ?3"
        )
    }
}

/// The number of the first state's parameter.
const FIRST_STATE: usize = 5;

/// A page that is put together before its first row is handed over. Each row
/// comes from SQLite's thread to ours: of rows that come one by one, whoever
/// waits is woken for each, which costs more than all that was read.
fn at_once(page: &str) -> String {
    format!("page AS MATERIALIZED ({page}) SELECT * FROM page")
}

const fn direction(way: Order) -> &'static str {
    match way {
        Order::Newest => "DESC",
        Order::Oldest => "ASC",
    }
}

/// What a search asks. Bound are what is sought, the number from which it goes
/// on, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hunt {
    /// By reference.
    Reference,
    /// By the upstream's id, or ours of the applicant.
    Id,
    /// By a blind index.
    Blind(By),
}

impl Hunt {
    /// Every search there can be.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let blind = By::ALL.into_iter().map(Self::Blind);
        [Self::Reference, Self::Id].into_iter().chain(blind)
    }

    /// The statement, for either way.
    pub(super) fn sql(self, way: Order) -> String {
        let beyond = match way {
            Order::Newest => "<",
            Order::Oldest => ">",
        };
        let end = format!("ORDER BY number {} LIMIT +?3", direction(way));
        let by = |column: &str, but: &str| {
            format!(
                "SELECT c.number AS number, {COLUMNS} FROM applications a \
                 CROSS JOIN cases c ON c.application_id = a.id {JOINS} \
                 WHERE a.{column} = ?1 {but} AND c.number {beyond} ?2"
            )
        };
        match self {
            Self::Reference => format!("{} {end}", by("reference", "")),
            // In two dialects they are the same: nobody is found twice.
            Self::Id => {
                let theirs = by("external_id", "AND a.user_id <> ?1");
                format!("{} UNION ALL {theirs} {end}", by("user_id", ""))
            }
            Self::Blind(kind) => format!(
                "WITH {}",
                at_once(&format!(
                    "SELECT b.number AS number, {COLUMNS} \
                     FROM blind_indexes b INDEXED BY blind_indexes_by_token \
                     CROSS JOIN cases c ON c.number = b.number {JOINS} \
                     WHERE b.kind = '{}' AND b.token = ?1 AND b.number {beyond} ?2 {end}",
                    kind.as_str()
                ))
            ),
        }
    }
}

/// The counts of somebody's, of nobody's, or of all.
pub(super) const COUNTS: &str = "SELECT state, cases FROM case_counts WHERE whose = ?1";

/// A search that was kept.
pub(super) const KEPT: &str = "SELECT sought_sealed FROM desk_searches \
     WHERE id = ?1 AND reviewer_id = ?2 AND expires_at > ?3";

/// Whether a step of a statement's plan looks through a table, or sorts. A page,
/// its places and a subquery in brackets go to their end, a limit; the few that
/// share an id of the upstream's are sorted.
pub(crate) fn is_dear(step: &str, sql: &str) -> bool {
    let limited = ["SCAN page", "SCAN place"].contains(&step) || step.starts_with("SCAN (subquery");
    let looks = step.starts_with("SCAN ") && !limited;
    let sorts = step.contains("TEMP B-TREE") && !sql.contains("external_id");
    looks || sorts
}

/// Every statement that anything about the list can ask.
pub(crate) fn every_statement() -> Vec<String> {
    let walks = Walk::all().map(Walk::sql);
    let hunts = Hunt::all().flat_map(|hunt| Order::ALL.iter().map(move |way| hunt.sql(*way)));
    let others = [COUNTS, KEPT].into_iter().map(str::to_owned);
    walks.chain(hunts).chain(others).collect()
}
