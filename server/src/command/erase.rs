//! Command that erases an applicant's personal data.

use super::{TaskResult, say};
use crate::{
    Settings,
    db::Erasure,
    maintenance::{self, ErasureRegister},
    open_store::open_existing,
    system::SystemClock,
};
use kyc::ports::Clock;
use std::process::ExitCode;

pub(super) async fn erase(settings: Settings, reference: &str) -> TaskResult {
    let reference = reference.trim().to_ascii_uppercase();
    let store = open_existing(&settings).await?;
    let register = ErasureRegister::new(&settings.register);
    let erased = match store.named(&reference).await? {
        Some(id) => maintenance::erase(&store, &register, id, SystemClock.now()).await,
        None => Ok(Erasure::Unknown),
    };
    store.close().await;
    let (words, code) = match erased? {
        Erasure::Done => ("is erased: state, times and trail stay", ExitCode::SUCCESS),
        Erasure::Already => ("was erased before", ExitCode::SUCCESS),
        Erasure::OnItsWay => (
            "is being sent to the provider: nothing was erased; try again once it is \
             sent or parked",
            ExitCode::FAILURE,
        ),
        Erasure::Unknown | Erasure::Changed => ("is no application", ExitCode::FAILURE),
    };
    say(&format!("{reference} {words}"));
    Ok(code)
}
