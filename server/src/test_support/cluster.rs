//! A database in a PostgreSQL cluster, for one test.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::thread;
use url::Url;

/// A database of its own. It stays until its cluster goes: to drop it would cost a checkpoint.
pub(crate) struct TestCluster {
    server: Url,
    direct: Option<Url>,
    name: String,
}

impl TestCluster {
    /// The cluster that `VESTIBULE_TEST_POSTGRES` names, if it is set. If that is a pooler,
    /// `VESTIBULE_TEST_POSTGRES_DIRECT` names the cluster behind it.
    #[expect(clippy::disallowed_methods, reason = "a test has no settings")]
    pub(crate) fn of_the_environment() -> Option<Self> {
        let server = std::env::var("VESTIBULE_TEST_POSTGRES").ok()?;
        let direct = std::env::var("VESTIBULE_TEST_POSTGRES_DIRECT").ok();
        // A process's id comes again in a long run.
        let mut number = [0; 8];
        getrandom::fill(&mut number).expect("random bytes");
        let number = u64::from_ne_bytes(number);
        let cluster = Self {
            server: server.parse().expect("an address"),
            direct: direct.map(|direct| direct.parse().expect("an address")),
            name: format!("test_{number:x}"),
        };
        cluster.run(format!("CREATE DATABASE {}", cluster.name));
        Some(cluster)
    }

    /// The address of the database.
    pub(crate) fn url(&self) -> String {
        self.at(&self.server)
    }

    /// Its address without the pooler, if `VESTIBULE_TEST_POSTGRES` is that of a pooler.
    pub(crate) fn direct_url(&self) -> Option<String> {
        Some(self.at(self.direct.as_ref()?))
    }

    fn at(&self, server: &Url) -> String {
        let mut url = server.clone();
        url.set_path(&self.name);
        url.into()
    }

    /// Runs a statement on a thread of its own: a test's thread may already run a task.
    fn run(&self, sql: String) {
        let server = self.direct.as_ref().unwrap_or(&self.server).to_string();
        let work = move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let mut connection = PgConnection::connect(&server).await.expect("a cluster");
                connection.execute(AssertSqlSafe(sql)).await.expect("done");
            });
        };
        thread::spawn(work).join().expect("no panic");
    }
}
