//! What every screen needs to draw: theme, language, today, and words.

use std::{borrow::Cow, sync::Arc};

use chrono::NaiveDate;
use egui::{Color32, RichText};

use crate::{
    base::{Bilingual, Lang},
    trend::Verdict,
    ui::{icons, theme::Theme},
    words,
};

/// 外观 of one frame.
#[derive(Clone, Debug)]
pub struct Look {
    /// The tokens.
    pub theme: Arc<Theme>,
    /// The language.
    pub lang: Lang,
    /// The day, for due dates and charts.
    pub today: NaiveDate,
}

impl Look {
    /// Gives a word by key.
    pub fn say<'k>(&self, key: &'k str) -> Cow<'k, str> {
        words::say(self.lang, key)
    }

    /// Gives a sentence with its places filled in.
    pub fn say_with(&self, key: &str, fill: &[(&str, &str)]) -> String {
        words::say_with(self.lang, key, fill)
    }

    /// Gives a bilingual text in our language.
    pub fn text<'b>(&self, text: &'b Bilingual) -> &'b str {
        text.text(self.lang)
    }

    /// Makes an icon.
    pub fn icon(&self, icon: &str) -> RichText {
        RichText::new(icon).font(self.theme.icon())
    }

    /// Makes a heading.
    pub fn heading(&self, text: impl Into<String>) -> RichText {
        RichText::new(text).font(self.theme.heading()).color(self.theme.text())
    }

    /// Makes bold body text.
    pub fn bold(&self, text: impl Into<String>) -> RichText {
        RichText::new(text).font(self.theme.body_bold()).color(self.theme.text())
    }

    /// Makes a caption.
    pub fn small(&self, text: impl Into<String>) -> RichText {
        RichText::new(text).font(self.theme.small()).color(self.theme.quiet())
    }

    /// Gives icon, colour and word of a verdict.
    pub fn verdict(&self, verdict: Verdict) -> (&'static str, Color32, Cow<'static, str>) {
        let (icon, ink, key) = match verdict {
            Verdict::Met => (icons::CHECK, self.theme.good(), "verdict.met"),
            Verdict::OnTrack => (icons::ARROW_UP_RIGHT, self.theme.good(), "verdict.on_track"),
            Verdict::Late => (icons::CLOCK, self.theme.soft(), "verdict.late"),
            Verdict::OffTrack => (icons::WARNING, self.theme.soft(), "verdict.off_track"),
            Verdict::NoData => (icons::CIRCLE, self.theme.quiet(), "verdict.no_data"),
            Verdict::NotScored => (icons::MINUS, self.theme.quiet(), "verdict.not_scored"),
        };
        (icon, ink, words::say(self.lang, key))
    }
}

/// Gives a text whose numbers are not parted at the end of a line: the thin space between thousands is one to break at.
pub fn flowing(text: &str) -> String {
    text.replace('\u{2009}', "\u{a0}")
}
