//! What is asked and what is derived: elements, forms, formulas, the catalogue.

mod catalogue;
pub(crate) mod checks;
mod element;
mod entered;
mod explain;
mod form;
mod formula;
#[allow(clippy::module_inception, reason = "the noun of the folder is its main idea")]
mod indicator;
mod unread;
mod words;

pub use catalogue::{Asking, Catalogue, CatalogueParts};
pub use checks::catalogue_checks;
pub use element::{Choice, Combine, Element, ElementKind, ElementText, Reporter};
pub use explain::Fraction;
pub use form::{Form, FormSection};
pub use formula::{Condition, Formula, Part, Test};
pub use indicator::{Better, Indicator, IndicatorKind, Topic};
pub use unread::{fault_words, unread_sentence, unread_words};
