//! How one element combines upward, said as a formula, so that there is one place that computes.

use crate::indicator::{Combine, Condition, Element, ElementKind, Formula, Part, Test};

/// Gives the formula by which an element combines over units; `None` for one that does not (words, names, dates).
///
/// A bureau's own figure is a sum too: the evaluator takes the topmost bureau that answered.
///
/// ```
/// use duibiao::{rollup::element_formula, wire::shipped_catalogue};
/// let catalogue = shipped_catalogue().map_err(|faults| format!("{faults:?}"))?;
/// let code = |id: &str| Some(element_formula(catalogue.element(&id.parse().ok()?)?)?.code());
/// assert_eq!(code("beds_total"), Some("sum"));
/// assert_eq!(code("dept_geriatrics"), Some("count_units"));
/// # Ok::<(), String>(())
/// ```
pub fn element_formula(element: &Element) -> Option<Formula> {
    let id = || element.id.clone();
    if element.kind == ElementKind::Text {
        return None;
    }
    Some(match element.combine {
        Combine::Sum | Combine::Own | Combine::OwnOrSum => {
            Formula::Sum(Part { elements: vec![id()], scope: None })
        }
        Combine::Mean => Formula::Mean { element: id(), scope: None },
        Combine::Max => Formula::Highest { element: id(), scope: None },
        Combine::Min => Formula::Rank(id()),
        Combine::CountYes => Formula::CountUnits(Condition { scope: None, test: Test::Yes(id()) }),
        Combine::None => return None,
    })
}
