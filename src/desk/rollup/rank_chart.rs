//! A ranking as a chart and as a table.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    base::{Align, Cell, Lang, Period, RankBar, RankBox, RankChart, Table, UnitId},
    desk::{
        Desk,
        rollup::{Ranked, RollUpItem},
    },
};

fn said(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::Zh { zh } else { en }.to_owned()
}

impl Desk {
    /// Gives the chart of a ranking.
    pub fn rank_chart(
        &self,
        ranked: &Ranked,
        item: &RollUpItem,
        root: &UnitId,
        period: Period,
        lang: Lang,
    ) -> RankChart {
        let head = self.item_head(item);
        let name = self.tree().unit(root).map(|unit| unit.name.text(lang).to_owned()).unwrap_or_default();
        let place = |value: Decimal| value.to_f64().unwrap_or_default();
        let bar = |line: &super::RankedUnit| RankBar {
            place: line.place,
            name: line.name.text(lang).to_owned(),
            shown: self.value_text(item, line.value, lang),
            value: place(line.value),
            hollow: !line.coverage.is_complete(),
            is_apart: line.is_apart,
        };
        RankChart {
            title: head.as_ref().map(|head| head.name.text(lang).to_owned()).unwrap_or_default(),
            subtitle: format!("{name} · {}", period.label(lang)),
            unit: head.map(|head| head.unit.text(lang).to_owned()).unwrap_or_default(),
            foot: self.rank_foot(ranked, item, lang),
            bars: ranked.lines.iter().map(bar).collect(),
            spread: ranked.spread.map(|spread| RankBox {
                low_fence: place(spread.low_fence),
                lower: place(spread.lower),
                median: place(spread.median),
                upper: place(spread.upper),
                high_fence: place(spread.high_fence),
            }),
        }
    }

    /// Says n, coverage and quartiles, then by which method.
    fn rank_foot(&self, ranked: &Ranked, item: &RollUpItem, lang: Lang) -> Vec<String> {
        let n = ranked.lines.len();
        let (reported, expected) = (ranked.coverage.reported, ranked.coverage.expected);
        let apart = ranked.lines.iter().filter(|line| line.is_apart).count();
        let without = ranked.without;
        let mut foot = vec![match lang {
            Lang::Zh => format!("n = {n}；缺数 {without} 家；填报覆盖 {reported}/{expected}"),
            Lang::En => format!("n = {n}; {without} without a figure; coverage {reported}/{expected}"),
        }];
        if let Some(spread) = ranked.spread {
            let [median, lower, upper, low, high] =
                [spread.median, spread.lower, spread.upper, spread.low_fence, spread.high_fence]
                    .map(|value| self.value_text(item, value, lang));
            let quartiles = match lang {
                Lang::Zh => format!("中位数 {median}；四分位数 {lower}～{upper}"),
                Lang::En => format!("Median {median}; quartiles {lower}–{upper}"),
            };
            if spread.can_tell_apart() {
                foot.push(match lang {
                    Lang::Zh => format!("{quartiles}；离群 {apart} 家（低于 {low} 或高于 {high}）"),
                    Lang::En => format!("{quartiles}; {apart} outliers (below {low} or above {high})"),
                });
                foot.push(said(
                    lang,
                    "四分位数按线性内插（同电子表格 QUARTILE.INC）；离群按 Tukey 界限：四分位距的 1.5 倍以外。",
                    "Quartiles by linear interpolation (a spreadsheet's QUARTILE.INC); outliers beyond Tukey's fences, 1.5 times the interquartile range.",
                ));
            } else {
                foot.push(quartiles);
                foot.push(said(
                    lang,
                    "四分位数按线性内插（同电子表格 QUARTILE.INC）；不足 4 家，不判断离群。",
                    "Quartiles by linear interpolation (a spreadsheet's QUARTILE.INC); too few (under 4) to tell outliers.",
                ));
            }
        }
        foot
    }

    /// Writes a value as the item's cells are written.
    pub fn value_text(&self, item: &RollUpItem, value: Decimal, lang: Lang) -> String {
        match item {
            RollUpItem::Indicator(id) => match self.catalogue.indicator(id) {
                Some(indicator) => crate::trend::Scale::of(indicator, &self.catalogue).value(value, lang),
                None => String::new(),
            },
            RollUpItem::Element(id) => {
                let places = self.catalogue.element(id).map_or(0, crate::indicator::Element::decimals);
                crate::base::quantity_text(value, places.max(value.normalize().scale().min(2)))
            }
        }
    }

    /// Writes a ranking as a table with fixed column names.
    pub fn rank_table(&self, ranked: &Ranked, chart: &RankChart, lang: Lang) -> Table {
        let columns = [
            ("place", "名次", "Place", Align::Right),
            ("unit", "单位代码", "Unit code", Align::Left),
            ("name", "单位", "Unit", Align::Left),
            ("value", "数值", "Value", Align::Right),
            ("reported", "已报", "Reported", Align::Right),
            ("expected", "应报", "Expected", Align::Right),
            ("outlier", "离群", "Outlier", Align::Left),
        ];
        let titled =
            |(name, zh, en, align): (&'static str, &str, &str, Align)| (name, said(lang, zh, en), align);
        let mut table = Table::new(format!("{}-{}", chart.title, chart.subtitle), columns.map(titled));
        for line in &ranked.lines {
            let places = line.value.normalize().scale().min(4);
            table.push(vec![
                Cell::number(Decimal::from(line.place), 0),
                Cell::text(line.unit.as_str()),
                Cell::text(line.name.text(lang)),
                Cell::number(line.value, places),
                Cell::number(line.coverage.reported.into(), 0),
                Cell::number(line.coverage.expected.into(), 0),
                Cell::coded(
                    if line.is_apart { "1" } else { "" },
                    if line.is_apart { said(lang, "离群", "outlier") } else { String::new() },
                ),
            ]);
        }
        table
    }
}
