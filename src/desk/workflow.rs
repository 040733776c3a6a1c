//! The way of a return from draft to 上报 and back; no step of it changes a figure.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::Bilingual,
    desk::{Desk, Moving, Notice, Step},
    returns::{
        Actor, Change, Edit, Head, Move, ReturnKey, SentBack, Signers, Status, Submission, UnitReturn,
    },
    unit::Unit,
    wire::{Package, Role, fingerprint, package_text, return_digest},
};

/// 上报前的情况 of a return: what stands in its way, and what it says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// Findings that block: 逻辑.
    pub hard: usize,
    /// Findings that wait for an explanation: 经验.
    pub unexplained: usize,
    /// Cells without an answer; they do not block.
    pub blank: u32,
    /// Cells with an answer.
    pub filled: u32,
}

impl Readiness {
    /// Says whether it can be handed in.
    pub const fn is_ready(&self) -> bool {
        self.hard == 0 && self.unexplained == 0 && self.filled > 0
    }
}

impl Moving {
    /// Gives the move it makes in the table.
    pub const fn by(&self) -> Move {
        match self {
            Self::Submit | Self::SubmitUnchanged(_) => Move::Submit,
            Self::Withdraw(_) => Move::Withdraw,
            Self::Receive => Move::Receive,
            Self::Accept => Move::Accept,
            Self::SendBack { .. } => Move::SendBack,
            Self::Correct(_) => Move::Correct,
        }
    }
}

impl Desk {
    /// Says what stands between a return and 上报.
    pub fn readiness(&self, key: &ReturnKey) -> Readiness {
        let findings = self.findings(key);
        let filled = self.filled(key);
        Readiness {
            hard: findings.hard,
            unexplained: findings.unexplained,
            blank: filled.asked.saturating_sub(filled.filled),
            filled: filled.filled,
        }
    }

    /// Gives the day a return is due.
    pub fn due_of(&self, key: &ReturnKey) -> Option<NaiveDate> {
        let issued = self.issue_of(&key.form, key.period).map(|issue| issue.due);
        let form = self.catalogue.form(&key.form)?;
        let own = key.period.last_day().checked_add_days(chrono::Days::new(form.due_days.into()));
        issued.or(own)
    }

    /// Says whether a move can be made from this desk now.
    pub fn can_move(&self, key: &ReturnKey, by: Move) -> bool {
        !self.is_read_only() && self.head(key).status.after(by).is_some() && self.may_act(key, by.actor())
    }

    /// Counts what stands between a return and 上报.
    pub fn open_findings(&self, key: Option<&ReturnKey>) -> usize {
        key.map(|key| self.findings(key)).map_or(0, |findings| findings.hard + findings.unexplained)
    }

    /// Gives the returns of units below that were handed in, those that wait for us first.
    pub fn handed_in_below(&self) -> Arc<Vec<ReturnKey>> {
        self.remembered(
            |memo| memo.below.clone(),
            || self.find_handed_in_below(),
            |memo, below| memo.below = Some(below),
        )
    }

    fn find_handed_in_below(&self) -> Vec<ReturnKey> {
        if !self.is_bureau() || self.workspace.role == Role::Unit {
            return Vec::new();
        }
        let below = self.returns.values().filter(|found| {
            (found.head.was_submitted() || matches!(found.status(), Status::Submitted | Status::Received))
                && found.key.unit != self.seat
                && self.tree.is_within(&found.key.unit, &self.seat)
        });
        let mut found: Vec<_> = below.map(|found| (found.status(), found.key.clone())).collect();
        let rank = |status| match status {
            Status::Submitted => 0,
            Status::Received => 1,
            Status::SentBack | Status::Draft => 2,
            Status::Accepted => 3,
        };
        found.sort_by_key(|(status, key)| (rank(*status), std::cmp::Reverse(key.period), key.unit.clone()));
        found.into_iter().map(|(_, key)| key).collect()
    }

