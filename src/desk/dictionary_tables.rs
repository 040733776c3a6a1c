//! 指标解释手册: the dictionary as neutral tables, names and explanations in both languages.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Align, Bilingual, Cell, Lang, Table},
    desk::{
        Desk,
        dictionary::{Dictionary, Entry, EntryId},
    },
    indicator::{Catalogue, Element, Indicator},
    plan::Plan,
};

/// What stands between several codes in one cell.
const JOIN: &str = "; ";

impl Desk {
    /// Gives the handbook: notes, elements, indicators; titles and words of lists in one language.
    pub fn handbook(&self, lang: Lang, saved_on: NaiveDate) -> Vec<Table> {
        let dictionary = self.dictionary();
        let plans: Vec<&Plan> = self.plans().iter().map(AsRef::as_ref).collect();
        vec![
            notes(&dictionary, &plans, lang, saved_on),
            self.dictionary_table(&dictionary.elements, lang),
            self.dictionary_table(&dictionary.indicators, lang),
        ]
    }

    /// Gives entries of the dictionary as a table of elements or of indicators, as the first of them is.
    pub fn dictionary_table<'e>(&self, entries: impl IntoIterator<Item = &'e Entry>, lang: Lang) -> Table {
        let writer = Writer { catalogue: self.catalogue(), lang };
        let mut entries = entries.into_iter().peekable();
        let of_indicators = matches!(entries.peek(), Some(Entry { id: EntryId::Indicator(_), .. }));
        let mut table = if of_indicators { writer.indicators() } else { writer.elements() };
        for entry in entries {
            let row = match &entry.id {
                EntryId::Element(id) => {
                    self.catalogue().element(id).map(|found| writer.element(found, entry))
                }
                EntryId::Indicator(id) => {
                    self.catalogue().indicator(id).map(|found| writer.indicator(found, entry))
                }
            };
            row.into_iter().for_each(|row| table.push(row));
        }
        table
    }
}

struct Writer<'c> {
    catalogue: &'c Catalogue,
    lang: Lang,
}

