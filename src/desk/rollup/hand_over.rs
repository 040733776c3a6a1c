//! 数据交接: every figure below a unit for people with other engines, with a manifest to hold it against.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{
    base::{ElementId, Figure, Period, UnitId},
    desk::Desk,
    report::{ParquetCell, ParquetKind, ParquetTable, ReportError},
    wire::file_digest,
};

/// Names of the formats, each of version 1.
pub(super) const ROLL_UP: &str = "duibiao-roll-up";
pub(super) const FIGURES: &str = "duibiao-figures";
pub(super) const CATALOGUE: &str = "duibiao-catalogue";
const MANIFEST: &str = "duibiao-hand-over";
pub(super) const VERSION: u32 = 1;

/// One file of a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverFile {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// 数据交接 of one unit and period; the same figures give the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The files, the manifest last, so that it is only there when all of them are.
    pub files: Vec<HandOverFile>,
    /// Returns in it.
    pub returns: usize,
    /// Figures in it.
    pub figures: usize,
}

/// What the manifest says of the figures.
#[derive(Debug, Default)]
struct Sums {
    states: BTreeMap<&'static str, u64>,
    /// By element: how many known figures, and their sum; none where that is too large.
    elements: BTreeMap<ElementId, (u64, Option<Decimal>)>,
}

impl Sums {
    fn take(&mut self, element: &ElementId, figure: &Figure) {
        *self.states.entry(figure.state()).or_default() += 1;
        if let Some(known) = figure.known() {
            let (count, sum) = self.elements.entry(element.clone()).or_insert((0, Some(Decimal::ZERO)));
            *count += 1;
            *sum = sum.and_then(|sum| sum.checked_add(known));
        }
    }
}

impl Desk {
    /// Makes the hand-over of a unit with everything below it for one period.
    ///
    /// In it is what stands in the totals: the returns of units that exist on the period's last day. Values are
    /// decimals of 38 digits with as many places as the finest figure has, so that any engine adds them exactly.
    ///
    /// # Errors
    /// A figure with more than 38 digits.
    pub fn hand_over(&self, root: &UnitId, period: Period) -> Result<HandOver, ReportError> {
        let members = self.roll_up_members(root, period);
        let mut sums = Sums::default();
        let mut places = 0;
        for found in self.returns_in(root, period) {
            for (element, entry) in &found.entries {
                sums.take(element, &entry.figure);
                let scale = entry.figure.known().map_or(0, |known| known.normalize().scale());
                places = places.max(scale);
            }
        }
        let roll_up = self.roll_up(root, period);
        let mut files = vec![
            HandOverFile { name: "figures.parquet", bytes: self.figures_parquet(root, period, places)? },
            HandOverFile { name: "figures.json", bytes: self.figures_json(root, period, &members) },
            HandOverFile { name: "dataValueSets.json", bytes: self.data_value_sets(root, period) },
            HandOverFile { name: "rollup.json", bytes: roll_up.json(&members) },
            HandOverFile { name: "catalogue.json", bytes: self.catalogue_json(root, period) },
        ];
        let figures: u64 = sums.states.values().sum();
        let manifest = self.manifest((root, period), members.len(), &sums, places, &files);
        files.push(HandOverFile { name: "manifest.json", bytes: pretty(&manifest) });
        let figures = usize::try_from(figures).unwrap_or(usize::MAX);
        Ok(HandOver { files, returns: members.len(), figures })
    }

    fn figures_parquet(&self, root: &UnitId, period: Period, places: u32) -> Result<Vec<u8>, ReportError> {
        let columns = [
            ("unit", ParquetKind::Text),
            ("path", ParquetKind::Text),
            ("form", ParquetKind::Text),
            ("period", ParquetKind::Text),
            ("element", ParquetKind::Text),
            ("state", ParquetKind::Text),
            ("value", ParquetKind::Decimal(places)),
            ("text", ParquetKind::Text),
            ("status", ParquetKind::Text),
            ("revision", ParquetKind::Number),
            ("digest", ParquetKind::Text),
        ];
        let about = [("format", FIGURES.to_owned()), ("version", VERSION.to_string())];
        let mut table = ParquetTable::new(&columns, &about)?;
        let period_text = period.to_string();
        for found in self.returns_in(root, period) {
            let path: Vec<String> =
                self.path_to(&found.key.unit, period).iter().map(ToString::to_string).collect();
            let (path, digest) = (path.join("/"), self.digest_of(found));
            for (element, entry) in &found.entries {
                let value = entry.figure.known().map_or(ParquetCell::Nothing, ParquetCell::Decimal);
                let text = match &entry.figure {
                    Figure::NotApplicable(text) | Figure::Unread(text) => ParquetCell::Text(text),
                    Figure::Known(_) | Figure::Blank => ParquetCell::Nothing,
                };
                table.push(&[
                    ParquetCell::Text(found.key.unit.as_str()),
                    ParquetCell::Text(&path),
                    ParquetCell::Text(found.key.form.as_str()),
                    ParquetCell::Text(&period_text),
                    ParquetCell::Text(element.as_str()),
                    ParquetCell::Text(entry.figure.state()),
                    value,
                    text,
                    ParquetCell::Text(found.status().code()),
                    ParquetCell::Number(i64::try_from(found.revision).unwrap_or(i64::MAX)),
                    ParquetCell::Text(&digest),
                ])?;
            }
        }
        table.finish()
    }

    /// Says what is in the hand-over, and what lies in the workspace for the period and is not.
    fn manifest(
        &self,
        (root, period): (&UnitId, Period),
        returns: usize,
        sums: &Sums,
        places: u32,
        files: &[HandOverFile],
    ) -> Value {
        let inside: BTreeSet<_> = self.returns_in(root, period).map(|found| &found.key).collect();
        let outside = self.returns.keys().filter(|key| {
            key.period == period
                && self.tree.as_of(period.last_day()).is_within(&key.unit, root)
                && !inside.contains(key)
        });
        let sum = |(count, sum): &(u64, Option<Decimal>)| json!({ "known": count, "sum": sum.map(|sum| sum.normalize().to_string()) });
        let file = |file: &HandOverFile| json!({ "name": file.name, "bytes": file.bytes.len(), "digest": file_digest(&file.bytes) });
        json!({
            "format": MANIFEST,
            "version": VERSION,
            "program": env!("CARGO_PKG_VERSION"),
            "synthetic": self.workspace.synthetic,
            "unit": root,
            "period": period,
            "returns": returns,
            "figures": sums.states.values().sum::<u64>(),
            "states": sums.states,
            "decimal_places": places,
            "elements": sums.elements.iter().map(|(id, of)| (id.to_string(), sum(of))).collect::<BTreeMap<_, _>>(),
            "left_out": outside.map(ToString::to_string).collect::<Vec<_>>(),
            "files": files.iter().map(file).collect::<Vec<_>>(),
        })
    }
}

/// Writes a value on lines of its own.
pub(super) fn pretty(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}