    /// Counts the returns of units below that wait for us.
    pub fn waiting_below(&self) -> usize {
        let waits = |found: &&Arc<UnitReturn>| {
            matches!(found.status(), Status::Submitted | Status::Received)
                && found.key.unit != self.seat
                && self.tree.is_within(&found.key.unit, &self.seat)
        };
        let count = || {
            let judges = self.is_bureau() && self.workspace.role != Role::Unit;
            if judges { self.returns.values().filter(waits).count() } else { 0 }
        };
        *self.remembered(|memo| memo.waiting.clone(), count, |memo, waiting| memo.waiting = Some(waiting))
    }

    fn may_act(&self, key: &ReturnKey, actor: Actor) -> bool {
        match actor {
            // In a demonstration every seat may be taken, but each hands in its own.
            Actor::Author => {
                self.may_author(key) && (self.workspace.role != Role::Demo || key.unit == self.seat)
            }
            // A bureau judges what stands below it, never its own.
            Actor::Bureau => {
                self.is_bureau()
                    && key.unit != self.seat
                    && self.tree.is_within(&key.unit, &self.seat)
                    && self.workspace.role != Role::Unit
            }
        }
    }

    /// Gives the head of a return; one that was never touched is a draft.
    pub fn head(&self, key: &ReturnKey) -> Head {
        self.returns.get(key).map(|found| found.head.clone()).unwrap_or_default()
    }

    /// Gives who signs for a return: who is named there, else who signed this unit's newest other return.
    pub fn signers(&self, key: &ReturnKey) -> Signers {
        let own = self.head(key).signers;
        if !own.is_empty() {
            return own;
        }
        let named = self
            .returns
            .values()
            .filter(|found| found.key.unit == key.unit && !found.head.signers.is_empty());
        let newest = named.max_by_key(|found| (found.key.period, found.revision));
        newest.map(|found| found.head.signers.clone()).unwrap_or_default()
    }

    pub(super) fn set_signers(
        &mut self,
        key: &ReturnKey,
        signers: Signers,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        if let Some(refusal) = self.refusal_to_author(key) {
            return vec![refusal];
        }
        let head = Head { signers, ..self.head(key) };
        self.change_head(key, head, "signers", now);
        Vec::new()
    }

    pub(super) fn move_on(&mut self, key: &ReturnKey, moving: Moving, now: NaiveDateTime) -> Vec<Notice> {
        let refused = self.move_without_saving(key, moving, now);
        if refused.is_empty() {
            self.flush();
        }
        refused
    }

    /// Moves a return on; what is to be written waits for the caller to flush.
    pub(super) fn move_without_saving(
        &mut self,
        key: &ReturnKey,
        moving: Moving,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        let old = self.head(key);
        if let Some(refusal) = self.refusal_to_move(key, old.status, &moving, now.date()) {
            return vec![refusal];
        }
        let by = moving.by();
        let Some(status) = old.status.after(by) else { return Vec::new() };
        if self.returns.contains_key(key) {
            // Before the revision that is handed in is counted; where there is no return yet, none comes of it.
            self.leave_undecided(key, now);
        }
        let mut head = Head { status, ..old };
        let mut why = by.code().to_owned();
        if let Moving::SubmitUnchanged(words) = &moving {
            words.trim().clone_into(&mut why);
        }
        match moving {
            Moving::Submit | Moving::SubmitUnchanged(_) => {
                // The names that are shown are the ones that are handed in.
                head.signers = self.signers(key);
                match self.submission(key, now) {
                    Ok(submission) => head.submissions.push(submission),
                    Err(why) => return vec![Notice { element: None, refused: true, message: why }],
                }
                head.correcting = None;
            }
            Moving::Withdraw(words) | Moving::Correct(words) => {
                why = words.trim().to_owned();
                head.correcting = Some(why.clone());
            }
            Moving::SendBack { reason, words, due, remarks } => {
                let (who, words) = (self.who.clone(), words.trim().to_owned());
                head.sent_back = Some(SentBack { at: now, who, reason, words, due, remarks });
                head.correcting = None;
            }
            Moving::Accept => head.sent_back = None,
            Moving::Receive => {}
        }
        self.change_head(key, head, &why, now);
        if by == Move::Submit {
            // What was handed in is not taken back step by step, and must not stand before other steps.
            let other = |step: &Step| !matches!(step, Step::Cells { key: of, .. } if of == key);
            self.done.retain(other);
            self.undone.retain(other);
        }
        Vec::new()
    }

