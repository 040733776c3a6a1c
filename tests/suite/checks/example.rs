//! One worked example of a check, as it stands in a fixture file.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use duibiao::{
    base::{Bilingual, CheckId, ElementId, Figure, FormId, Lang, Period, Read, Severity},
    check::{CheckBook, Scene},
    indicator::Catalogue,
    plan::Plan,
    returns::{Beside, Entry, ReturnKey, Statement, UnitReturn},
    unit::{Area, Grade, Ownership, Standing, Tree, Unit, UnitKind},
};

type Assignment = (Option<Period>, String, String);

/// A unit, its figures, and what one check says of them.
pub(super) struct Example {
    pub(super) check: CheckId,
    unit: String,
    below: Vec<String>,
    form: FormId,
    period: Period,
    plan: Option<String>,
    figures: Vec<Assignment>,
    /// `severity element`.
    fires: String,
    said: Bilingual,
    quiet: Vec<Vec<Assignment>>,
}

impl Example {
    /// Reads the examples of a file.
    pub(super) fn all(text: &str) -> Result<Vec<Self>, String> {
        let mut found = Vec::new();
        for block in text.split("== ").skip(1) {
            let (id, body) = block.split_once('\n').ok_or("an example breaks off")?;
            found.push(Self::read(id.trim(), body).map_err(|why| format!("{}: {why}", id.trim()))?);
        }
        Ok(found)
    }

    fn read(id: &str, body: &str) -> Result<Self, String> {
        let mut example = Self {
            check: id.parse().map_err(|_| "no id")?,
            unit: "general_hospital level 3 grade A municipal".to_owned(),
            below: Vec::new(),
            form: "hospital".parse().map_err(|_| "no id")?,
            period: Period::year(2025),
            plan: None,
            figures: Vec::new(),
            fires: String::new(),
            said: Bilingual::default(),
            quiet: Vec::new(),
        };
        for line in body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(rest) = line.strip_prefix("->") {
                rest.trim().clone_into(&mut example.fires);
            } else if let Some((name, rest)) = line.split_once(':').filter(|(name, _)| !name.contains('=')) {
                let rest = rest.trim();
                match name.trim() {
                    "unit" => rest.clone_into(&mut example.unit),
                    "below" => example.below.push(rest.to_owned()),
                    "form" => example.form = rest.parse().map_err(|_| "no form")?,
                    "period" => example.period = rest.parse().map_err(|_| "no period")?,
                    "plan" => example.plan = Some(rest.to_owned()),
                    "zh" => rest.clone_into(&mut example.said.zh),
                    "en" => rest.clone_into(&mut example.said.en),
                    "quiet" => {
                        let changes = rest.split(';').filter(|part| !part.trim().is_empty());
                        example.quiet.push(changes.map(assignment).collect::<Result<_, _>>()?);
                    }
                    other => return Err(format!("no such line: {other}")),
                }
            } else {
                example.figures.push(assignment(line)?);
            }
        }
        Ok(example)
    }

    /// Writes the example back.
    pub(super) fn text(&self) -> String {
        let mut text = format!("== {}\nunit: {}\n", self.check, self.unit);
        for below in &self.below {
            let _ = writeln!(text, "below: {below}");
        }
        let _ = writeln!(text, "form: {}\nperiod: {}", self.form, self.period);
        if let Some(plan) = &self.plan {
            let _ = writeln!(text, "plan: {plan}");
        }
        let write = |(period, id, value): &Assignment| match period {
            Some(period) => format!("{period} {id} = {value}"),
            None => format!("{id} = {value}"),
        };
        for figure in &self.figures {
            let _ = writeln!(text, "{}", write(figure));
        }
        let _ = writeln!(text, "-> {}\nzh: {}\nen: {}", self.fires, self.said.zh, self.said.en);
        for quiet in &self.quiet {
            let _ = writeln!(text, "quiet: {}", quiet.iter().map(write).collect::<Vec<_>>().join("; "));
        }
        text.push('\n');
        text
    }

    /// Runs it; with `update` the words it says are taken over, never whether it speaks.
    pub(super) fn run(
        &mut self,
        catalogue: &Catalogue,
        plans: &[Arc<Plan>],
        book: &CheckBook,
        update: bool,
    ) -> Result<(), String> {
        if book.check(&self.check).is_none() {
            return Err("there is no such check".to_owned());
        }
        if self.quiet.is_empty() {
            return Err("no quiet line says when it stays silent".to_owned());
        }
        let said = self.said_of(&[], catalogue, plans, book)?;
        let [(fires, words)] = &said[..] else {
            return Err(format!("speaks {} times, not once: {said:?}", said.len()));
        };
        if *fires != self.fires {
            return Err(format!("speaks as '{fires}', not as '{}'", self.fires));
        }
        if update {
            self.said = words.clone();
        } else if *words != self.said {
            return Err(format!(
                "says\n  {}\n  {}\nnot\n  {}\n  {}",
                words.zh, words.en, self.said.zh, self.said.en
            ));
        }
        for quiet in &self.quiet {
            let said = self.said_of(quiet, catalogue, plans, book)?;
            if !said.is_empty() {
                return Err(format!("is not quiet with {quiet:?}: {}", said[0].1.zh));
            }
        }
        Ok(())
    }

    fn said_of(
        &self,
        changes: &[Assignment],
        catalogue: &Catalogue,
        plans: &[Arc<Plan>],
        book: &CheckBook,
    ) -> Result<Vec<(String, Bilingual)>, String> {
        let form = catalogue.form(&self.form).ok_or("no such form")?;
        let unit = unit_of("U", None, &self.unit)?;
        if !form.asks(&unit) {
            return Err(format!("{} is not filled by {}", self.form, self.unit));
        }
        let below = self.below.iter().enumerate();
        let below = below
            .map(|(at, text)| unit_of(&format!("B{at}"), Some("U"), text))
            .collect::<Result<Vec<_>, _>>()?;
        let tree = Tree::new(std::iter::once(unit).chain(below)).map_err(|fault| fault.to_string())?;
        let unit = tree.unit(&"U".parse().map_err(|_| "no id")?).ok_or("no unit")?;
        let mut figures: BTreeMap<(Period, ElementId), String> = BTreeMap::new();
        for (period, id, value) in self.figures.iter().chain(changes) {
            let id: ElementId = id.parse().map_err(|_| format!("no id: {id}"))?;
            catalogue.element(&id).ok_or_else(|| format!("no element {id}"))?;
            figures.insert((period.unwrap_or(self.period), id), value.clone());
        }
        let mut returns: BTreeMap<Period, UnitReturn> = BTreeMap::new();
        for ((period, id), value) in figures {
            let element = catalogue.element(&id).ok_or("no element")?;
            let key = ReturnKey { unit: unit.id.clone(), form: form.id.clone(), period };
            let found = returns.entry(period).or_insert_with(|| UnitReturn::new(key, form.version));
            let (value, carried) = match value.strip_suffix(" carried") {
                Some(value) => (value.to_owned(), true),
                None => (value, false),
            };
            let (value, flagged) = match value.strip_suffix(" flagged") {
                Some(value) => (value.to_owned(), true),
                None => (value, false),
            };
            let figure = match value.strip_prefix("na:") {
                Some(reason) => Figure::NotApplicable(reason.to_owned()),
                None => match element.read(&value) {
                    Ok(Read::Quantity(quantity)) => Figure::Known(quantity),
                    Ok(Read::Blank) => Figure::Blank,
                    Err(_) => Figure::Unread(value),
                },
            };
            found.replace(&id, Entry::new(figure, Beside { carried, flagged, ..Beside::default() }));
        }
        let statements: BTreeMap<Period, Statement> = returns
            .iter()
            .map(|(period, found)| {
                (*period, Statement::of_returns(unit, *period, [found.clone()], catalogue))
            })
            .collect();
        let plan = match &self.plan {
            Some(id) => Some(&**plans.iter().find(|plan| plan.id.as_str() == id).ok_or("no such plan")?),
            None => None,
        };
        let statement = |period: Period| statements.get(&period);
        let scene = Scene {
            catalogue,
            tree: &tree,
            plan,
            unit,
            form,
            period: self.period,
            unit_return: returns.get(&self.period),
            statements: &statement,
        };
        let found = book.judge(&scene).into_values().filter(|finding| finding.check == self.check);
        Ok(found
            .map(|finding| {
                let severity = match finding.severity {
                    Severity::Hard => "hard",
                    Severity::Soft => "soft",
                    Severity::Hint => "hint",
                };
                (format!("{severity} {}", finding.element), finding.message())
            })
            .collect())
    }
}

