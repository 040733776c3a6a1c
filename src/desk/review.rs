//! 审核对照: a return against its last period and against units of the same kind and level, what stands out most first.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    base::ElementId,
    check::same_as_before,
    desk::{Desk, Sheet},
    returns::{ReturnKey, Status},
    rollup::Spread,
};

/// So few others say nothing of what is usual.
const FEWEST: usize = 4;

/// What is usual among units of the same kind and level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peers {
    /// How many others have a figure.
    pub count: usize,
    /// 下四分位数.
    pub lower: Decimal,
    /// 中位数.
    pub median: Decimal,
    /// 上四分位数.
    pub upper: Decimal,
}

impl Peers {
    /// Takes the figures of others; `None` of fewer than four.
    ///
    /// Quartiles are those of [`Spread`].
    ///
    /// ```
    /// use duibiao::{base::Decimal, desk::Peers};
    /// let figures = [40, 10, 20, 30].map(Decimal::from);
    /// let peers = Peers::of(&figures).expect("four are enough");
    /// assert_eq!([peers.lower, peers.median, peers.upper], [175, 250, 325].map(|n| Decimal::new(n, 1)));
    /// ```
    pub fn of(figures: &[Decimal]) -> Option<Self> {
        let spread = Spread::of(figures).filter(|spread| spread.count >= FEWEST)?;
        let Spread { count, lower, median, upper, .. } = spread;
        Some(Self { count, lower, median, upper })
    }

    /// Says how far a figure lies outside the quartiles, in widths between them; 0 within. Where both quartiles are the
    /// same, in medians.
    ///
    /// ```
    /// use duibiao::{base::Decimal, desk::Peers};
    /// let peers = Peers::of(&[10, 20, 30, 40].map(Decimal::from)).expect("four are enough");
    /// assert_eq!(peers.departure(Decimal::from(25)), Some(Decimal::ZERO));
    /// assert_eq!(peers.departure(Decimal::new(625, 1)), Some(Decimal::from(2)));
    /// ```
    pub fn departure(&self, figure: Decimal) -> Option<Decimal> {
        let outside = if figure > self.upper {
            figure.checked_sub(self.upper)?
        } else if figure < self.lower {
            self.lower.checked_sub(figure)?
        } else {
            return Some(Decimal::ZERO);
        };
        let width = self.upper.checked_sub(self.lower)?;
        let width = if width.is_zero() { self.median.abs() } else { width };
        let width = if width.is_zero() { Decimal::ONE } else { width };
        outside.checked_div(width)
    }
}

/// One figure under review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewLine {
    /// Its row in the sheet.
    pub row: usize,
    /// Which element.
    pub element: ElementId,
    /// What is usual; `None` where too few others have a figure.
    pub peers: Option<Peers>,
    /// How far it lies outside what is usual.
    pub departure: Option<Decimal>,
}

/// 审核次序.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReviewOrder {
    /// By how far a figure lies outside its peers' quartiles; then by change.
    #[default]
    Departure,
    /// By how much it changed since the last period.
    Change,
    /// As in the form.
    Form,
}

impl ReviewOrder {
    /// Every order, as they are offered.
    pub const ALL: [Self; 3] = [Self::Departure, Self::Change, Self::Form];
}

/// 审核对照 of one return.
#[derive(Clone, Debug)]
pub struct Review {
    /// The sheet the figures stand in.
    pub sheet: Arc<Sheet>,
    /// How many units of the same kind and level have handed in the same form.
    pub peers: usize,
    /// The figures, as in the form.
    pub lines: Vec<ReviewLine>,
    /// How many figures are those of the period before, where all are.
    pub same: Option<usize>,
}

impl Review {
    /// Says whether enough others have handed in to say what is usual.
    pub const fn has_enough_peers(&self) -> bool {
        self.peers >= FEWEST
    }

    /// Gives the places of the lines in an order; what is equal stays as in the form.
    pub fn ordered(&self, order: ReviewOrder) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.lines.len()).collect();
        let change = |at: usize| {
            let share = self.sheet.rows[self.lines[at].row].change_share;
            share.map(|share| share.abs()).unwrap_or_default()
        };
        let departure = |at: usize| self.lines[at].departure.unwrap_or_default();
        match order {
            ReviewOrder::Departure => {
                places.sort_by_key(|at| std::cmp::Reverse((departure(*at), change(*at))));
            }
            ReviewOrder::Change => places.sort_by_key(|at| std::cmp::Reverse((change(*at), departure(*at)))),
            ReviewOrder::Form => {}
        }
        places
    }
}

impl Desk {
    /// Gives the figures of a return beside their last period and their peers: units of the same kind and level that have
    /// handed in the same form for the same period. Kept until something changes.
    pub fn review(&self, key: &ReturnKey) -> Option<Arc<Review>> {
        {
            let mut memo = self.memo.borrow_mut();
            if let Some(found) = memo.begin(self.generation).reviews.get(key) {
                return Some(Arc::clone(found));
            }
        }
        let made = Arc::new(self.make_review(key)?);
        self.memo.borrow_mut().reviews.insert(key.clone(), Arc::clone(&made));
        Some(made)
    }

    fn make_review(&self, key: &ReturnKey) -> Option<Review> {
        let sheet = self.sheet(key)?;
        let on = key.period.last_day();
        let unit = self.tree.unit(&key.unit)?;
        let is_peer = |other: &ReturnKey| {
            other.form == key.form
                && other.period == key.period
                && other.unit != key.unit
                && self.tree.unit(&other.unit).is_some_and(|other| {
                    other.kind == unit.kind && other.level(on) == unit.level(on) && other.is_open(on)
                })
        };
        let is_in = |status| matches!(status, Status::Submitted | Status::Received | Status::Accepted);
        let peers: Vec<_> =
            self.returns.values().filter(|found| is_in(found.status()) && is_peer(&found.key)).collect();
        let mut figures: BTreeMap<&ElementId, Vec<Decimal>> = BTreeMap::new();
        for found in &peers {
            for (element, entry) in &found.entries {
                if let Some(figure) = entry.figure.known() {
                    figures.entry(element).or_default().push(figure);
                }
            }
        }
        let mut lines = Vec::new();
        for (row, shown) in sheet.rows.iter().enumerate() {
            let Some(element) = shown.typed() else { continue };
            let is_amount = !shown.is_choice && !shown.is_words;
            let of_peers =
                figures.remove(element).filter(|_| is_amount).and_then(|figures| Peers::of(&figures));
            let departure =
                of_peers.zip(shown.figure.known()).and_then(|(peers, figure)| peers.departure(figure));
            lines.push(ReviewLine { row, element: element.clone(), peers: of_peers, departure });
        }
        let before = self.said_by(&key.unit, key.period.previous());
        let same = self
            .unit_return(key)
            .and_then(|found| same_as_before(found, &self.catalogue, |id| before?.get(id)?.known()));
        Some(Review { sheet, peers: peers.len(), lines, same })
    }
}