    fn submission(&self, key: &ReturnKey, now: NaiveDateTime) -> Result<Submission, Bilingual> {
        let nothing = || {
            Bilingual::new(
                "报表还是空的，没有可以上报的数。",
                "The return is empty; there is nothing to submit.",
            )
        };
        let found = self.returns.get(key).ok_or_else(nothing)?;
        let digest = return_digest(found).map_err(|fault| {
            Bilingual::new(
                format!("无法计算指纹（{fault}）。"),
                format!("The fingerprint cannot be made ({fault})."),
            )
        })?;
        Ok(Submission {
            at: now,
            who: self.who.clone(),
            revision: found.revision + 1,
            fingerprint: fingerprint(&digest),
            digest,
        })
    }

    fn refusal_to_move(
        &self,
        key: &ReturnKey,
        status: Status,
        moving: &Moving,
        today: NaiveDate,
    ) -> Option<Notice> {
        if self.is_read_only() {
            return Some(Notice::refused("工作区以只读方式打开。", "The workspace is open read-only."));
        }
        let unit = self.tree.unit(&key.unit);
        let form = self.catalogue.form(&key.form);
        if !unit.zip(form).is_some_and(|(unit, form): (&Unit, _)| form.asks(unit)) {
            return Some(Notice::refused(
                format!("没有这份报表：{key}。"),
                format!("There is no such return: {key}."),
            ));
        }
        let by = moving.by();
        if status.after(by).is_none() {
            let name = status.name();
            return Some(Notice::refused(
                format!("报表现在是“{}”，不能这样操作。", name.zh),
                format!("The return is '{}'; this step cannot be taken now.", name.en.to_lowercase()),
            ));
        }
        if !self.may_act(key, by.actor()) {
            let (zh, en) = self.seat_words();
            return Some(Notice::refused(
                format!("只有填报单位能上报和撤回，只有上级部门能审核和退回；{zh}。"),
                format!(
                    "Only its own unit submits and withdraws a return; only a bureau above it accepts it or sends it \
                     back; {en}."
                ),
            ));
        }
        let words = match moving {
            Moving::Withdraw(words) | Moving::Correct(words) | Moving::SubmitUnchanged(words) => {
                words.trim().is_empty()
            }
            Moving::SendBack { reason, words, remarks, .. } => {
                *reason == crate::returns::ReturnReason::Other
                    && words.trim().is_empty()
                    && remarks.is_empty()
            }
            _ => false,
        };
        if words {
            return Some(Notice::refused("请写明原因。", "Say why."));
        }
        match moving {
            Moving::SendBack { due: Some(due), .. } if *due < today => Some(Notice::refused(
                format!("重报期限 {due} 早于今天，请改为今天或以后的日期。"),
                format!("{due} is past; a return can be wanted by today or a later day."),
            )),
            Moving::Submit | Moving::SubmitUnchanged(_) => self
                .refusal_to_submit(key)
                .or_else(|| self.refusal_unchanged(key, status, matches!(moving, Moving::Submit))),
            _ => None,
        }
    }

    /// Says whether a return that is open again says exactly what it said when it was handed in last.
    pub fn is_unchanged(&self, key: &ReturnKey) -> bool {
        let Some(found) = self.returns.get(key).filter(|found| found.status().is_open()) else {
            return false;
        };
        let submission = found.head.submission();
        submission.is_some_and(|last| return_digest(found).is_ok_and(|digest| digest == last.digest))
    }

