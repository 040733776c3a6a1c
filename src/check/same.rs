//! 与上期相同: a return whose every figure is that of the period before was perhaps copied, not counted.

use rust_decimal::Decimal;

use crate::{
    base::ElementId,
    indicator::{Catalogue, ElementKind},
    returns::UnitReturn,
};

/// Of fewer figures it says nothing that they are the same.
const FEWEST: usize = 10;

/// Counts the figures a return shares with the period before, where every one that both have is the same; `None` where
/// one differs, or where both have fewer than ten.
///
/// Only amounts are compared: a level, a yes and what is said in words stay as they are from year to year.
pub fn same_as_before(
    found: &UnitReturn,
    catalogue: &Catalogue,
    before: impl Fn(&ElementId) -> Option<Decimal>,
) -> Option<usize> {
    let mut count = 0;
    for (id, entry) in &found.entries {
        let is_amount = catalogue
            .element(id)
            .is_some_and(|element| matches!(element.kind, ElementKind::Count | ElementKind::Decimal(_)));
        let Some(now) = entry.figure.known().filter(|_| is_amount) else { continue };
        match before(id) {
            Some(then) if then == now => count += 1,
            Some(_) => return None,
            None => {}
        }
    }
    (count >= FEWEST).then_some(count)
}
