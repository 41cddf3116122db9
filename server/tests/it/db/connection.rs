//! Statements on the database of either engine.

use super::{
    copy::addresses,
    translate::translate,
    value::{FromValue, Row, Value},
};
use sqlx::{
    AssertSqlSafe, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::SqliteConnectOptions,
};
use std::{collections::BTreeMap, path::Path};

/// Second connection to a server's database. A statement is SQL of both engines with `?` or `?1`.
pub(crate) enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Database {
    /// Opens the database that a server with these variables has.
    pub(crate) async fn open(vars: &BTreeMap<&'static str, String>) -> Self {
        match postgres_options(vars) {
            Some(options) => Self::postgres(options).await,
            None => Self::open_file(&sqlite_file(vars)).await,
        }
    }

    /// Opens a file of SQLite.
    pub(crate) async fn open_file(file: &Path) -> Self {
        Self::sqlite(SqliteConnectOptions::new().filename(file)).await
    }

    /// Opens the database beside a server that a test kills. A file of SQLite is opened read-only, so
    /// that its recovery stays with the server.
    pub(crate) async fn look(vars: &BTreeMap<&'static str, String>) -> Self {
        match postgres_options(vars) {
            Some(options) => Self::postgres(options).await,
            None => Self::look_at_file(&sqlite_file(vars)).await,
        }
    }

    /// Opens a file of SQLite read-only.
    pub(crate) async fn look_at_file(file: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(file);
        Self::sqlite(options.read_only(true)).await
    }

    /// Opens the database with foreign keys off, and without the triggers that refuse a change of a
    /// trail.
    pub(crate) async fn open_unguarded(vars: &BTreeMap<&'static str, String>) -> Self {
        match postgres_options(vars) {
            // No trigger fires in this role. PostgreSQL checks foreign keys by triggers.
            Some(options) => {
                Self::postgres(options.options([("session_replication_role", "replica")])).await
            }
            None => Self::open_file_unguarded(&sqlite_file(vars)).await,
        }
    }

    /// The same for a file of SQLite.
    pub(crate) async fn open_file_unguarded(file: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(file);
        let database = Self::sqlite(options.foreign_keys(false)).await;
        let triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
        for trigger in database.column::<String>(triggers, &[]).await {
            database.run(&format!("DROP TRIGGER {trigger}")).await;
        }
        database
    }

    async fn sqlite(options: SqliteConnectOptions) -> Self {
        let pool = SqlitePool::connect_with(options).await;
        Self::Sqlite(pool.expect("the database"))
    }

    async fn postgres(options: PgConnectOptions) -> Self {
        let pool = PgPoolOptions::new().max_connections(2);
        Self::Postgres(pool.connect_with(options).await.expect("the database"))
    }

    pub(crate) const fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Runs one or more statements without values.
    ///
    /// # Errors
    /// The message of the database, if it refuses a statement.
    pub(crate) async fn try_run(&self, sql: &str) -> Result<(), String> {
        let done = match self {
            Self::Sqlite(pool) => {
                let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
                script.execute(pool).await.map(drop)
            }
            Self::Postgres(pool) => {
                let script = sqlx::raw_sql(AssertSqlSafe(translate(sql)));
                script.execute(pool).await.map(drop)
            }
        };
        done.map_err(|error| error.to_string())
    }

    /// Runs one or more statements without values.
    pub(crate) async fn run(&self, sql: &str) {
        let done = self.try_run(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Runs a statement. Returns the count of changed rows.
    pub(crate) async fn execute(&self, sql: &str, values: &[Value]) -> u64 {
        let done = match self {
            Self::Sqlite(pool) => {
                let query = sqlite_query(sql, values).execute(pool).await;
                query.map(|done| done.rows_affected())
            }
            Self::Postgres(pool) => {
                let query = postgres_query(sql, values).execute(pool).await;
                query.map(|done| done.rows_affected())
            }
        };
        done.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// All rows of a query.
    pub(crate) async fn rows(&self, sql: &str, values: &[Value]) -> Vec<Row> {
        let rows: Result<Vec<Row>, sqlx::Error> = match self {
            Self::Sqlite(pool) => {
                let rows = sqlite_query(sql, values).fetch_all(pool).await;
                rows.map(|rows| rows.iter().map(Row::of_sqlite).collect())
            }
            Self::Postgres(pool) => {
                let rows = postgres_query(sql, values).fetch_all(pool).await;
                rows.map(|rows| rows.iter().map(Row::of_postgres).collect())
            }
        };
        rows.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The first column of all rows.
    pub(crate) async fn column<T: FromValue>(&self, sql: &str, values: &[Value]) -> Vec<T> {
        let rows = self.rows(sql, values).await;
        rows.iter().map(Row::first).collect()
    }

    /// The only row of a query. Panics if there is none or more than one.
    pub(crate) async fn only_row(&self, sql: &str, values: &[Value]) -> Row {
        let mut rows = self.rows(sql, values).await;
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows.remove(0)
    }

    /// The first column of the only row.
    pub(crate) async fn value<T: FromValue>(&self, sql: &str, values: &[Value]) -> T {
        self.only_row(sql, values).await.first()
    }

    /// Refuses a statement on a table from now on, as a full disk does.
    pub(crate) async fn refuse(&self, statement: &str, table: &str) {
        let body = match self {
            Self::Sqlite(_) => "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
            Self::Postgres(_) => {
                let refusal = "CREATE OR REPLACE FUNCTION refuse_all() RETURNS trigger \
                    LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$";
                self.run(refusal).await;
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_all()"
            }
        };
        let trigger = format!("full_{statement}_{table}");
        let sql = format!("CREATE TRIGGER {trigger} BEFORE {statement} ON {table} {body}");
        self.run(&sql).await;
    }

    /// Ends [`Self::refuse`].
    pub(crate) async fn accept(&self, statement: &str, table: &str) {
        let table_clause = match self {
            Self::Sqlite(_) => String::new(),
            Self::Postgres(_) => format!(" ON {table}"),
        };
        let sql = format!("DROP TRIGGER full_{statement}_{table}{table_clause}");
        self.run(&sql).await;
    }

    /// Closes the connections.
    pub(crate) async fn close(self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Where the variables name a database of PostgreSQL: its address, without a pooler.
fn postgres_options(vars: &BTreeMap<&'static str, String>) -> Option<PgConnectOptions> {
    let addresses = addresses(vars);
    let url = addresses.get("DATABASE_LISTEN_URL");
    let url = url.or(addresses.get("DATABASE_URL"))?;
    Some(url.parse().expect("an address"))
}

fn sqlite_file(vars: &BTreeMap<&'static str, String>) -> std::path::PathBuf {
    Path::new(&vars["VESTIBULE_DATA"]).join("vestibule.db")
}

fn sqlite_query<'q>(
    sql: &str,
    values: &[Value],
) -> sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments> {
    let query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    values.iter().fold(query, |query, value| match value {
        Value::Null => query.bind(None::<i64>),
        Value::Int(number) => query.bind(*number),
        Value::Text(text) => query.bind(text.clone()),
        Value::Bytes(bytes) => query.bind(bytes.clone()),
    })
}

fn postgres_query<'q>(
    sql: &str,
    values: &[Value],
) -> sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments> {
    let query = sqlx::query(AssertSqlSafe(translate(sql)));
    values.iter().fold(query, |query, value| match value {
        Value::Null => query.bind(None::<i64>),
        Value::Int(number) => query.bind(*number),
        Value::Text(text) => query.bind(text.clone()),
        Value::Bytes(bytes) => query.bind(bytes.clone()),
    })
}
