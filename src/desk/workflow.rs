//! The way of a return from draft to 上报 and back; no step of it changes a figure.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{Bilingual, ElementId},
    desk::{Desk, Moving, Notice, Step},
    returns::{
        Actor, Change, Edit, Entry, Head, Move, ReturnKey, SentBack, Signers, Status, Submission, UnitReturn,
    },
    unit::Unit,
    wire::{Package, Role, chained, fingerprint, package_text, return_digest},
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

/// One figure that is another than when the return was handed in last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedSince {
    /// Which cell.
    pub element: ElementId,
    /// What was handed in.
    pub old: Entry,
    /// What stands there now.
    pub new: Entry,
    /// Why it was changed, as said with the newest edit.
    pub why: String,
}

impl Moving {
    /// Gives the move it makes in the table.
    pub const fn by(&self) -> Move {
        match self {
            Self::Submit => Move::Submit,
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
        let form = self.catalogue.form(&key.form)?;
        key.period.last_day().checked_add_days(chrono::Days::new(form.due_days.into()))
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
    pub fn handed_in_below(&self) -> Vec<ReturnKey> {
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
        let old = self.head(key);
        if let Some(refusal) = self.refusal_to_move(key, old.status, &moving) {
            return vec![refusal];
        }
        let by = moving.by();
        let Some(status) = old.status.after(by) else { return Vec::new() };
        let mut head = Head { status, ..old };
        let mut why = by.code().to_owned();
        match moving {
            Moving::Submit => {
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
        self.flush();
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

    fn refusal_to_move(&self, key: &ReturnKey, status: Status, moving: &Moving) -> Option<Notice> {
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
            return Some(Notice::refused(
                "只有填报单位能上报和撤回，只有上级部门能审核和退回。",
                "Only its own unit submits and withdraws a return; only a bureau above it accepts it or sends it back.",
            ));
        }
        let words = match moving {
            Moving::Withdraw(words) | Moving::Correct(words) => words.trim().is_empty(),
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
        if *moving == Moving::Submit {
            return self.refusal_to_submit(key);
        }
        None
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

    /// Says where the history of a return no longer hangs together; `None` if every line is there as it was written.
    ///
    /// Each line carries a digest over the one before it, and the return the last of them: a line that was taken out,
    /// put in or changed shows, the newest one included. Lines of before there was a chain are not judged.
    pub fn history_break(&self, key: &ReturnKey) -> Option<Bilingual> {
        let lines = self.history(key, None);
        let broken = |revision: u64| {
            Some(Bilingual::new(
                format!("修改记录在第 {revision} 次修改处不连续：有记录被删除、插入或改动过。"),
                format!(
                    "The history does not hang together at revision {revision}: a line was removed, added or changed."
                ),
            ))
        };
        let mut before = String::new();
        let mut chained_so_far = false;
        for line in &lines {
            if line.chain.is_empty() {
                if chained_so_far {
                    return broken(line.revision);
                }
                continue;
            }
            // The first of the chain stands on nothing, whatever was done before there was one.
            if chained(&before, line).ok().as_ref() != Some(&line.chain) {
                return broken(line.revision);
            }
            chained_so_far = true;
            before.clone_from(&line.chain);
        }
        let end = self.returns.get(key)?;
        // Another window may have written on since this one read the return.
        let newest = lines.iter().rev().find(|line| line.revision <= end.revision);
        let at_end = end.chain.is_empty() || newest.is_some_and(|line| line.chain == end.chain);
        if at_end { None } else { broken(lines.last().map_or(1, |line| line.revision) + 1) }
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

    /// Gives what is different now from what was handed in last, by cell; empty if it never was.
    pub fn changed_since_submission(&self, key: &ReturnKey) -> Vec<ChangedSince> {
        let head = self.head(key);
        let open = head.status.is_open();
        // Of a return that was handed in again, the changes since the time before.
        let mut handed_in = head.submissions.iter().rev();
        let since = if open { handed_in.next() } else { handed_in.nth(1) };
        let Some(since) = since.map(|submission| submission.revision) else { return Vec::new() };
        let mut changed: Vec<ChangedSince> = Vec::new();
        for line in self.history(key, None).into_iter().filter(|line| line.revision > since) {
            let Change::Cell { element, old, new } = line.edit.change else { continue };
            match changed.iter_mut().find(|found| found.element == element) {
                Some(found) => (found.new, found.why) = (new, line.edit.why),
                None => changed.push(ChangedSince { element, old, new, why: line.edit.why }),
            }
        }
        changed.retain(|found| found.old != found.new);
        changed
    }
}
