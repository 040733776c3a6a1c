//! Whether a return that arrived may be taken at all.

use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};

use crate::{
    base::{Period, UnitId},
    exchange::{Lineage, Reason},
    indicator::Catalogue,
    returns::{ReturnKey, UnitReturn},
    unit::Tree,
    wire::Issue,
};

/// More edits than anybody makes; counting on from here stays a number that can be saved.
const MOST_REVISION: u64 = 1_000_000_000;

/// Against what arrivals are judged: who we are, who is below us, what is asked.
#[derive(Clone, Debug)]
pub struct Register {
    /// Whose desk it is.
    pub seat: UnitId,
    /// Whether returns of others are taken in here.
    pub is_bureau: bool,
    /// The register.
    pub tree: Arc<Tree>,
    /// The forms.
    pub catalogue: Arc<Catalogue>,
    /// Which forms were issued for which periods; of a form that is not named every period that has begun is asked.
    pub issues: Arc<[Issue]>,
    /// Local time; decides on no version.
    pub now: NaiveDateTime,
}

impl Register {
    /// Says why a return is not taken; `digest` is that of what it says.
    pub fn refusal(&self, found: &UnitReturn, digest: Option<&str>) -> Option<Reason> {
        let key = &found.key;
        if !self.is_bureau {
            return Some(Reason::NotABureau);
        }
        if key.unit == self.seat {
            return Some(Reason::Ours);
        }
        let Some(unit) = self.tree.unit(&key.unit) else {
            return Some(Reason::UnknownUnit(key.unit.clone()));
        };
        if !self.tree.is_within(&key.unit, &self.seat) {
            return Some(Reason::WrongCounty(key.unit.clone()));
        }
        let Some(form) = self.catalogue.form(&key.form) else {
            return Some(Reason::UnknownForm(key.form.clone()));
        };
        if !form.asks(unit) {
            return Some(Reason::NotAsked(key.form.clone()));
        }
        if form.version != found.form_version {
            return Some(Reason::FormVersion { found: found.form_version, here: form.version });
        }
        if form.period != key.period.kind() || !self.is_asked(key) {
            return Some(Reason::PeriodNotIssued(key.period));
        }
        let on = key.period.last_day();
        if !unit.is_open(on) {
            return Some(Reason::Closed(key.unit.clone(), on));
        }
        let line = Lineage::of(&found.head);
        if found.status().is_open() || line.is_empty() {
            return Some(Reason::NotHandedIn);
        }
        if digest != line.tip() {
            return Some(Reason::BodyDiffers);
        }
        if found.revision > MOST_REVISION {
            return Some(Reason::Revision(found.revision));
        }
        // Both are sorted: what is passed over is not in the return.
        let mut asked = self.catalogue.asked_in(&key.form);
        let strange = found.entries.keys().find(|element| !asked.any(|asked| asked == *element));
        strange.map(|element| Reason::StrangeCell(element.clone()))
    }

    /// Says whether a form is asked for a period: it was issued for it, or the period lay before the first that was, so
    /// that what is late or corrected of the time before packs still comes in. Of a form that was never issued every
    /// period that has begun is asked.
    fn is_asked(&self, key: &ReturnKey) -> bool {
        let issued = || self.issues.iter().filter(|issue| issue.form == key.form).map(|issue| issue.period);
        match issued().map(Period::first_day).min() {
            Some(first) => key.period.last_day() < first || issued().any(|period| period == key.period),
            None => key.period.first_day() <= self.now.date(),
        }
    }

    /// Gives what is to be noticed of a file that is taken: a clock that runs ahead, figures that are made up.
    pub fn notice(&self, made_at: NaiveDateTime, is_synthetic: bool) -> Option<Reason> {
        if made_at > self.now + TimeDelta::days(1) {
            Some(Reason::Future(made_at))
        } else {
            is_synthetic.then_some(Reason::Synthetic)
        }
    }
}
