//! What units bring to a formula, added up: the same whoever adds it, and whether at once or in pieces.

use rust_decimal::Decimal;

use crate::{
    base::{ElementId, UnitId},
    returns::Coverage,
    rollup::Lack,
};

/// 一侧: one part of a formula added up, with who answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Side {
    /// The sum of the known figures; `None` where there is none: 不适用 adds nothing, and is not 0.
    pub(crate) sum: Option<Decimal>,
    /// The sum is too large to be held exactly.
    pub(crate) is_too_large: bool,
    pub(crate) coverage: Coverage,
    /// Who has not answered this part, in the order of the register.
    pub(crate) missing: Vec<UnitId>,
}

/// What units bring to a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// 分子, or the only part.
    pub(crate) over: Side,
    /// 分母.
    pub(crate) under: Side,
    /// Units asked for both sides to which one does not apply: they stand in neither.
    pub(crate) apart: u32,
    /// Those of them with a figure for the numerator, and for the denominator.
    pub(crate) apart_with: (u32, u32),
    /// Units with a figure, rather than 不适用 throughout.
    pub(crate) with_figure: u32,
    /// The largest and the smallest figure.
    pub(crate) extremes: Option<(Decimal, Decimal)>,
    /// Units that passed a test, and that were looked at.
    pub(crate) passed: u32,
    pub(crate) looked_at: u32,
}

/// Adds exactly, or not at all.
fn exact_sum(one: Decimal, other: Decimal) -> Option<Decimal> {
    let sum = one.checked_add(other)?;
    // A sum that lost places, rather than zeros, is rounded.
    let is_exact = sum.scale() >= one.scale().max(other.scale())
        || (sum.checked_sub(one) == Some(other) && sum.checked_sub(other) == Some(one));
    is_exact.then_some(sum)
}

impl Side {
    fn take(&mut self, figure: Decimal) {
        match exact_sum(self.sum.unwrap_or_default(), figure) {
            Some(sum) if !self.is_too_large => self.sum = Some(sum),
            _ => (self.sum, self.is_too_large) = (None, true),
        }
    }

    /// Adds the known figures of one unit that answered.
    pub(crate) fn answer(&mut self, figures: impl IntoIterator<Item = Decimal>) {
        self.coverage.expected += 1;
        self.coverage.reported += 1;
        figures.into_iter().for_each(|figure| self.take(figure));
    }

    /// Counts one unit that did not; it is named unless only the other side is missing.
    pub(crate) fn miss(&mut self, unit: Option<&UnitId>) {
        self.coverage.expected += 1;
        self.missing.extend(unit.cloned());
    }

    /// Counts one unit that answered, but stands apart.
    pub(crate) const fn pass_over(&mut self) {
        self.coverage.expected += 1;
        self.coverage.reported += 1;
    }

    fn add(&mut self, other: &Self) {
        self.coverage.expected += other.coverage.expected;
        self.coverage.reported += other.coverage.reported;
        self.missing.extend_from_slice(&other.missing);
        if other.is_too_large {
            (self.sum, self.is_too_large) = (None, true);
        }
        if let Some(sum) = other.sum {
            self.take(sum);
        }
    }

    /// Says why there is no sum although somebody answered.
    pub(crate) fn lack(&self, elements: &[&ElementId]) -> Option<Lack> {
        match (self.sum, self.is_too_large) {
            (Some(_), _) => None,
            (None, true) => Some(Lack::Overflow),
            (None, false) => {
                let answered = self.coverage.reported > 0 && self.coverage.is_complete();
                let element = elements.first().filter(|_| answered)?;
                Some(Lack::NotApplicable((*element).clone()))
            }
        }
    }
}

impl Tally {
    /// Adds what units further down the register bring.
    pub(crate) fn add(&mut self, other: &Self) {
        self.over.add(&other.over);
        self.under.add(&other.under);
        self.apart += other.apart;
        self.apart_with.0 += other.apart_with.0;
        self.apart_with.1 += other.apart_with.1;
        self.with_figure += other.with_figure;
        if let Some((most, least)) = other.extremes {
            self.stretch(most);
            self.stretch(least);
        }
        self.passed += other.passed;
        self.looked_at += other.looked_at;
    }

    /// Takes a figure into the largest and the smallest.
    pub(crate) fn stretch(&mut self, figure: Decimal) {
        let (most, least) = self.extremes.unwrap_or((figure, figure));
        self.extremes = Some((most.max(figure), least.min(figure)));
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, exact_sum};

    #[test]
    fn a_sum_is_exact_or_none() {
        let decimal = |text: &str| text.parse::<Decimal>().ok();
        for (one, other, sum) in [
            ("0.1", "0.2", Some("0.3")),
            ("0", "1.50", Some("1.50")),
            ("1000000000000000000000000000", "0.0004", None),
            ("79228162514264337593543950335", "1", None),
            ("79228162514264337593543950335", "-1", Some("79228162514264337593543950334")),
        ] {
            let found = decimal(one).zip(decimal(other)).and_then(|(one, other)| exact_sum(one, other));
            assert_eq!(found, sum.and_then(decimal), "{one} + {other}");
        }
    }
}
