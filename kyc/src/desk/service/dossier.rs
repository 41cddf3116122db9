//! What is done with a dossier.

use super::{Desk, DeskError, Seat, told};
use crate::{
    desk::{
        ReviewerId,
        case::{Datum, Hand, Text},
        deed::Deed,
        dossier::{
            Answer, Answered, Ask, Asked, Outcome, Pack, Reveal, Revealed, overrule::Who,
            pack::Form,
        },
        port::Step,
    },
    id::Reference,
};

impl Desk {
    /// Shows somebody a field for a while. Whoever has seen as much as they may
    /// is refused, and that is raised.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn reveal(
        &self,
        seat: &Seat,
        case: Reference,
        field: Datum,
        reason: Text,
    ) -> Result<Revealed, DeskError> {
        let reveal = Reveal {
            case,
            field,
            by: seat.reviewer.id,
            reason,
            budget: self.reveals_a_day,
        };
        Ok(self.dossiers.reveal(reveal, self.clock.now()).await?)
    }

    /// Puts an alert away that an administrator has looked at. Nobody puts away
    /// the one about themselves: then it says false.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn put_away(&self, seat: &Seat, about: ReviewerId) -> Result<bool, DeskError> {
        if about == seat.reviewer.id {
            return Ok(false);
        }
        let line = told(seat.by(), Some(about), Deed::AlertSeen);
        self.carry_out(vec![Step::PutAway(about), line]).await?;
        Ok(true)
    }

    /// Records that somebody wants a decision overruled.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn ask_overrule(
        &self,
        hand: Hand,
        outcome: Outcome,
        reason: Text,
    ) -> Result<Asked, DeskError> {
        let ask = Ask {
            hand,
            outcome,
            reason,
        };
        Ok(self.dossiers.ask_overrule(ask, self.clock.now()).await?)
    }

    /// Records what a second reviewer says to such a request.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn answer_overrule(
        &self,
        hand: Hand,
        number: u32,
        (confirms, reason): (bool, Text),
    ) -> Result<Answered, DeskError> {
        let answer = Answer {
            hand,
            number,
            confirms,
            reason,
        };
        let answered = self.dossiers.answer_overrule(answer, self.clock.now());
        Ok(answered.await?)
    }

    /// The evidence of a case; the trail of the staff says who took it before
    /// they get it. `None` if there is no such case.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn evidence(
        &self,
        seat: &Seat,
        case: &Reference,
        form: Form,
    ) -> Result<Option<Pack>, DeskError> {
        let by = Who {
            id: seat.reviewer.id.to_string(),
            name: seat.reviewer.name.as_str().to_owned(),
        };
        let pack = self.dossiers.pack(case, by, self.clock.now()).await?;
        if pack.is_some() {
            let deed = Deed::EvidenceTaken {
                case: case.as_str().to_owned(),
                file: form == Form::File,
            };
            let line = told(seat.by(), Some(seat.reviewer.id), deed);
            self.carry_out(vec![line]).await?;
        }
        Ok(pack)
    }
}
