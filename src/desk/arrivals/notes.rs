//! 回执, 退回 and 查询: written at the bureau, taken at the unit.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, ElementId, UnitId},
    desk::{Desk, Job, KnownJob, SaveState},
    returns::{Change, Edit, Head, Move, ReturnKey, Status},
    wire::{
        Query, QueryAnswer, Question, Receipt, ReceiptLine, ReceivedAs, Role, SentBackNote, query_text,
        receipt_text, sent_back_text,
    },
};

fn unwritten(fault: &impl std::fmt::Display) -> Bilingual {
    Bilingual::new(format!("无法写成文件（{fault}）。"), format!("The file cannot be written ({fault})."))
}

fn nothing_there() -> Bilingual {
    Bilingual::new("这份报表还没有接收。", "This return has not been received.")
}

impl Desk {
    /// Writes the 退回 of a return that was sent back, to travel to its unit.
    ///
    /// # Errors
    /// A return that is not sent back.
    pub fn sent_back_note(&self, key: &ReturnKey, now: NaiveDateTime) -> Result<String, Bilingual> {
        let head = self.head(key);
        let found = head.sent_back.clone().filter(|_| head.status == Status::SentBack);
        let (Some(said), Some(submission)) = (found, head.submission()) else { return Err(nothing_there()) };
        let digest = submission.digest.clone();
        let note = SentBackNote { from: self.sender(now), key: key.clone(), digest, said };
        sent_back_text(&note).map_err(|fault| unwritten(&fault))
    }

    /// Writes the receipts for every unit below of which returns are received or accepted, by unit.
    ///
    /// # Errors
    /// Only if a receipt cannot be written as text.
    pub fn receipts(&self, now: NaiveDateTime) -> Result<BTreeMap<UnitId, String>, Bilingual> {
        let mut lines: BTreeMap<UnitId, Vec<ReceiptLine>> = BTreeMap::new();
        if self.is_bureau() && self.workspace.role != Role::Unit {
            for found in self.returns.values() {
                let standing = match found.status() {
                    Status::Received => ReceivedAs::Received,
                    Status::Accepted => ReceivedAs::Accepted,
                    Status::Draft | Status::Submitted | Status::SentBack => continue,
                };
                let is_below =
                    found.key.unit != self.seat && self.tree.is_within(&found.key.unit, &self.seat);
                let Some(submission) = found.head.submission().filter(|_| is_below) else { continue };
                lines.entry(found.key.unit.clone()).or_default().push(ReceiptLine {
                    key: found.key.clone(),
                    digest: submission.digest.clone(),
                    fingerprint: submission.fingerprint.clone(),
                    standing,
                });
            }
        }
        let text = |(to, lines): (UnitId, Vec<ReceiptLine>)| {
            let receipt = Receipt { from: self.sender(now), to: to.clone(), lines };
            receipt_text(&receipt).map(|text| (to, text)).map_err(|fault| unwritten(&fault))
        };
        lines.into_iter().map(text).collect()
    }

    /// Asks a unit about figures of a return that was received, and writes the file to travel there. What was asked before
    /// stays in it.
    ///
    /// # Errors
    /// A return that is not here, a cell its form does not ask for, a question without words.
    pub fn ask(
        &mut self,
        key: &ReturnKey,
        asked: &[(ElementId, String)],
        now: NaiveDateTime,
    ) -> Result<String, Bilingual> {
        let submission = self.head(key).submission().cloned().ok_or_else(nothing_there)?;
        let form = self.catalogue.form(&key.form);
        let is_asked =
            |element: &ElementId| form.is_some_and(|form| form.elements().any(|one| one == element));
        if let Some((element, _)) =
            asked.iter().find(|(element, text)| !is_asked(element) || text.trim().is_empty())
        {
            return Err(Bilingual::new(
                format!("查询“{element}”：报表中没有这个数据项，或没有写明问题。"),
                format!("Query on {element}: the form does not ask for it, or no question is written."),
            ));
        }
        let mut questions = self.query_of(key).map(|known| known.questions.clone()).unwrap_or_default();
        for (element, text) in asked {
            let number = questions.iter().map(|question| question.number).max().unwrap_or(0) + 1;
            let (element, text) = (element.clone(), text.trim().to_owned());
            questions.push(Question { number, element, text, answer: None });
        }
        let query = Query {
            from: self.sender(now),
            bureau: self.seat.clone(),
            key: key.clone(),
            digest: submission.digest,
            questions,
        };
        let text = query_text(&query).map_err(|fault| unwritten(&fault))?;
        self.keep_query(query);
        Ok(text)
    }

