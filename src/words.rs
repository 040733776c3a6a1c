//! Words on screen and on the terminal, from the locale files.

use std::borrow::Cow;

use crate::base::Lang;

/// Gives a text by key in a language.
pub fn say(lang: Lang, key: &str) -> Cow<'_, str> {
    rust_i18n::t!(key, locale = lang.tag())
}

/// Gives a text with its `%{name}` places filled in.
pub fn say_with(lang: Lang, key: &str, fill: &[(&str, &str)]) -> String {
    let text = say(lang, key);
    fill.iter().fold(text.into_owned(), |text, (name, value)| text.replace(&format!("%{{{name}}}"), value))
}
