//! The gaps of a plan as one table, for the command line, csv and workbooks.

use rust_decimal::Decimal;

use crate::{
    base::{Align, Cell, Lang, Table},
    desk::TrackLine,
    trend::{Standing, Verdict},
};

/// Names a verdict in one word.
///
/// ```
/// use duibiao::{base::Lang, desk::verdict_name, trend::Verdict};
/// assert_eq!(verdict_name(Verdict::Met, Lang::Zh), "达标");
/// ```
pub const fn verdict_name(verdict: Verdict, lang: Lang) -> &'static str {
    match (verdict, lang) {
        (Verdict::Met, Lang::Zh) => "达标",
        (Verdict::Met, Lang::En) => "Met",
        (Verdict::OnTrack, Lang::Zh) => "正常",
        (Verdict::OnTrack, Lang::En) => "On track",
        (Verdict::Late, Lang::Zh) => "晚于时限",
        (Verdict::Late, Lang::En) => "Late",
        (Verdict::OffTrack, Lang::Zh) => "滞后",
        (Verdict::OffTrack, Lang::En) => "Off track",
        (Verdict::NoData, Lang::Zh) => "缺数据",
        (Verdict::NoData, Lang::En) => "No data",
        (Verdict::NotScored, Lang::Zh) => "不评",
        (Verdict::NotScored, Lang::En) => "Not scored",
    }
}

/// Names a judgement as people read it, with the time it is late: 晚 2 年.
pub fn verdict_words(standing: &Standing, lang: Lang) -> String {
    let late = standing.late_words(lang);
    match (late, lang) {
        (Some(late), Lang::Zh) => format!("晚 {late}"),
        (Some(late), Lang::En) => format!("{late} late"),
        (None, lang) => verdict_name(standing.verdict, lang).to_owned(),
    }
}

/// Puts gaps into the columns of the command line: `gap_elements` is `beds_total=555`, elements that are added
/// together joined by `+`.
///
/// `gap` is target − current, 0 where it is met; `needed_per_year` is empty once it is due.
pub fn gap_table(title: &str, lines: &[TrackLine], lang: Lang) -> Table {
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh } else { en }.to_owned();
    let mut table = Table::new(
        title,
        [
            ("indicator", said("指标", "Indicator"), Align::Left),
            ("current", said("现状", "Current"), Align::Right),
            ("as_of", said("截至", "As of"), Align::Left),
            ("target", said("目标", "Target"), Align::Right),
            ("due", said("时限", "Due"), Align::Left),
            ("gap", said("差距", "Gap"), Align::Right),
            ("gap_elements", said("还差", "Missing"), Align::Left),
            ("needed_per_year", said("每年需", "Needed a year"), Align::Right),
            ("recent_per_year", said("近年每年", "Recent a year"), Align::Right),
            ("verdict", said("判断", "Verdict"), Align::Left),
        ],
    );
    for line in lines {
        let standing = &line.standing;
        let number = |value: Option<Decimal>, shown: &dyn Fn(Decimal) -> String| {
            value.map_or_else(Cell::default, |value| Cell {
                shown: shown(value),
                ..Cell::number(value, line.decimals)
            })
        };
        let on_scale = |value| line.scale.value(value, lang);
        let signed = |value: Decimal| {
            let sign = if value > Decimal::ZERO { "+" } else { "" };
            format!("{sign}{}", line.scale.difference(value, lang))
        };
        let (period, now) = (standing.now.map(|now| now.0), standing.now.map(|now| now.1));
        table.push(vec![
            Cell::coded(line.indicator.as_str(), line.name.text(lang)),
            number(now, &on_scale),
            period.map_or_else(Cell::default, |at| Cell::coded(at.to_string(), at.label(lang))),
            match line.goal {
                Some(goal) => {
                    Cell { shown: line.target.text(lang).to_owned(), ..Cell::number(goal, line.decimals) }
                }
                None => Cell::coded("", line.target.text(lang)),
            },
            Cell::coded(line.due.0.to_string(), line.due.0.label(lang)),
            number(line.missing(), &|value| line.scale.difference(value, lang)),
            missing_cell(line, lang),
            number(line.needed_per_year, &signed),
            number(standing.pace.map(|pace| pace.per_year), &signed),
            Cell::coded(standing.verdict.code(), verdict_words(standing, lang)),
        ]);
    }
    table
}

fn missing_cell(line: &TrackLine, lang: Lang) -> Cell {
    let Some(things) = line.gap.things.as_ref().filter(|things| !things.missing.is_zero()) else {
        return Cell::default();
    };
    let elements: Vec<&str> = things.elements.iter().map(crate::base::ElementId::as_str).collect();
    let amount = crate::base::quantity_text(things.missing, things.missing.normalize().scale());
    let unit = things.unit.text(lang);
    Cell::coded(
        format!("{}={}", elements.join("+"), things.missing.normalize()),
        format!("{amount} {unit}").trim().to_owned(),
    )
}
