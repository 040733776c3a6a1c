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

/// The notes of [`method_notes`], in their order.
const NOTES: [&str; 8] =
    ["path", "verdict", "gap", "population", "forecast", "coverage", "comparison", "contribution"];

/// Gives 方法说明: how paths, verdicts, gaps and forecasts are made, as (title, text).
pub fn method_notes(lang: Lang) -> Vec<(String, String)> {
    let part = |name: &str, part: &str| say(lang, &format!("method.{name}.{part}")).into_owned();
    NOTES.into_iter().map(|name| (part(name, "title"), part(name, "text"))).collect()
}