    /// Answers a question on one of our figures, and writes the file to travel back with every answer so far.
    ///
    /// # Errors
    /// A question that was not asked, an answer without words.
    pub fn answer(
        &mut self,
        key: &ReturnKey,
        number: u32,
        text: &str,
        now: NaiveDateTime,
    ) -> Result<String, Bilingual> {
        let known = self.query_of(key).map(|known| Query::clone(known));
        let Some(mut query) = known.filter(|known| known.questions.iter().any(|one| one.number == number))
        else {
            return Err(Bilingual::new(
                format!("没有第 {number} 个查询。"),
                format!("There is no query number {number}."),
            ));
        };
        if text.trim().is_empty() {
            return Err(Bilingual::new("请写明答复。", "Write an answer."));
        }
        for question in query.questions.iter_mut().filter(|one| one.number == number) {
            question.answer =
                Some(QueryAnswer { text: text.trim().to_owned(), who: self.who.clone(), at: now });
        }
        query.from = self.sender(now);
        let text = query_text(&query).map_err(|fault| unwritten(&fault))?;
        self.keep_query(query);
        Ok(text)
    }

    fn keep_query(&mut self, query: Query) {
        let query = Arc::new(query);
        Arc::make_mut(&mut self.known.queries).insert(query.key.clone(), Arc::clone(&query));
        self.generation += 1;
        self.jobs.push(Job::Known(KnownJob::Query(query)));
        self.save_state = SaveState::Saving;
    }

    pub(super) fn take_query(&mut self, query: &Arc<Query>) -> bool {
        self.keep_query(Query::clone(query));
        true
    }

    /// Moves a return on as a receipt says; the bureau is named as who did.
    pub(super) fn take_receipt(
        &mut self,
        line: &ReceiptLine,
        sender: Option<&(UnitId, String)>,
        now: NaiveDateTime,
    ) -> bool {
        let head = self.head(&line.key);
        let (status, by) = match line.standing {
            ReceivedAs::Received => (Status::Received, Move::Receive),
            ReceivedAs::Accepted => (Status::Accepted, Move::Accept),
        };
        let moves =
            matches!((head.status, status), (Status::Submitted, _) | (Status::Received, Status::Accepted));
        let fits = head.submission().is_some_and(|found| found.digest == line.digest);
        if !moves || !fits {
            return false;
        }
        let sent_back = head.sent_back.clone().filter(|_| status != Status::Accepted);
        let who = sender.map(|(unit, who)| format!("{who} ({unit})"));
        self.move_by_note(&line.key, Head { status, sent_back, ..head }, by.code(), who, now);
        true
    }

    /// Opens a return again as the bureau asks, with its reason and remarks.
    pub(super) fn take_sent_back(&mut self, note: &SentBackNote, now: NaiveDateTime) -> bool {
        let head = self.head(&note.key);
        let fits = head.submission().is_some_and(|found| found.digest == note.digest);
        if !fits || head.sent_back.as_ref() == Some(&note.said) {
            return false;
        }
        // What was withdrawn already stays with its author; what is said of it is shown there.
        let status = head.status.after(Move::SendBack).unwrap_or(head.status);
        let correcting = head.correcting.clone().filter(|_| status != Status::SentBack);
        let head = Head { status, correcting, sent_back: Some(note.said.clone()), ..head };
        let who = format!("{} ({})", note.said.who, note.from.unit);
        self.move_by_note(&note.key, head, Move::SendBack.code(), Some(who), now);
        true
    }

    fn move_by_note(
        &mut self,
        key: &ReturnKey,
        new: Head,
        why: &str,
        who: Option<String>,
        now: NaiveDateTime,
    ) {
        let change = Change::Head { old: Box::new(self.head(key)), new: Box::new(new) };
        let who = who.unwrap_or_else(|| self.who.clone());
        self.write(key, &[Edit { at: now, who, change, why: why.to_owned() }], now);
        self.flush();
    }
}
