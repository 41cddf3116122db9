//! Writes that share a transaction stay independent of each other.

use super::*;
use crate::db::driver::params;
use std::future;

fn writer() -> Writer {
    let connection = Connection::open_in_memory().expect("a database");
    let made = connection.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY)");
    made.expect("a table");
    Writer::start(connection, WriteLock::default()).expect("a thread")
}

/// Inserts these numbers. A number that is there already is an error.
fn insert_each(tx: &mut Tx<'_>, numbers: &[i64]) -> Result<u64, RowError> {
    let mut inserted = 0;
    for n in numbers {
        inserted += tx.execute("INSERT INTO t (n) VALUES (?)", params![*n])?;
    }
    Ok(inserted)
}

async fn insert<const N: usize>(writer: &Writer, numbers: [i64; N]) -> Result<u64, RowError> {
    let work = move |tx: &mut Tx<'_>| insert_each(tx, &numbers);
    writer.run(work, || {}).await
}

async fn numbers(writer: &Writer) -> Vec<i64> {
    let read = writer.run::<_, RowError, _, _>(
        |tx| {
            tx.rows("SELECT n FROM t ORDER BY n", &[], |row| {
                row.required_int("n")
            })
        },
        || {},
    );
    read.await.expect("numbers")
}

#[tokio::test]
async fn failed_write_fails_alone() {
    let writer = writer();
    // Every third insert is a duplicate and fails, in any grouping.
    let all = (0..300).map(|n| {
        let writer = writer.clone();
        let n = if n % 3 == 2 { 0 } else { n };
        tokio::spawn(async move { insert(&writer, [n]).await })
    });
    let mut failed = 0;
    for done in all.collect::<Vec<_>>() {
        failed += usize::from(done.await.expect("no panic").is_err());
    }
    assert_eq!(failed, 100);
    assert_eq!(numbers(&writer).await.len(), 200);
}

#[tokio::test]
async fn write_that_fails_between_two_statements_is_rolled_back() {
    let writer = writer();
    let (hold, held) = std::sync::mpsc::channel::<()>();
    // The other writes queue up behind this one and then share one transaction.
    let first = writer.run::<_, RowError, _, _>(
        move |_| {
            let _ = held.recv();
            Ok(())
        },
        || {},
    );
    let release = async move { hold.send(()) };
    let (first, sound, broken, other, released) = tokio::join!(
        first,
        insert(&writer, [1, 2]),
        insert(&writer, [3, 1]),
        insert(&writer, [4]),
        release
    );
    first.expect("done");
    released.expect("a write waits");
    assert_eq!(sound.expect("written"), 2);
    broken.expect_err("a repetition");
    assert_eq!(other.expect("written"), 1);
    assert_eq!(numbers(&writer).await, [1, 2, 4]);
}

#[tokio::test]
async fn follow_up_runs_after_a_commit_and_after_no_failure() {
    let writer = writer();
    let (follow, mut followed) = mpsc::unbounded_channel();
    let change = |n: i64| {
        let follow = follow.clone();
        writer.run::<_, RowError, _, _>(
            move |tx| insert_each(tx, &[n]).map(|_| ()),
            move || follow.send(n).expect("a receiver"),
        )
    };
    change(1).await.expect("written");
    assert_eq!(followed.try_recv(), Ok(1));
    change(1).await.expect_err("a repetition");
    assert!(followed.try_recv().is_err());
    // A caller that is cancelled early does not withhold the notification from others. The first
    // write delays its write until it is cancelled.
    let (hold, held) = std::sync::mpsc::channel::<()>();
    let first = writer.run::<_, RowError, _, _>(
        move |_| {
            let _ = held.recv();
            Ok(())
        },
        || {},
    );
    let cancelled = async {
        tokio::select! {
            biased;
            _ = change(2) => panic!("done before it was begun"),
            () = future::ready(()) => {}
        }
        hold.send(())
    };
    let (first, released) = tokio::join!(first, cancelled);
    first.expect("done");
    released.expect("a write waits");
    assert_eq!(followed.recv().await, Some(2));
    assert_eq!(numbers(&writer).await, [1, 2]);
}

#[tokio::test]
async fn panic_ends_only_its_own_write() {
    let writer = writer();
    let (hold, held) = std::sync::mpsc::channel::<()>();
    // The other writes queue up behind this one and then share one transaction.
    let first = writer.run::<_, RowError, _, _>(
        move |_| {
            let _ = held.recv();
            Ok(())
        },
        || {},
    );
    let lost = writer.run::<(), RowError, _, _>(
        |tx| {
            insert_each(tx, &[7])?;
            panic!("a test's own panic")
        },
        || {},
    );
    let release = async move { hold.send(()) };
    let (first, before, lost, after, released) = tokio::join!(
        first,
        insert(&writer, [1]),
        lost,
        insert(&writer, [2]),
        release
    );
    first.expect("done");
    released.expect("a write waits");
    lost.expect_err("no success");
    assert_eq!((before.expect("written"), after.expect("written")), (1, 1));
    assert_eq!(numbers(&writer).await, [1, 2]);
}

#[tokio::test]
async fn write_after_shutdown_is_an_error() {
    let writer = writer();
    writer.close().await;
    let late = insert(&writer, [1]).await;
    assert!(matches!(late, Err(RowError::Closed)), "{late:?}");
    writer.close().await;
}
