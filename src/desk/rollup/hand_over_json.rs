//! The JSON files of a hand-over: figures, totals, what they mean, and the data values DHIS2 imports.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::{
    base::{Figure, Period, PeriodKind, UnitId},
    desk::{
        Desk,
        rollup::{
            RollUp, RollUpItem, RollUpMember,
            hand_over::{CATALOGUE, FIGURES, ROLL_UP, VERSION, pretty},
        },
    },
    indicator::{Element, ElementKind},
};

fn exact(value: Option<Decimal>) -> Value {
    value.map_or(Value::Null, |value| Value::String(value.normalize().to_string()))
}

/// Writes a list whose items stand on a line each, so that the largest needs no tree of values in memory.
fn listed(head: &Value, name: &str, items: impl Iterator<Item = Value>) -> Vec<u8> {
    let mut text = head.to_string();
    text.pop();
    text.push_str(if text.len() > 1 { ",\n" } else { "" });
    text.push_str(&format!("\"{name}\":["));
    for (nth, item) in items.enumerate() {
        text.push_str(if nth == 0 { "\n" } else { ",\n" });
        text.push_str(&item.to_string());
    }
    text.push_str("\n]}\n");
    text.into_bytes()
}

impl RollUpMember {
    fn json(&self) -> Value {
        json!({
            "unit": self.unit,
            "path": self.path,
            "form": self.form,
            "form_version": self.form_version,
            "status": self.status.code(),
            "revision": self.revision,
            "digest": self.digest,
        })
    }
}

impl RollUp {
    /// Writes the totals and the returns they were taken from. Exact values are texts, since JSON's numbers are not.
    pub(super) fn json(&self, members: &[RollUpMember]) -> Vec<u8> {
        let total = |line: &super::RollUpLine| {
            json!({
                "id": line.item.id(),
                "kind": if matches!(line.item, RollUpItem::Element(_)) { "element" } else { "indicator" },
                "value": exact(line.outcome.value),
                "unit": line.unit.zh,
                "numerator": exact(line.outcome.numerator),
                "denominator": exact(line.outcome.denominator),
                "reported": line.outcome.coverage.reported,
                "expected": line.outcome.coverage.expected,
                "state": line.state.code(),
            })
        };
        pretty(&json!({
            "format": ROLL_UP,
            "version": VERSION,
            "unit": self.unit,
            "period": self.period,
            "totals": self.lines.iter().map(total).collect::<Vec<_>>(),
            "members": members.iter().map(RollUpMember::json).collect::<Vec<_>>(),
        }))
    }
}

impl Desk {
    pub(super) fn figures_json(&self, root: &UnitId, period: Period, members: &[RollUpMember]) -> Vec<u8> {
        let head = json!({ "format": FIGURES, "version": VERSION, "unit": root, "period": period });
        let items = self.returns_in(root, period).zip(members).map(|(found, member)| {
            let mut item = member.json();
            let figure = |figure: &Figure| match figure {
                Figure::Known(known) => json!({ "state": figure.state(), "value": exact(Some(*known)) }),
                Figure::Blank => json!({ "state": figure.state() }),
                Figure::NotApplicable(text) | Figure::Unread(text) => {
                    json!({ "state": figure.state(), "text": text })
                }
            };
            let figures: Map<String, Value> =
                found.entries.iter().map(|(id, entry)| (id.to_string(), figure(&entry.figure))).collect();
            item["figures"] = Value::Object(figures);
            item
        });
        listed(&head, "returns", items)
    }

    /// Writes what DHIS2 takes at `dataValueSets`: known figures and words. It has no 不适用 and no unread text.
    pub(super) fn data_value_sets(&self, root: &UnitId, period: Period) -> Vec<u8> {
        let period_text = dhis2_period(period);
        let values = self.returns_in(root, period).flat_map(|found| {
            found.entries.iter().filter_map(|(id, entry)| {
                let element = self.catalogue.element(id)?;
                let value = dhis2_value(element, &entry.figure)?;
                let mut item = json!({
                    "dataElement": id, "orgUnit": found.key.unit, "period": period_text, "value": value,
                });
                if !entry.note.is_empty() {
                    item["comment"] = Value::String(entry.note.clone());
                }
                Some(item)
            })
        });
        listed(&json!({}), "dataValues", values)
    }

    /// Writes what the figures mean: units with their dates, forms, scopes, elements and formulas.
    pub(super) fn catalogue_json(&self, root: &UnitId, period: Period) -> Vec<u8> {
        let written = |value: Result<Value, serde_json::Error>| value.unwrap_or(Value::Null);
        let (catalogue, tree) = (&self.catalogue, self.tree.as_of(period.last_day()));
        pretty(&json!({
            "format": CATALOGUE,
            "version": VERSION,
            "unit": root,
            "period": period,
            "as_of": period.last_day(),
            "units": tree.below(root).into_iter().map(|unit| written(serde_json::to_value(unit))).collect::<Vec<_>>(),
            "forms": written(serde_json::to_value(catalogue.forms())),
            "scopes": written(serde_json::to_value(catalogue.scopes().collect::<Vec<_>>())),
            "elements": written(serde_json::to_value(catalogue.elements().collect::<Vec<_>>())),
            "indicators": written(serde_json::to_value(catalogue.indicators().collect::<Vec<_>>())),
        }))
    }
}

fn dhis2_value(element: &Element, figure: &Figure) -> Option<String> {
    match (&element.kind, figure) {
        (ElementKind::YesNo, Figure::Known(known)) => Some((!known.is_zero()).to_string()),
        (ElementKind::Text, Figure::Unread(text)) => Some(text.clone()),
        (_, Figure::Known(known)) => Some(known.normalize().to_string()),
        _ => None,
    }
}

/// Writes a period as DHIS2 does: 2025, 2025S1, 2025Q3, 202503.
fn dhis2_period(period: Period) -> String {
    let (year, part) = (period.calendar_year(), period.part());
    match period.kind() {
        PeriodKind::Year => year.to_string(),
        PeriodKind::Half => format!("{year}S{part}"),
        PeriodKind::Quarter => format!("{year}Q{part}"),
        PeriodKind::Month => format!("{year}{part:02}"),
    }
}
