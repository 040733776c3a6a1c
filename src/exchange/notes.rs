//! What becomes of a note that came down: 回执, 退回, 查询, 报表任务包.

use crate::{
    base::UnitId,
    exchange::{AtHand, Lineage, Outcome, Reason, Register},
    returns::Status,
    wire::{FormPack, Query, ReceiptLine, ReceivedAs, SentBackNote},
};

type Fate = (Outcome, Option<Reason>);

const fn rejected(why: Reason) -> Fate {
    (Outcome::Rejected, Some(why))
}

const TAKEN: Fate = (Outcome::Duplicate, Some(Reason::TakenBefore));

/// Where the figures a note speaks of stand to those that were handed in from here.
fn spoken_of(at_hand: &AtHand, key: &crate::returns::ReturnKey, digest: &str) -> Result<(), Fate> {
    let Some(found) = at_hand.returns.get(key) else { return Err(rejected(Reason::NoReturn)) };
    let line = Lineage::of(&found.head);
    if line.tip() == Some(digest) {
        Ok(())
    } else if line.digests().iter().any(|known| known == digest) {
        Err((Outcome::Superseded, Some(Reason::LaterAtHand)))
    } else {
        Err((Outcome::Conflict, Some(Reason::OtherAtBureau(digest.to_owned()))))
    }
}

fn is_for_us(register: &Register, unit: &UnitId) -> bool {
    *unit == register.seat || (register.is_bureau && register.tree.is_within(unit, &register.seat))
}

pub(crate) fn receipt(register: &Register, at_hand: &AtHand, to: &UnitId, line: &ReceiptLine) -> Fate {
    if !is_for_us(register, to) || !is_for_us(register, &line.key.unit) {
        return rejected(Reason::NotForUs(to.clone()));
    }
    if let Err(fate) = spoken_of(at_hand, &line.key, &line.digest) {
        return fate;
    }
    let status = at_hand.returns.get(&line.key).map(|found| found.status()).unwrap_or_default();
    match (status, line.standing) {
        (Status::Submitted, _) | (Status::Received, ReceivedAs::Accepted) => (Outcome::Update, None),
        (Status::Received | Status::Accepted, _) => TAKEN,
        // It was opened again meanwhile: the receipt is of what was handed in before.
        (Status::Draft | Status::SentBack, _) => (Outcome::Superseded, Some(Reason::LaterAtHand)),
    }
}

pub(crate) fn sent_back(register: &Register, at_hand: &AtHand, note: &SentBackNote) -> Fate {
    if !is_for_us(register, &note.key.unit) {
        return rejected(Reason::NotForUs(note.key.unit.clone()));
    }
    if let Err(fate) = spoken_of(at_hand, &note.key, &note.digest) {
        return fate;
    }
    let found = at_hand.returns.get(&note.key);
    let is_taken = found.is_some_and(|found| found.head.sent_back.as_ref() == Some(&note.said));
    if is_taken { TAKEN } else { (Outcome::Update, None) }
}

pub(crate) fn query(register: &Register, at_hand: &AtHand, query: &Query) -> Fate {
    let is_answer = query.bureau == register.seat;
    if !is_answer && !is_for_us(register, &query.key.unit) {
        return rejected(Reason::NotForUs(query.key.unit.clone()));
    }
    if !at_hand.returns.contains_key(&query.key) {
        return rejected(Reason::NoReturn);
    }
    match at_hand.queries.get(&query.key) {
        None if is_answer => rejected(Reason::NoReturn),
        None => (Outcome::New, None),
        Some(known) if known.questions == query.questions => TAKEN,
        Some(known) => {
            // Questions are only added and answers only given.
            let is_older = query.questions.iter().all(|question| {
                known.questions.iter().any(|one| {
                    one.number == question.number
                        && one.text == question.text
                        && (one.answer == question.answer || question.answer.is_none())
                })
            });
            if is_older { (Outcome::Superseded, Some(Reason::LaterAtHand)) } else { (Outcome::Update, None) }
        }
    }
}

pub(crate) fn form_pack(register: &Register, at_hand: &AtHand, pack: &FormPack) -> Fate {
    if pack.from.unit == register.seat {
        return rejected(Reason::Ours);
    }
    if !pack.units.iter().any(|unit| unit.id == register.seat) {
        return rejected(Reason::NotForUs(pack.from.unit.clone()));
    }
    let known = |issue| at_hand.issues.iter().any(|known| known == issue);
    if pack.files.is_empty() && pack.issues.iter().all(known) {
        return TAKEN;
    }
    let begun = pack.issues.iter().any(|issue| {
        at_hand.issues.iter().any(|known| (&known.form, known.period) == (&issue.form, issue.period))
    });
    (if begun { Outcome::Update } else { Outcome::New }, None)
}