    /// Refuses to hand the same in again: after 退回 until something answers it, after 撤回 until it is said why.
    fn refusal_unchanged(&self, key: &ReturnKey, status: Status, is_silent: bool) -> Option<Notice> {
        if !self.is_unchanged(key) {
            return None;
        }
        if status == Status::SentBack {
            return Some(Notice::refused(
                "退回以后还没有任何改动。请按退回意见更正；数值属实的，请在备注或情况说明中写明，再重新上报。",
                "Nothing was changed since it was sent back. Correct what was remarked, or say in a note or an \
                 explanation why the figure is right, and submit it again.",
            ));
        }
        is_silent.then(|| {
            Notice::refused(
                "与上次上报相比没有任何改动。确需原样再报的，请写明原因。",
                "Nothing changed since it was submitted last. To submit it as it is, say why.",
            )
        })
    }

    fn refusal_to_submit(&self, key: &ReturnKey) -> Option<Notice> {
        let ready = self.readiness(key);
        if ready.is_ready() {
            return None;
        }
        if ready.filled == 0 {
            return Some(Notice::refused(
                "报表还是空的，没有可以上报的数。确实没有的，请作零报告。",
                "The return is empty. If there is nothing to report, make a nil return.",
            ));
        }
        Some(Notice::refused(
            format!(
                "还不能上报：逻辑校验 {} 项待更正，经验校验 {} 项待说明。",
                ready.hard, ready.unexplained
            ),
            format!(
                "Not ready to submit: {} to be corrected, {} to be explained.",
                ready.hard, ready.unexplained
            ),
        ))
    }

    /// Writes a return that was handed in as a package, to travel upward.
    ///
    /// # Errors
    /// A return that is still open, or was changed since, is not packed.
    pub fn package(&self, key: &ReturnKey) -> Result<String, Bilingual> {
        let not_yet = || {
            Bilingual::new(
                "这份报表还没有上报，不能生成上报文件。",
                "The return is not submitted, so there is nothing to pack.",
            )
        };
        let found = self.returns.get(key).ok_or_else(not_yet)?;
        let submission = found.head.submission().filter(|_| !found.status().is_open()).ok_or_else(not_yet)?;
        if return_digest(found).ok().as_ref() != Some(&submission.digest) {
            return Err(Bilingual::new(
                "报表与上报时的指纹不符，不能生成上报文件。请撤回后重新上报。",
                "The return is not what its fingerprint says; withdraw it and submit it again.",
            ));
        }
        let unit = self.our_unit().map(|unit| unit.name.zh.clone()).unwrap_or_default();
        let package = Package {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            from: self.seat.clone(),
            from_name: unit,
            made_by: submission.who.clone(),
            made_at: submission.at,
            returns: vec![UnitReturn::clone(found)],
        };
        package_text(&package).map_err(|fault| {
            Bilingual::new(
                format!("无法写成上报文件（{fault}）。"),
                format!("The package cannot be written ({fault})."),
            )
        })
    }

    fn change_head(&mut self, key: &ReturnKey, new: Head, why: &str, now: NaiveDateTime) {
        let old = self.head(key);
        if old == new {
            return;
        }
        let change = Change::Head { old: Box::new(old), new: Box::new(new) };
        let edit = Edit { at: now, who: self.who.clone(), change, why: why.to_owned() };
        self.write(key, &[edit], now);
    }

    /// Gives the reason an edit of a return that was handed in before is kept with.
    pub(super) fn reason_of(&self, key: &ReturnKey) -> Option<String> {
        let head = &self.returns.get(key)?.head;
        let sent_back = || {
            let found = head.sent_back.as_ref()?;
            let name = found.reason.name().zh;
            Some(if found.words.is_empty() {
                format!("退回：{name}")
            } else {
                format!("退回：{name}，{}", found.words)
            })
        };
        head.correcting.clone().or_else(sent_back)
    }
}