fn assignment(text: &str) -> Result<Assignment, String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("no figure: {text}"))?;
    let (period, id) = match name.trim().split_once(' ') {
        Some((period, id)) => (Some(period.parse().map_err(|_| format!("no period: {period}"))?), id.trim()),
        None => (None, name.trim()),
    };
    Ok((period, id.to_owned(), value.trim().to_owned()))
}

/// Reads `kind [area] [level N] [grade X] [ownership]`, such as `general_hospital level 3 grade A municipal`.
fn unit_of(id: &str, parent: Option<&str>, text: &str) -> Result<Unit, String> {
    let mut words = text.split_whitespace();
    let kind = words.next().and_then(UnitKind::from_text).ok_or_else(|| format!("no kind: {text}"))?;
    let mut area = (kind == UnitKind::Bureau).then_some(Area::County);
    let (mut level, mut grade, mut ownership) = (0, None, Ownership::County);
    while let Some(word) = words.next() {
        match word {
            "level" => level = words.next().and_then(|word| word.parse().ok()).ok_or("no level")?,
            "grade" => grade = words.next().and_then(Grade::from_text),
            word if kind == UnitKind::Bureau => area = Area::from_text(word).or(area),
            word => ownership = Ownership::from_text(word).ok_or_else(|| format!("no owner: {word}"))?,
        }
    }
    let from = "2000-01-01".parse().map_err(|_| "no day")?;
    Ok(Unit {
        id: id.parse().map_err(|_| "no id")?,
        name: Bilingual::new("示例单位", Lang::En.tag()),
        kind,
        area,
        parent: parent.map(str::parse).transpose().map_err(|_| "no id")?,
        opened: None,
        closed: None,
        merged_into: None,
        moves: Vec::new(),
        standings: vec![Standing { from, level, grade, ownership }],
    })
}
