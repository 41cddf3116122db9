//! The firm's rate budget, and whose turn it is to use it.

use super::{
    circuit::{FIRST, TRIAL, throttled},
    provider_state::ProviderState,
};
use kyc::{admin::dashboard::Call, ports::VerifierError};
use time::{Duration as Span, OffsetDateTime};

/// The firm's rate budget.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    /// Share of the budget that one call uses, as time.
    pub(super) each: Span,
    /// Share of the budget that polls leave to start requests, as time. While start requests use it
    /// up, polls pass only in their turn.
    pub(super) reserve: Span,
    /// Largest share of the budget that a pause saves up, as time.
    pub(super) burst: Span,
}

/// Whose turn it is on this server.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    pub(super) is_of_polls: bool,
    pub(super) is_kept_for_poll: bool,
}

/// Precedence of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Sends an attempt, or finds out whether the provider has it.
    Submission,
    /// Polls for a decision.
    Poll,
    /// An optional lookup.
    Optional,
}

impl Lane {
    pub(super) const fn of(call: Call) -> Self {
        match call {
            Call::Start => Self::Submission,
            call if call.is_convenience() => Self::Optional,
            _ => Self::Poll,
        }
    }
}

/// How a call passes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Within the budget.
    Free,
    /// As the trial of an open circuit.
    Trial,
}

impl Budget {
    /// Takes one call from the budget. An optional lookup fails while the circuit is open. It also
    /// leaves half of the budget for the required calls. A poll leaves the reserve.
    pub(super) fn take(
        &self,
        state: &mut ProviderState,
        lane: Lane,
        turn: Turn,
        now: OffsetDateTime,
    ) -> Result<Slot, VerifierError> {
        if let Some(down) = &state.down {
            if lane == Lane::Optional {
                return Err(throttled(
                    "circuit_open",
                    Span::max(down.until - now, FIRST),
                ));
            }
            down.is_over(now)?;
            if lane == Lane::Submission && turn.is_kept_for_poll {
                return Err(throttled("circuit_open", self.each));
            }
        }
        let paid = state.next_slot.max(now - self.burst) + self.each;
        let left = match lane {
            Lane::Optional if self.each * 2 <= Span::SECOND => Span::SECOND / 2,
            Lane::Poll if turn.is_of_polls => Span::ZERO,
            Lane::Poll => self.reserve,
            Lane::Submission if turn.is_kept_for_poll => self.each,
            Lane::Optional | Lane::Submission => Span::ZERO,
        };
        if paid + left > now {
            return Err(throttled("budget", paid + left - now));
        }
        state.next_slot = paid;
        let Some(down) = &mut state.down else {
            return Ok(Slot::Free);
        };
        // Others wait for the result of the trial.
        down.until = now + TRIAL;
        down.trying = true;
        Ok(Slot::Trial)
    }
}
