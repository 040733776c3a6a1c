//! 原因分析 of a report, from what was explained below, and its 落款.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    base::{ElementId, Lang},
    desk::{Desk, ExplanationLine, Holds, TrackLine, track::report::Parts},
    report::PaperBlock,
    trend::Verdict,
};

/// Explanations told of one target.
const TOLD: usize = 12;

/// Writes a day as a paper of its language does.
pub(super) fn day_words(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => day.format("%Y年%-m月%-d日").to_string(),
        Lang::En => day.to_string(),
    }
}

impl Desk {
    /// Tells of each target that is behind what the units explained of its figures; where nobody did, leaves a marked
    /// place for whoever writes the report.
    pub(super) fn causes(&self, parts: &Parts<'_>, explanations: &[ExplanationLine]) -> Vec<PaperBlock> {
        let is_behind =
            |line: &&&TrackLine| matches!(line.standing.verdict, Verdict::OffTrack | Verdict::Late);
        let mut told = BTreeSet::new();
        let behind: Vec<&TrackLine> = parts
            .lines
            .iter()
            .filter(is_behind)
            .filter(|line| told.insert(line.name.text(parts.lang)))
            .copied()
            .collect();
        if behind.is_empty() {
            return vec![PaperBlock::Text(
                parts.said("没有滞后或晚于时限的目标。", "No target is off track or late."),
            )];
        }
        let mut blocks = Vec::new();
        for (nth, line) in (1..).zip(behind) {
            let name = line.name.text(parts.lang);
            let said = self.explained(line, explanations, parts.lang);
            let (first, rest) = said.split_at(said.len().min(TOLD));
            let mut words = match (first.is_empty(), parts.lang) {
                (true, Lang::Zh) => "〔请填写〕".to_owned(),
                (true, Lang::En) => "〔to be filled in〕".to_owned(),
                (false, Lang::Zh) => format!("{}。", first.join("；")),
                (false, Lang::En) => format!("{}.", first.join("; ")),
            };
            if !rest.is_empty() {
                words.push_str(&match parts.lang {
                    Lang::Zh => format!("另有 {} 条见情况说明。", rest.len()),
                    Lang::En => format!(" {} more stand among the explanations.", rest.len()),
                });
            }
            blocks.push(PaperBlock::Text(match parts.lang {
                Lang::Zh => format!("{nth}．{name}：{words}"),
                Lang::En => format!("{nth}. {name}: {words}"),
            }));
        }
        blocks
    }

    /// Gives what units said of the figures an indicator is made of, each once, as long as it holds.
    fn explained(&self, line: &TrackLine, explanations: &[ExplanationLine], lang: Lang) -> Vec<String> {
        let Some(indicator) = self.catalogue.indicator(&line.indicator) else { return Vec::new() };
        let mut read: BTreeSet<&ElementId> = indicator.formula.elements().into_iter().collect();
        let taken = read.iter().filter_map(|id| self.catalogue.element(id)?.taken_from.as_ref());
        let sources: Vec<&ElementId> = taken.map(|(source, _)| source).collect();
        read.extend(sources);
        let mut seen = BTreeSet::new();
        let fits =
            explanations.iter().filter(|said| said.holds == Holds::Yes && read.contains(&said.element));
        fits.filter(|said| seen.insert((&said.key, &said.element, &said.text)))
            .map(|said| {
                let (unit, name, figure) =
                    (said.unit.text(lang), said.name.text(lang), said.figure.text(lang));
                let text = said.text.trim_end_matches(['。', '.', '；', ';']);
                match lang {
                    Lang::Zh => format!("{unit}（{name} {figure}）：{text}"),
                    Lang::En => format!("{unit} ({name}: {figure}): {text}"),
                }
            })
            .collect()
    }

    /// Names the annex, signs the report with the bureau and the report's own day, and begins the annex on a page of its
    /// own.
    pub(super) fn closing(&self, parts: &Parts<'_>) -> Vec<PaperBlock> {
        let signer = if self.is_bureau() { &self.seat } else { &parts.wish.unit };
        let name = self.tree.unit(signer).map(|unit| unit.name.text(parts.lang).to_owned());
        vec![
            PaperBlock::Text(String::new()),
            PaperBlock::Text(parts.said("附件：方法说明", "Annex: methods")),
            PaperBlock::Signed(name.unwrap_or_default(), day_words(parts.wish.today, parts.lang)),
            PaperBlock::NewPage,
        ]
    }
}
