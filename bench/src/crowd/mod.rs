//! A crowd that waits: thousands of open status pages in one process of the
//! server, what each costs in memory, and how soon decisions reach them.

mod decisions;
mod line;
mod people;
mod program;
mod streams;
mod upstream;

use line::{Fallible, Line};
use program::Program;
use std::{error::Error, io::Write, net::SocketAddr, sync::Arc};
use tokio::task::JoinSet;
use upstream::Upstream;

/// How many do something at once.
const AT_ONCE: usize = 48;
const ASK: &str = "/api/status";

/// Somebody who waits.
struct Person {
    cookie: String,
    csrf: String,
}

/// What the pages of the crowd show.
struct Crowd {
    address: SocketAddr,
    people: Vec<Person>,
    upstream: Upstream,
    seen: String,
}

/// Lets so many people apply, opens a stream for each, and says: how many stand;
/// the server's bytes for each; milliseconds from one decision to its browser's
/// tick and to its news (p50 and p99 of each); seconds for all other decisions
/// at once to reach theirs, and how many these were.
///
/// # Errors
/// At the first thing that does not go as it should, but for streams that
/// cannot be had: they are not counted.
pub(crate) async fn run(program: &str, people: &str) -> Result<(), Box<dyn Error>> {
    let said = measure(program, people.parse()?).await;
    let said = said.map_err(|error| error.to_string())?;
    writeln!(std::io::stdout(), "{said}")?;
    Ok(())
}

async fn measure(program: &str, people: usize) -> Fallible<String> {
    let folder = tempfile::tempdir()?;
    let upstream = Upstream::default();
    let origin = upstream.serve(people).await?;
    let mut server = Program::start(program, folder.path(), &origin)?;
    let people = people::apply(server.address, people).await?;
    server.stop()?;

    // A fresh one: what the applying has cost shall count for nobody.
    let mut server = Program::start(program, folder.path(), &origin)?;
    let address = server.address;
    let first = people.first().ok_or("nobody")?;
    let page = Line::open(address)
        .await?
        .get("/status", &first.cookie)
        .await?;
    let seen = between(&page.body, "data-seen=\"").ok_or("no face")?;
    let crowd = Arc::new(Crowd {
        address,
        people,
        upstream,
        seen,
    });
    warm_up(&crowd).await?;
    let before = server.memory()?;
    let lines = streams::listen(&crowd).await?;
    let held = lines.len();
    let each = (server.memory()? - before) / held as f64;

    let mut ticks = streams::hear(lines);
    let (tick, news) = decisions::singly(&crowd, &mut ticks).await?;
    let (all, count) = decisions::together(&crowd, &mut ticks, held).await?;
    server.stop()?;
    Ok(format!(
        "{held} {each:.0} {:.2} {:.2} {:.2} {:.2} {all:.2} {count}",
        tick.0, tick.1, news.0, news.1
    ))
}

/// What stands behind something, up to the next quotation mark.
fn between(text: &str, before: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once('"').map(|(found, _)| found.to_owned())
}

impl Crowd {
    /// What a page asks: whether it moved.
    async fn ask(&self, line: &mut Line, number: usize) -> Fallible<bool> {
        let Person { cookie, csrf } = self.people.get(number).ok_or("nobody")?;
        let form = format!("csrf={csrf}&seen={}&asked=1", self.seen);
        let answer = line.post(ASK, cookie, "*/*", &form).await?;
        if answer.status != 200 {
            return Err(format!("{ASK}: {}", answer.status).into());
        }
        Ok(answer.body.starts_with("moved"))
    }
}

/// Some questions, so that connections and caches are there.
async fn warm_up(crowd: &Arc<Crowd>) -> Fallible<()> {
    let mut lines = JoinSet::new();
    for number in 0..AT_ONCE.min(crowd.people.len()) {
        let crowd = crowd.clone();
        lines.spawn(async move {
            let mut line = Line::open(crowd.address).await?;
            for _ in 0..50 {
                crowd.ask(&mut line, number).await?;
            }
            Fallible::Ok(())
        });
    }
    while let Some(done) = lines.join_next().await {
        done??;
    }
    Ok(())
}
