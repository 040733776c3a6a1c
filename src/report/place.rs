//! Finds a free place for each label, so that labels do not meet each other, dots or lines.

use crate::report::mark::{Area, Spot};

/// What stands in a drawing already.
#[derive(Clone, Debug)]
pub(super) struct Placer {
    bounds: Area,
    taken: Vec<Area>,
    lines: Vec<(Spot, Spot, f64)>,
}

/// A chosen place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    /// Which of the offered places.
    pub index: usize,
    /// Whether it is free of labels and dots and inside the bounds.
    pub free: bool,
}

impl Placer {
    /// Starts with nothing inside `bounds`.
    pub(super) const fn new(bounds: Area) -> Self {
        Self { bounds, taken: Vec::new(), lines: Vec::new() }
    }

    /// Notes an area no label may cover.
    pub(super) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Notes a line labels would rather not cross; `cost` says how much they mind.
    pub(super) fn take_line(&mut self, places: &[Spot], cost: f64) {
        self.lines.extend(places.windows(2).map(|pair| (pair[0], pair[1], cost)));
    }

    /// Chooses the best of the offered areas, earlier ones first where equal, and takes it if it is free.
    pub(super) fn choose(&mut self, offers: &[Area]) -> Option<Chosen> {
        let cost = |area: &Area| {
            let covered: f64 = self.taken.iter().map(|taken| taken.common(area)).sum();
            let whole = (area.right - area.left) * (area.bottom - area.top);
            let outside = whole - self.bounds.common(area);
            let crossed: f64 = self
                .lines
                .iter()
                .filter(|(from, to, _)| area.meets(*from, *to))
                .map(|(_, _, cost)| cost)
                .sum();
            (covered + outside.max(0.0), crossed)
        };
        let mut best: Option<(usize, f64, f64)> = None;
        for (index, area) in offers.iter().enumerate() {
            let (hard, soft) = cost(area);
            let hard = if hard < 1.0 { 0.0 } else { hard };
            let soft = soft + index as f64 * 0.5;
            let better = best.is_none_or(|(_, hard_best, soft_best)| {
                hard * 100.0 + soft < hard_best * 100.0 + soft_best - 1e-9
            });
            if better {
                best = Some((index, hard, soft));
            }
        }
        let (index, hard, _) = best?;
        let free = hard == 0.0;
        if free {
            self.take(offers[index]);
        }
        Some(Chosen { index, free })
    }
}
