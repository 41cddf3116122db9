//! Writes that share a transaction stay independent of each other.

use super::super::{batch::Batch, rows::RowError};
use super::*;
use sqlx::{Row, sqlite::SqlitePoolOptions};

async fn writer() -> (SqlitePool, Writer) {
    let pool = SqlitePoolOptions::new().max_connections(1);
    let pool = pool.connect("sqlite::memory:").await.expect("a database");
    let made = sqlx::query("CREATE TABLE t (n INTEGER PRIMARY KEY)");
    made.execute(&pool).await.expect("a table");
    let writer = Writer::start(
        pool.clone(),
        Connection::open_in_memory().expect("another"),
        WriteLock::default(),
    )
    .expect("a thread");
    (pool, writer)
}

fn insert(n: i64) -> Query<'static, Sqlite, SqliteArguments> {
    sqlx::query("INSERT INTO t (n) VALUES (?)").bind(n)
}

#[tokio::test]
async fn failed_write_fails_alone() {
    let (pool, writer) = writer().await;
    // Every third insert is a duplicate and fails, in any grouping.
    let all = (0..300).map(|n| {
        let writer = writer.clone();
        tokio::spawn(async move { writer.execute(insert(if n % 3 == 2 { 0 } else { n })).await })
    });
    let mut failed = 0;
    for done in all.collect::<Vec<_>>() {
        failed += usize::from(done.await.expect("no panic").is_err());
    }
    assert_eq!(failed, 100);
    let row = sqlx::query("SELECT COUNT(*) FROM t").fetch_one(&pool).await;
    assert_eq!(row.expect("a count").get::<i64, _>(0), 200);
}

#[tokio::test]
async fn write_that_fails_between_two_statements_is_rolled_back() {
    let (pool, writer) = writer().await;
    let (hold, held) = oneshot::channel::<()>();
    // The other writes queue up behind this one and then share one transaction.
    let first = writer.run::<_, Error, _>(move |_| {
        Box::pin(async move {
            let _ = held.await;
            Ok(())
        })
    });
    let pair = |first: i64, second: i64| {
        writer.run::<_, Error, _>(move |tx| {
            Box::pin(async move {
                insert(first).execute(&mut *tx).await?;
                insert(second).execute(tx).await.map(|_| ())
            })
        })
    };
    let release = async move { hold.send(()) };
    let (first, sound, broken, other, released) = tokio::join!(
        first,
        pair(1, 2),
        pair(3, 1),
        writer.execute(insert(4)),
        release
    );
    first.expect("done");
    released.expect("a write waits");
    sound.expect("written");
    broken.expect_err("a repetition");
    assert_eq!(other.expect("written"), 1);
    let row = sqlx::query("SELECT SUM(n) FROM t").fetch_one(&pool).await;
    assert_eq!(row.expect("a sum").get::<i64, _>(0), 1 + 2 + 4);
}

#[tokio::test]
async fn follow_up_runs_after_a_commit_and_after_no_failure() {
    let (pool, writer) = writer().await;
    let (follow, mut followed) = mpsc::unbounded_channel();
    let change = |n: i64| {
        let follow = follow.clone();
        writer.run_whole::<_, Error, _, _>(
            move |tx| Box::pin(async move { insert(n).execute(tx).await.map(|_| ()) }),
            move || follow.send(n).expect("a receiver"),
        )
    };
    change(1).await.expect("written");
    assert_eq!(followed.try_recv(), Ok(1));
    change(1).await.expect_err("a repetition");
    assert!(followed.try_recv().is_err());
    // A caller that is cancelled early does not withhold the notification from others.
    tokio::select! {
        biased;
        _ = change(2) => panic!("done before it was begun"),
        () = std::future::ready(()) => {}
    }
    assert_eq!(followed.recv().await, Some(2));
    let row = sqlx::query("SELECT COUNT(*) FROM t").fetch_one(&pool).await;
    assert_eq!(row.expect("a count").get::<i64, _>(0), 2);
}

#[tokio::test]
async fn panic_ends_only_its_own_batch() {
    let (_pool, writer) = writer().await;
    let lost: Result<(), Error> = writer
        .run(|_| Box::pin(async { panic!("a test's own panic") }))
        .await;
    assert!(lost.is_err());
    assert_eq!(writer.execute(insert(1)).await.expect("written"), 1);
}

/// A writer whose own connection has the table, too.
async fn near_writer() -> Writer {
    let (_, writer) = writer().await;
    let made = writer.pooled::<_, RowError, _, _>(
        |tx| {
            tx.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY)")?;
            Ok(())
        },
        || {},
    );
    made.await.expect("a table");
    writer
}

fn change(numbers: &[i64]) -> Batch {
    let mut batch = Batch::new();
    for n in numbers {
        batch.add("INSERT INTO t (n) VALUES (?)").bind(n);
    }
    batch
}

async fn numbers(writer: &Writer) -> Vec<i64> {
    let read = writer.pooled::<_, RowError, _, _>(
        |tx| {
            let mut all = tx.prepare("SELECT n FROM t ORDER BY n")?;
            let all = all.query_map([], |row| row.get(0))?;
            Ok(all.collect::<Result<_, _>>()?)
        },
        || {},
    );
    read.await.expect("numbers")
}

#[tokio::test]
async fn failed_near_write_fails_alone_and_leaves_nothing() {
    let writer = near_writer().await;
    let (hold, held) = std::sync::mpsc::channel::<()>();
    // The other writes queue up behind this one and then share one transaction.
    let first = writer.pooled::<_, RowError, _, _>(
        move |_| {
            let _ = held.recv();
            Ok(())
        },
        || {},
    );
    let release = async move { hold.send(()) };
    let (first, sound, broken, other, released) = tokio::join!(
        first,
        writer.change(change(&[1, 2])),
        writer.change(change(&[3, 1])),
        writer.change(change(&[4])),
        release
    );
    first.expect("done");
    released.expect("a write waits");
    assert_eq!(sound.expect("written"), 1);
    broken.expect_err("a repetition");
    other.expect("written");
    assert_eq!(numbers(&writer).await, [1, 2, 4]);
}

#[tokio::test]
async fn panic_of_a_near_write_ends_only_its_batch_and_follow_ups_run_after_commits() {
    let writer = near_writer().await;
    let lost = writer.pooled::<(), RowError, _, _>(
        |tx| {
            change(&[7]).write_pooled(tx)?;
            panic!("a test's own panic")
        },
        || {},
    );
    lost.await.expect_err("no success");
    let (follow, mut followed) = mpsc::unbounded_channel();
    for (n, sound) in [(1, true), (1, false)] {
        let follow = follow.clone();
        let written = writer.pooled::<_, RowError, _, _>(
            move |tx| Ok(change(&[n]).write_pooled(tx)?),
            move || follow.send(n).expect("a receiver"),
        );
        assert_eq!(written.await.is_ok(), sound);
        assert_eq!(followed.try_recv().is_ok(), sound);
    }
    assert_eq!(numbers(&writer).await, [1]);
}

#[tokio::test]
async fn write_after_shutdown_is_an_error() {
    let writer = near_writer().await;
    writer.close().await;
    let late = writer.change(change(&[1])).await;
    assert!(matches!(late, Err(RowError::Closed)), "{late:?}");
    writer.execute(insert(1)).await.expect_err("far, too");
    writer.close().await;
}
