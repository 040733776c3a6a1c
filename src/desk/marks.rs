//! What a person puts beside a figure: explanations, carried-forward figures and their confirmation, nil returns.

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, CheckId, ElementId, Figure},
    desk::{Desk, Notice},
    returns::{Explanation, ReturnKey},
};

impl Desk {
    /// Keeps why an unusual figure is right, with who and when and of which figures.
    pub(super) fn explain(
        &mut self,
        key: &ReturnKey,
        element: &ElementId,
        check: &CheckId,
        text: &str,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        if let Some(refusal) = self.refusal(key, element) {
            return vec![refusal];
        }
        let text = text.trim();
        if text.is_empty() {
            return vec![Notice::refused(
                "情况说明不能为空，请写明数值为什么属实。",
                "An explanation cannot be blank: say why the figure is right.",
            )];
        }
        let findings = self.findings(key);
        let found = findings
            .list
            .iter()
            .find(|view| view.finding.check == *check && view.finding.element == *element);
        let Some(view) = found else {
            return vec![Notice::refused(
                format!("这里没有需要说明的审核结果 {check}。"),
                format!("There is no finding {check} to explain here."),
            )];
        };
        let explanation = Explanation {
            text: text.to_owned(),
            who: self.who.clone(),
            at: now,
            reading: view.finding.reading.clone(),
        };
        let mut entry = self.entry(key, element);
        entry.explanations.insert(check.clone(), explanation);
        self.commit(key, vec![(element.clone(), entry)], "explained", now);
        Vec::new()
    }

    /// Takes figures of the period before over into blank cells; what was not reported then stays blank.
    pub(super) fn carry_forward(
        &mut self,
        key: &ReturnKey,
        elements: &[ElementId],
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        let mut changes = Vec::new();
        for id in elements {
            if let Some(refusal) = self.refusal(key, id) {
                return vec![refusal];
            }
            let entry = self.entry(key, id);
            let last = self.last_figure(key, id);
            if entry.figure.is_blank() && matches!(last, Figure::Known(_) | Figure::NotApplicable(_)) {
                changes.push((id.clone(), entry.with_figure(last).with(|beside| beside.carried = true)));
            }
        }
        self.commit(key, changes, "carried", now);
        Vec::new()
    }

    /// Gives what could be carried forward into cells of a return that are blank.
    pub fn carryable(&self, key: &ReturnKey) -> Vec<ElementId> {
        let Some(form) = self.catalogue.form(&key.form) else { return Vec::new() };
        form.elements().filter(|id| self.is_carryable(key, id)).cloned().collect()
    }

    /// Says whether a cell is blank and was reported the period before.
    pub fn is_carryable(&self, key: &ReturnKey, id: &ElementId) -> bool {
        self.is_typed(id)
            && self.entry(key, id).figure.is_blank()
            && matches!(self.last_figure(key, id), Figure::Known(_) | Figure::NotApplicable(_))
    }

    /// Gives the cells of a return that were carried forward and not confirmed.
    pub fn unconfirmed(&self, key: &ReturnKey) -> Vec<ElementId> {
        let found = self.returns.get(key).into_iter().flat_map(|found| &found.entries);
        found.filter(|(_, entry)| entry.carried).map(|(element, _)| element.clone()).collect()
    }

    /// Counts the cells of a return that are marked for follow-up.
    pub fn flagged(&self, key: &ReturnKey) -> usize {
        let found = self.returns.get(key).into_iter().flat_map(|found| found.entries.values());
        found.filter(|entry| entry.flagged).count()
    }

    /// Gives the reason of a 零报告: every cell of the return is 不适用 for one and the same.
    pub fn nil_reason(&self, key: &ReturnKey) -> Option<&str> {
        let found = self.returns.get(key)?;
        let form = self.catalogue.form(&key.form)?;
        let mut typed = form.elements().filter(|id| self.is_typed(id));
        let of = |id: &ElementId| match found.figure(id) {
            Figure::NotApplicable(reason) => Some(reason.as_str()),
            Figure::Known(_) | Figure::Blank | Figure::Unread(_) => None,
        };
        let first = of(typed.next()?)?;
        typed.all(|id| of(id) == Some(first)).then_some(first)
    }

    /// Says whether a cell of the form is typed here, and not taken from elsewhere or left out by the plan.
    pub(super) fn is_typed(&self, id: &ElementId) -> bool {
        self.is_wanted(id) && self.catalogue.element(id).is_some_and(|element| element.taken_from.is_none())
    }

    fn last_figure(&self, key: &ReturnKey, element: &ElementId) -> Figure {
        let last = self.said_by(&key.unit, key.period.previous());
        last.map_or(Figure::Blank, |statement| statement.figure(element).clone())
    }

    pub(super) fn confirm(
        &mut self,
        key: &ReturnKey,
        elements: &[ElementId],
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        if let Some(refusal) = self.refusal_to_author(key) {
            return vec![refusal];
        }
        let changes =
            elements.iter().map(|id| (id.clone(), self.entry(key, id).with(|beside| beside.carried = false)));
        let changes = changes.collect();
        self.commit(key, changes, "confirmed", now);
        Vec::new()
    }

    /// Answers every cell with 不适用 and one reason; figures that stand there are kept, and the command refused.
    pub(super) fn nil_return(&mut self, key: &ReturnKey, reason: &str, now: NaiveDateTime) -> Vec<Notice> {
        let reason = reason.trim();
        if reason.is_empty() {
            return vec![Notice::refused("请写明零报告的原因。", "Say why there is nothing to report.")];
        }
        if let Some(refusal) = self.refusal_to_author(key) {
            return vec![refusal];
        }
        let filled = self.returns.get(key).is_some_and(|found| {
            found.entries.values().any(|entry| matches!(entry.figure, Figure::Known(_) | Figure::Unread(_)))
        });
        if filled {
            return vec![Notice::refused(
                "报表中已有数值，不能作零报告。请先清除这些数值。",
                "The return holds figures; clear them before reporting that there is nothing.",
            )];
        }
        let Some(form) = self.catalogue.form(&key.form) else { return Vec::new() };
        let answer = |id: &ElementId| {
            let figure = Figure::NotApplicable(reason.to_owned());
            (id.clone(), self.entry(key, id).with_figure(figure).with(|beside| beside.carried = false))
        };
        let changes: Vec<_> = form.elements().filter(|id| self.is_typed(id)).map(answer).collect();
        let count = changes.len();
        self.commit(key, changes, "nil", now);
        vec![Notice {
            element: None,
            refused: false,
            message: Bilingual::new(
                format!("已作零报告：{count} 项标为不适用，核对后即可上报。"),
                format!("Nil return made: {count} cells are not applicable. Check it and submit."),
            ),
        }]
    }
}
