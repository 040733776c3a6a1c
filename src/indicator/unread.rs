//! Why a text is no figure of an element, as people read it.

use crate::{
    base::{Bilingual, Figure, QuantityError},
    indicator::{Element, ElementKind},
};

/// Says why a text is no figure of an element; `None` if it is one, or if the element is answered in words.
pub fn unread_sentence(element: &Element, text: &str) -> Option<Bilingual> {
    let words = unread_words(element, text)?;
    Some(Bilingual::new(
        format!("{}，已按原文保留，请更正。", words.zh),
        format!("{}; it is kept as typed. Please correct it.", words.en),
    ))
}

/// Says the same shortly, without what became of the text and without a full stop.
pub fn unread_words(element: &Element, text: &str) -> Option<Bilingual> {
    // 不适用 with its reason is no number either, and yet an answer.
    if element.kind == ElementKind::Text || !matches!(element.figure(text), Figure::Unread(_)) {
        return None;
    }
    let fault = element.read(text).err()?;
    let (zh, en) = match &fault {
        QuantityError::NotANumber if element.is_choice() => {
            ("不在可选项中".to_owned(), "is not one of the choices".to_owned())
        }
        fault => fault_words(fault, (&element.unit.zh, &element.unit.en)),
    };
    Some(Bilingual::new(
        format!("{}：“{text}”{zh}", element.name.zh),
        format!("{}: '{text}' {en}", element.name.en),
    ))
}

/// Says what is wrong with a text that should be a quantity in a unit, to go behind the text in a sentence.
pub fn fault_words(fault: &QuantityError, (unit, unit_en): (&str, &str)) -> (String, String) {
    match fault {
        QuantityError::NotANumber => ("不是数".to_owned(), "is not a number".to_owned()),
        QuantityError::Decimals { allowed: 0 } => {
            ("应为整数".to_owned(), "should be a whole number".to_owned())
        }
        QuantityError::Decimals { allowed } => {
            (format!("最多 {allowed} 位小数"), format!("has more than {allowed} decimals"))
        }
        QuantityError::Unit { found, .. } => {
            (format!("单位“{found}”不对，应为“{unit}”"), format!("is in '{found}', not in {unit_en}"))
        }
        QuantityError::TooLong => ("位数太多".to_owned(), "has too many digits".to_owned()),
    }
}
