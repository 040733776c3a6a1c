//! All checks by form and by what they read, so that one changed cell asks only those it concerns.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    base::{CheckId, ElementId, Finding, Flaw, FormId},
    check::{Check, Reach, Rule, Scene, flaws, judge::AskedCell, plan_bounds},
    indicator::{Catalogue, Element, Form},
};

/// 审核关系册: every check, held against a catalogue.
#[derive(Clone, Debug, Default)]
pub struct CheckBook {
    checks: Vec<Arc<Check>>,
    by_id: HashMap<CheckId, usize>,
    forms: BTreeMap<FormId, Questions>,
}

/// What is asked of one form: each check with each element it is about, in the order of the form.
#[derive(Clone, Debug, Default)]
struct Questions {
    asked: Vec<Question>,
    by_read: HashMap<ElementId, Vec<u32>>,
}

#[derive(Clone, Debug)]
struct Question {
    check: Arc<Check>,
    about: Arc<Element>,
    /// Whether the question before is about another cell: what is asked of one cell stands together.
    is_first: bool,
}

/// 审核结果 of one return, by the number of the question; the numbers follow the order of the form.
pub type Found = BTreeMap<u32, Finding>;

impl CheckBook {
    /// Takes checks in order and holds them against the catalogue.
    ///
    /// # Errors
    /// Every flaw: codes that stand twice, unknown names, rules that can never fire.
    pub fn new(checks: impl IntoIterator<Item = Check>, catalogue: &Catalogue) -> Result<Self, Vec<Flaw>> {
        let checks: Vec<Arc<Check>> = checks.into_iter().map(Arc::new).collect();
        let flaws = flaws::flaws(&checks, catalogue);
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let forms = catalogue
            .forms()
            .iter()
            .map(|form| (form.id.clone(), Questions::new(form, &checks, catalogue)))
            .collect();
        let by_id = checks.iter().enumerate().map(|(at, check)| (check.id.clone(), at)).collect();
        Ok(Self { checks, by_id, forms })
    }

    /// Gives every check in order.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().map(AsRef::as_ref)
    }

    /// Gives a check.
    pub fn check(&self, id: &CheckId) -> Option<&Check> {
        self.by_id.get(id).and_then(|at| self.checks.get(*at)).map(AsRef::as_ref)
    }

    /// Counts what is asked of a form.
    pub fn questions(&self, form: &FormId) -> usize {
        self.forms.get(form).map_or(0, |questions| questions.asked.len())
    }

    /// Asks everything of a return.
    pub fn judge(&self, scene: &Scene<'_>) -> Found {
        let Some(questions) = self.forms.get(&scene.form.id) else { return Found::new() };
        let mut found = Found::new();
        let mut last = None;
        for (question, at) in questions.asked.iter().zip(0..) {
            let known = last.take_if(|_| !question.is_first);
            let cell = last.insert(known.unwrap_or_else(|| AskedCell::of(&question.about, scene)));
            found.extend(question.check.judge_cell(cell, scene).map(|finding| (at, finding)));
        }
        found
    }

    /// Asks again what reads the changed elements; of a return of another period only what looks back that far.
    ///
    /// The result equals that of [`CheckBook::judge`] if `found` was so before the change.
    pub fn judge_again(
        &self,
        scene: &Scene<'_>,
        changed: &[ElementId],
        same_period: bool,
        found: &mut Found,
    ) {
        let Some(questions) = self.forms.get(&scene.form.id) else { return };
        let mut again: Vec<u32> =
            changed.iter().filter_map(|id| questions.by_read.get(id)).flatten().copied().collect();
        again.sort_unstable();
        again.dedup();
        for at in again {
            let Some(question) = questions.asked.get(at as usize) else { continue };
            if !same_period && question.check.rule.reach() == Reach::Now {
                continue;
            }
            match question.check.judge_cell(&AskedCell::of(&question.about, scene), scene) {
                Some(finding) => found.insert(at, finding),
                None => found.remove(&at),
            };
        }
    }
}

impl Questions {
    fn new(form: &Form, checks: &[Arc<Check>], catalogue: &Catalogue) -> Self {
        let mut places: HashMap<&ElementId, usize> = HashMap::new();
        for id in form.elements() {
            if catalogue.element(id).is_some_and(|element| element.taken_from.is_none()) {
                let next = places.len();
                places.entry(id).or_insert(next);
            }
        }
        let mut asked: Vec<(usize, Arc<Check>, ElementId, Vec<ElementId>)> = Vec::new();
        for check in checks.iter().filter(|check| check.forms.is_empty() || check.forms.contains(&form.id)) {
            for (about, reads) in subjects(check, form, catalogue) {
                if let Some(place) = places.get(&about) {
                    asked.push((*place, Arc::clone(check), about, reads));
                }
            }
        }
        asked.sort_by_key(|(place, ..)| *place);
        let mut questions = Self::default();
        for (_, check, about, reads) in asked {
            let Some(about) = catalogue.shared_element(&about) else { continue };
            let at = questions.asked.len() as u32;
            for id in reads {
                questions.by_read.entry(id).or_default().push(at);
            }
            let is_first = questions.asked.last().is_none_or(|last| last.about.id != about.id);
            questions.asked.push(Question { check, about: Arc::clone(about), is_first });
        }
        questions
    }
}

/// Gives the elements of a form a check is about, each with what is read for it.
fn subjects(check: &Check, form: &Form, catalogue: &Catalogue) -> Vec<(ElementId, Vec<ElementId>)> {
    if check.rule.is_of_every_cell() {
        return form.elements().map(|id| (id.clone(), vec![id.clone()])).collect();
    }
    if let Rule::AgainstPlan { indicator, .. } = &check.rule {
        let formula = catalogue.indicator(indicator).map(|indicator| &indicator.formula);
        let reads: Vec<ElementId> =
            formula.and_then(plan_bounds::computable).unwrap_or_default().into_iter().cloned().collect();
        let scopes = formula.map(|formula| formula.scopes()).unwrap_or_default();
        let having = scopes.into_iter().filter_map(|id| catalogue.scope(id)).flat_map(|scope| &scope.having);
        let all: Vec<ElementId> = reads.iter().chain(having).cloned().collect();
        let is_typed = |id: &&ElementId| {
            form.elements().any(|asked| asked == *id)
                && catalogue.element(id).is_some_and(|element| element.taken_from.is_none())
        };
        return reads.iter().find(is_typed).map(|about| (about.clone(), all.clone())).into_iter().collect();
    }
    let about = check.rule.about().into_iter();
    about.map(|id| (id.clone(), check.rule.reads(id).into_iter().cloned().collect())).collect()
}
