//! What the dictionary remembers between frames.

use std::rc::Rc;

use crate::{
    base::{Fit, FormId, Query},
    desk::{Dictionary, Entry, EntryId},
};

/// Which of the two lists is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// 数据项.
    #[default]
    Elements,
    /// 指标.
    Indicators,
}

/// What narrows both lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) form: Option<FormId>,
    /// By its Chinese title: sections of several forms share it.
    pub(super) section: Option<String>,
    pub(super) search: String,
}

/// 字典画面的状态.
#[derive(Debug, Default)]
pub struct DictionaryState {
    pub(super) tab: Tab,
    pub(super) filter: Filter,
    chosen: Option<EntryId>,
    /// Entries whose links were followed, the last one at the end.
    trail: Vec<EntryId>,
    /// The chosen entry was asked for by name: a filter that hides it is lifted.
    reveal: bool,
    /// The chosen row is to come into sight.
    pub(super) scroll: bool,
    /// The screen was just entered: the search field takes the focus.
    pub(super) fresh: bool,
    /// Rows of elements and of indicators that passed the filter; a catalogue stays while a workspace is open.
    found: Option<(Filter, [Rc<[usize]>; 2])>,
}

impl DictionaryState {
    /// Gets the keyboard ready when the screen is entered.
    pub fn arrive(&mut self) {
        self.fresh = true;
        self.scroll = true;
    }

    /// Shows an entry.
    pub fn show(&mut self, id: EntryId) {
        self.tab = tab_of(&id);
        self.chosen = Some(id);
        self.reveal = true;
        self.scroll = true;
    }

    /// Follows a link; [`Self::back`] comes back.
    pub(super) fn follow(&mut self, from: EntryId, to: EntryId) {
        self.trail.push(from);
        self.show(to);
    }

    /// Gives where [`Self::back`] leads.
    pub(super) fn last(&self) -> Option<&EntryId> {
        self.trail.last()
    }

    /// Goes back to where the last link was followed.
    pub(super) fn back(&mut self) {
        if let Some(id) = self.trail.pop() {
            self.show(id);
        }
    }

    /// Chooses a row by hand.
    pub(super) fn choose(&mut self, id: EntryId) {
        self.chosen = Some(id);
        self.trail.clear();
    }

    /// Gives the list of the tab.
    pub(super) fn list<'d>(&self, dictionary: &'d Dictionary) -> &'d [Entry] {
        match self.tab {
            Tab::Elements => &dictionary.elements,
            Tab::Indicators => &dictionary.indicators,
        }
    }

    /// Gives the rows of the tab that pass, what is written so before what only sounds so.
    pub(super) fn found(&mut self, dictionary: &Dictionary) -> Rc<[usize]> {
        let [elements, indicators] = self.both(dictionary);
        match self.tab {
            Tab::Elements => elements,
            Tab::Indicators => indicators,
        }
    }

    /// Gives the rows of both lists that pass.
    pub(super) fn both(&mut self, dictionary: &Dictionary) -> [Rc<[usize]>; 2] {
        if let Some((filter, found)) = &self.found
            && *filter == self.filter
        {
            return found.clone();
        }
        let Filter { form, section, search } = &self.filter;
        let query = Query::new(search);
        let rows = |list: &[Entry]| -> Rc<[usize]> {
            let fit = |entry: &Entry| entry.fit(&query, form.as_ref(), section.as_deref());
            let fits = list.iter().enumerate().filter_map(|(at, entry)| Some((fit(entry)?, at)));
            let mut fits: Vec<(Fit, usize)> = fits.collect();
            fits.sort();
            fits.into_iter().map(|(_, at)| at).collect()
        };
        let found = [rows(&dictionary.elements), rows(&dictionary.indicators)];
        self.found = Some((self.filter.clone(), found.clone()));
        self.scroll = true;
        found
    }

    /// Gives the place of the chosen entry among the rows; the first where none of them is chosen.
    pub(super) fn at(&mut self, dictionary: &Dictionary) -> usize {
        let mut place = self.place(dictionary);
        if std::mem::take(&mut self.reveal) && place.is_none() {
            self.filter = Filter::default();
            place = self.place(dictionary);
        }
        place.unwrap_or(0)
    }

    fn place(&mut self, dictionary: &Dictionary) -> Option<usize> {
        let chosen = self.chosen.clone()?;
        let (found, list) = (self.found(dictionary), self.list(dictionary));
        found.iter().position(|at| list[*at].id == chosen)
    }
}

fn tab_of(id: &EntryId) -> Tab {
    match id {
        EntryId::Element(_) => Tab::Elements,
        EntryId::Indicator(_) => Tab::Indicators,
    }
}