impl Writer<'_> {
    fn word(&self, zh: &str, en: &str) -> String {
        if self.lang == Lang::Zh { zh.to_owned() } else { en.to_owned() }
    }

    fn table(&self, title: (&str, &str), columns: &[(&str, &str, &str, Align)]) -> Table {
        let columns = columns.iter().map(|(name, zh, en, align)| (*name, self.word(zh, en), *align));
        Table::new(self.word(title.0, title.1), columns)
    }

    fn elements(&self) -> Table {
        use Align::{Left, Right};
        self.table(
            ("数据项", "Elements"),
            &[
                ("element", "代码", "Code", Left),
                ("name_zh", "名称", "Chinese name", Left),
                ("name_en", "英文名称", "Name", Left),
                ("unit_zh", "单位", "Chinese unit", Left),
                ("unit_en", "英文单位", "Unit", Left),
                ("type", "类型", "Type", Left),
                ("decimals", "小数位", "Decimals", Right),
                ("min", "最小值", "Smallest", Right),
                ("max", "最大值", "Largest", Right),
                ("choices", "选项", "Answers", Left),
                ("meaning_zh", "指标解释", "Explanation in Chinese", Left),
                ("meaning_en", "英文解释", "Explanation", Left),
                ("time_zh", "时间口径", "As of, in Chinese", Left),
                ("time_en", "英文时间口径", "As of", Left),
                ("source_zh", "来源", "Source in Chinese", Left),
                ("source_en", "英文来源", "Source", Left),
                ("reporter", "填报人", "Filled in by", Left),
                ("combine", "汇总方式", "Combined upward", Left),
                ("taken_from", "自动取自", "Taken from", Left),
                ("forms", "报表和分组", "Forms and sections", Left),
                ("indicators", "用于指标", "Indicators fed", Left),
                ("targets", "相关目标", "Targets", Left),
            ],
        )
    }

    fn indicators(&self) -> Table {
        use Align::{Left, Right};
        self.table(
            ("指标", "Indicators"),
            &[
                ("indicator", "代码", "Code", Left),
                ("name_zh", "名称", "Chinese name", Left),
                ("name_en", "英文名称", "Name", Left),
                ("unit_zh", "单位", "Chinese unit", Left),
                ("unit_en", "英文单位", "Unit", Left),
                ("kind", "类型", "Kind", Left),
                ("decimals", "小数位", "Decimals", Right),
                ("better", "方向", "Direction", Left),
                ("numerator_zh", "分子", "Numerator in Chinese", Left),
                ("numerator_en", "英文分子", "Numerator", Left),
                ("denominator_zh", "分母", "Denominator in Chinese", Left),
                ("denominator_en", "英文分母", "Denominator", Left),
                ("times", "乘数", "Multiplier", Right),
                ("scope", "范围", "Scope", Left),
                ("note_zh", "说明", "Note in Chinese", Left),
                ("note_en", "英文说明", "Note", Left),
                ("elements", "数据项", "Elements read", Left),
                ("forms", "报表和分组", "Forms and sections", Left),
                ("targets", "相关目标", "Targets", Left),
            ],
        )
    }

    fn element(&self, element: &Element, entry: &Entry) -> Vec<Cell> {
        let limit = |limit: Option<Decimal>| {
            Cell::number_or_empty(limit, limit.map_or(0, |limit| limit.normalize().scale()))
        };
        let answers = element.choices().into_iter().map(|choice| {
            (choice.code.to_string(), format!("{} {}", choice.code, choice.name.text(self.lang)))
        });
        let taken = element.taken_from.iter().map(|(source, scope)| {
            let from = self.catalogue.element(source).map_or(source.as_str(), |of| of.name.text(self.lang));
            let over = self.catalogue.scope(scope).map_or(scope.as_str(), |of| of.name.text(self.lang));
            (
                format!("{source} {scope}"),
                self.word(&format!("{from}（{over}）"), &format!("{from} ({over})")),
            )
        });
        let decimals = if element.is_choice() || element.kind == crate::indicator::ElementKind::Text {
            Cell::default()
        } else {
            Cell::number(element.decimals().into(), 0)
        };
        vec![
            Cell::text(element.id.as_str()),
            Cell::text(&element.name.zh),
            Cell::text(&element.name.en),
            Cell::text(&element.unit.zh),
            Cell::text(&element.unit.en),
            self.coded(element.kind.code(), &element.kind.name()),
            decimals,
            limit(element.min),
            limit(element.max),
            listed(answers),
            Cell::text(&element.text.meaning.zh),
            Cell::text(&element.text.meaning.en),
            Cell::text(&element.text.time.zh),
            Cell::text(&element.text.time.en),
            Cell::text(&element.text.source.zh),
            Cell::text(&element.text.source.en),
            self.coded(element.reporter.code(), &element.reporter.name()),
            self.coded(element.combine.code(), &element.combine.name()),
            listed(taken),
            self.places(entry),
            self.related(entry),
            self.targets(entry),
        ]
    }

    fn indicator(&self, indicator: &Indicator, entry: &Entry) -> Vec<Cell> {
        let fraction = self.catalogue.fraction(&indicator.formula);
        let mut scopes = indicator.formula.scopes();
        scopes.dedup();
        let scopes = scopes.into_iter().map(|id| {
            let name = self.catalogue.scope(id).map_or(id.as_str(), |scope| scope.name.text(self.lang));
            (id.to_string(), name.to_owned())
        });
        let times = (!fraction.bottom.zh.is_empty()).then(|| Cell::number(fraction.times.into(), 0));
        vec![
            Cell::text(indicator.id.as_str()),
            Cell::text(&indicator.name.zh),
            Cell::text(&indicator.name.en),
            Cell::text(&indicator.unit.zh),
            Cell::text(&indicator.unit.en),
            self.coded(indicator.kind.code(), &indicator.kind.name()),
            Cell::number(indicator.decimals.into(), 0),
            self.coded(indicator.better.code(), &indicator.better.name()),
            Cell::text(fraction.top.zh),
            Cell::text(fraction.top.en),
            Cell::text(fraction.bottom.zh),
            Cell::text(fraction.bottom.en),
            times.unwrap_or_default(),
            listed(scopes),
            Cell::text(&indicator.note.zh),
            Cell::text(&indicator.note.en),
            self.related(entry),
            self.places(entry),
            self.targets(entry),
        ]
    }

    fn coded(&self, code: &str, name: &Bilingual) -> Cell {
        Cell::coded(code, name.text(self.lang))
    }

    fn places(&self, entry: &Entry) -> Cell {
        listed(entry.places.iter().map(|place| {
            let (form, section) = (place.form_name.text(self.lang), place.section.text(self.lang));
            (format!("{} {}", place.form, place.section.zh), format!("{form} · {section}"))
        }))
    }

    fn related(&self, entry: &Entry) -> Cell {
        listed(entry.related.iter().map(|id| {
            let name = match id {
                EntryId::Element(id) => self.catalogue.element(id).map(|found| &found.name),
                EntryId::Indicator(id) => self.catalogue.indicator(id).map(|found| &found.name),
            };
            let shown = name.map_or_else(|| id.as_str(), |name| name.text(self.lang));
            (id.as_str().to_owned(), shown.to_owned())
        }))
    }

    fn targets(&self, entry: &Entry) -> Cell {
        listed(entry.targets.iter().map(|asked| {
            let clauses = asked.clauses.join("、");
            let (plan, due) = (asked.plan_title.text(self.lang), asked.due.label(self.lang));
            let shown =
                format!("{plan} · {clauses} · {} · {due} · {}", asked.target.text(self.lang), asked.row);
            (format!("{} {} {clauses}", asked.plan, asked.row), shown)
        }))
    }
}

