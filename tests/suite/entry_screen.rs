//! The clerk's path through the entry screen, by keyboard and by mouse, as the window system reports it.
//!
//! Everything goes through the window: what a key does is read from the desk, the screen and the disk.

mod bursts;
mod choices;
mod composing;
mod grid;
mod keys;
mod pasting;
mod ranges;
mod saving;
mod typing;

use std::fs;

use duibiao::{
    base::{Decimal, ElementId, Figure, Period},
    desk::{RowKind, SaveState},
    returns::{Entry, ReturnKey},
    wire::return_from_text,
};
use egui::{Event, Key, Modifiers};
use egui_kittest::{Node, kittest::NodeT as _};
use tempfile::TempDir;

use crate::support::{CTRL, Holding, Window, composed, key, key_with, pass, preedit, typed, workspace};

const BEDS: &str = "beds_total";
const TCM_BEDS: &str = "beds_tcm_general_hosp";
const ICU_BEDS: &str = "beds_icu";
const NEGATIVE_BEDS: &str = "n_negative_pressure_beds";
const STAFF: &str = "staff_health_total";
const PHYSICIANS: &str = "staff_physicians";
const NURSES: &str = "staff_nurses";
const NATIONAL: &str = "n_keyspec_national";
const PROVINCIAL: &str = "n_keyspec_provincial";
const MUNICIPAL: &str = "n_keyspec_municipal";
const EMERGENCY: &str = "dept_emergency";
const EMR: &str = "emr_level";
const SMART: &str = "flag_smart_hospital";

/// Opens the made-up hospital's half-filled last year, from the start page.
fn clerk() -> (TempDir, Window) {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click("继续填报 医院年报 2025年");
    (folder, window)
}

fn key_of_year() -> ReturnKey {
    ReturnKey {
        unit: "SL-H1".parse().expect("an id"),
        form: "hospital".parse().expect("an id"),
        period: Period::year(2025),
    }
}

impl Window {
    /// Gives the Chinese name of an element.
    fn name(&self, element: &str) -> String {
        let id: ElementId = element.parse().expect("an id");
        self.desk().catalogue().element(&id).expect("an element").name.zh.clone()
    }

    /// Gives the stored figure of an element.
    fn figure(&self, element: &str) -> Figure {
        self.entry(element).figure
    }

    fn entry(&self, element: &str) -> Entry {
        let found = self.desk().unit_return(&key_of_year()).expect("the return");
        found.entry(&element.parse().expect("an id"))
    }

    /// Goes to a cell through the search, as somebody who knows its name does.
    #[track_caller]
    fn seek(&mut self, element: &str) {
        let name = self.name(element);
        self.press_with(CTRL, Key::K);
        self.type_text(&name);
        let place = self.painted().into_iter().find(|(_, text)| text.starts_with("医院年报 · 2025年"));
        self.click_at(place.unwrap_or_else(|| panic!("the search does not find {name}")).0.center());
        assert_eq!(self.active(), element);
    }

    /// Clicks the cell of an element that is not the active one.
    #[track_caller]
    fn click_cell(&mut self, element: &str) {
        let name = self.name(element);
        self.click_starting(&format!("{name} "));
    }

    /// Gives the element whose cell takes the keys, or the name of whatever else does.
    fn active(&self) -> String {
        let Some(focused) = self.focused() else { return String::new() };
        let label = focused.accesskit_node().label().unwrap_or_default();
        let sheet = self.desk().sheet(&key_of_year()).expect("a sheet");
        let row = sheet.rows.iter().find(|row| row.typed().is_some() && row.name.zh == label);
        row.and_then(|row| row.typed()).map_or(label, ToString::to_string)
    }

    /// Gives what the active cell shows before it is committed.
    fn draft(&self) -> String {
        self.focused().and_then(|node| node.value()).unwrap_or_default()
    }

    fn focused(&self) -> Option<Node<'_>> {
        self.harness
            .root()
            .children_recursive()
            .find(|node| node.is_focused() && node.accesskit_node().label().is_some())
    }

    /// Gives what is painted in the row of an element, from its name on.
    fn row(&self, element: &str) -> Vec<String> {
        self.line_of(&self.name(element))
    }

    /// Gives the value of the row of a computed indicator as painted.
    fn indicator(&self, name: &str) -> String {
        let line = self.line_of(&format!("= {name}"));
        line.get(2).cloned().unwrap_or_else(|| panic!("no row for {name}; there is {:#?}", self.words()))
    }

    /// Types a figure and goes on with Enter.
    fn enter(&mut self, text: &str) {
        self.type_text(text);
        self.press(Key::Enter);
    }
}

fn known(number: i64) -> Figure {
    Figure::Known(Decimal::from(number))
}

fn saved(window: &Window) -> bool {
    window.status().iter().any(|word| word.starts_with("已保存"))
}

fn file(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("w/returns/2025/hospital/SL-H1.ron")).expect("the return's file")
}

fn journal(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("w/journal/2026-01-20.log")).unwrap_or_default()
}
