//! What is other between two states of a unit, field by field, in words.

use chrono::NaiveDate;

use crate::{
    base::{Bilingual, UnitId},
    unit::{Standing, Unit},
    wire::RegisterEdit,
};

/// 登记项: what of a unit is told by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitField {
    /// 机构名称.
    Name,
    /// 英文名称.
    NameEn,
    /// 机构类别.
    Kind,
    /// 行政层级.
    Area,
    /// 上级.
    Parent,
    /// 成立日期.
    Opened,
    /// 撤销日期.
    Closed,
    /// 并入单位.
    MergedInto,
    /// Level, grade and owner by day.
    Standing,
}

impl UnitField {
    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Name => ("名称", "Name"),
            Self::NameEn => ("英文名称", "English name"),
            Self::Kind => ("类别", "Kind"),
            Self::Area => ("行政层级", "Area"),
            Self::Parent => ("上级", "Parent"),
            Self::Opened => ("成立", "Opened"),
            Self::Closed => ("撤销", "Closed"),
            Self::MergedInto => ("并入", "Merged into"),
            Self::Standing => ("级别、举办", "Level, ownership"),
        };
        Bilingual::new(zh, en)
    }
}

/// One field of a unit that is other than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Which.
    pub field: UnitField,
    /// What stood there; empty if nothing did.
    pub old: Bilingual,
    /// What stands there now; empty if nothing does.
    pub new: Bilingual,
}

impl FieldChange {
    /// Writes it as one line: 名称：甲 → 乙.
    pub fn words(&self) -> Bilingual {
        let name = self.field.name();
        let or_none =
            |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
        let (old, new) = (&self.old, &self.new);
        Bilingual::new(
            format!("{}：{} → {}", name.zh, or_none(&old.zh, "（空）"), or_none(&new.zh, "（空）")),
            format!("{}: {} → {}", name.en, or_none(&old.en, "(blank)"), or_none(&new.en, "(blank)")),
        )
    }
}

fn plain(text: &str) -> Bilingual {
    Bilingual::new(text, text)
}

fn day(day: Option<NaiveDate>) -> Bilingual {
    plain(&day.map(|day| day.to_string()).unwrap_or_default())
}

/// Writes attributes with the day from which they hold.
pub(super) fn standing_words(standing: &Standing) -> Bilingual {
    let (rank, owner, from) = (standing.rank(), standing.ownership.name(), standing.from);
    let join =
        |rank: &str, owner: &str| if rank.is_empty() { owner.to_owned() } else { format!("{rank} {owner}") };
    Bilingual::new(
        format!("{} {from} 起", join(&rank.zh, &owner.zh)),
        format!("{} from {from}", join(&rank.en, &owner.en)),
    )
}

/// Gives what is other between two states of a unit; `name_of` names other units.
pub(super) fn differences(
    old: &Unit,
    new: &Unit,
    name_of: impl Fn(&UnitId) -> Bilingual,
) -> Vec<FieldChange> {
    let named = |id: &Option<UnitId>| id.as_ref().map(&name_of).unwrap_or_default();
    let parent = |unit: &Unit| {
        let name = named(&unit.parent);
        match unit.moves.last() {
            Some(moved) => Bilingual::new(
                format!("{}（{} 起）", name.zh, moved.on),
                format!("{} (from {})", name.text(crate::base::Lang::En), moved.on),
            ),
            None => name,
        }
    };
    let standings = |unit: &Unit| {
        let all: Vec<Bilingual> = unit.standings.iter().map(standing_words).collect();
        Bilingual::new(
            all.iter().map(|one| one.zh.as_str()).collect::<Vec<_>>().join("；"),
            all.iter().map(|one| one.en.as_str()).collect::<Vec<_>>().join("; "),
        )
    };
    let area = |unit: &Unit| unit.area.map(|area| area.name()).unwrap_or_default();
    let pairs = [
        (UnitField::Name, plain(&old.name.zh), plain(&new.name.zh)),
        (UnitField::NameEn, plain(&old.name.en), plain(&new.name.en)),
        (UnitField::Kind, old.kind.name(), new.kind.name()),
        (UnitField::Area, area(old), area(new)),
        (UnitField::Parent, parent(old), parent(new)),
        (UnitField::Opened, day(old.opened), day(new.opened)),
        (UnitField::Closed, day(old.closed), day(new.closed)),
        (UnitField::MergedInto, named(&old.merged_into), named(&new.merged_into)),
        (UnitField::Standing, standings(old), standings(new)),
    ];
    let changes = pairs.into_iter().filter(|(_, old, new)| old != new);
    changes.map(|(field, old, new)| FieldChange { field, old, new }).collect()
}

impl crate::desk::Desk {
    /// Tells a change of the register in words, a line for each field.
    pub fn register_edit_words(&self, edit: &RegisterEdit) -> Vec<Bilingual> {
        match (&edit.old, &edit.new) {
            (Some(old), Some(new)) => {
                differences(old, new, |id| self.unit_name(id)).iter().map(FieldChange::words).collect()
            }
            (None, _) => vec![Bilingual::new("新增", "Added")],
            (Some(_), None) => vec![Bilingual::new("删除", "Taken out")],
        }
    }

    /// Names a unit of the register, in both languages; one that is not there by its code.
    pub fn unit_name(&self, id: &UnitId) -> Bilingual {
        let found = self
            .tree
            .unit(id)
            .map(|unit| Bilingual::new(unit.name.zh.clone(), unit.name.text(crate::base::Lang::En)));
        found.unwrap_or_else(|| plain(id.as_str()))
    }
}