/// Writes several things into one cell: codes in one line for scripts, a line each for people.
fn listed(items: impl Iterator<Item = (String, String)>) -> Cell {
    let (codes, shown): (Vec<String>, Vec<String>) = items.unzip();
    Cell::coded(codes.join(JOIN), shown.join("\n"))
}

/// Writes the first sheet: what the handbook holds and how its columns are meant, in both languages.
fn notes(dictionary: &Dictionary, plans: &[&Plan], lang: Lang, saved_on: NaiveDate) -> Table {
    let writer = Writer { catalogue: &Catalogue::default(), lang };
    let columns = [("zh", "中文", "Chinese", Align::Left), ("en", "英文", "English", Align::Left)];
    let mut table = writer.table(("说明", "Notes"), &columns);
    let mut line = |zh: String, en: String| table.push(vec![Cell::text(zh), Cell::text(en)]);
    let (elements, indicators) = (dictionary.elements.len(), dictionary.indicators.len());
    line("指标解释手册".to_owned(), "Handbook of elements and indicators".to_owned());
    line(format!("保存日期：{saved_on}"), format!("Saved on {saved_on}"));
    line(
        format!("数据项 {elements} 项，指标 {indicators} 项。"),
        format!("{elements} elements, {indicators} indicators."),
    );
    for plan in plans {
        let (targets, number) = (plan.targets.len(), &plan.document_no);
        let number = if number.is_empty() { String::new() } else { format!(" {number}") };
        line(
            format!("规划 {}：{}{number}，目标 {targets} 项。", plan.id, plan.title.zh),
            format!("Plan {}: {}{number}, {targets} targets.", plan.id, plan.title.en),
        );
    }
    for (zh, en) in [
        ("数据项：由填报人填写的数或选项。", "Element: a figure or an answer that a person enters."),
        (
            "指标：由数据项按公式计算。先合计，再相除；比率不取平均。",
            "Indicator: computed from elements. Sums come first, then the division; ratios are never averaged.",
        ),
        (
            "最小值、最大值：一个单位一期的合理范围。超出仍可保存，但会提示核对。",
            "Smallest, largest: the plausible range for one unit and period. Figures beyond it are kept and flagged.",
        ),
        (
            "汇总方式：下级的数怎样合成上级的数。",
            "Combined upward: how figures from below make the figure above.",
        ),
        (
            "自动取自：该项不用填写，等于所列数据项在括号内机构范围的数。",
            "Taken from: not entered; equal to the element named, for the units in brackets.",
        ),
        (
            "相关目标：规划 · 条款 · 目标 · 时限 · 目标编号。",
            "Targets: plan · clause · target · due · row of the inventory.",
        ),
        ("空格表示没有，不表示 0。", "An empty cell means none, not 0."),
    ] {
        line(zh.to_owned(), en.to_owned());
    }
    table
}
