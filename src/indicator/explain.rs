//! A formula in words: numerator, denominator and multiplier as people read them.

use crate::{
    base::{Bilingual, ElementId, Lang, ScopeId},
    indicator::{Catalogue, Condition, Formula, Part, Test},
};

/// 怎样算: a formula as a fraction in words; `bottom` is empty where nothing is divided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fraction {
    /// 分子, or the whole of what is counted.
    pub top: Bilingual,
    /// 分母.
    pub bottom: Bilingual,
    /// Multiplier; 1 is not shown.
    pub times: u32,
}

impl Fraction {
    /// Writes the fraction on one line.
    pub fn line(&self, lang: Lang) -> String {
        let top = self.top.text(lang);
        match (self.bottom.text(lang), self.times) {
            ("", _) => top.to_owned(),
            (bottom, 1) => format!("{top} ÷ {bottom}"),
            (bottom, times) => format!("{top} ÷ {bottom} × {}", crate::base::quantity_text(times.into(), 0)),
        }
    }
}

impl Catalogue {
    /// Explains a formula in words.
    pub fn fraction(&self, formula: &Formula) -> Fraction {
        let whole = |top: Bilingual| Fraction { top, bottom: Bilingual::default(), times: 1 };
        match formula {
            Formula::Rate { numerator, denominator, per } => Fraction {
                top: self.part_words(numerator),
                bottom: self.part_words(denominator),
                times: *per,
            },
            Formula::Ratio { one, other } => {
                Fraction { top: self.part_words(other), bottom: self.part_words(one), times: 1 }
            }
            Formula::Sum(part) => whole(self.part_words(part)),
            Formula::Scaled { part, divide_by } => Fraction {
                top: self.part_words(part),
                bottom: Bilingual::new(divide_by.to_string(), divide_by.to_string()),
                times: 1,
            },
            Formula::CountUnits(condition) => whole(self.passing_words(condition)),
            Formula::ShareUnits(condition) => Fraction {
                top: self.passing_words(condition),
                bottom: joined(&self.scope_words(condition.scope.as_ref()), "家数", "units: "),
                times: 100,
            },
            Formula::Mean { element, scope } => Fraction {
                top: {
                    let (scope, element) = (self.scope_words(scope.as_ref()), self.element_words(element));
                    Bilingual::new(
                        format!("{}的{}之和", scope.zh, element.zh),
                        format!("sum of {} over {}", lower(&element.en), lower(&scope.en)),
                    )
                },
                bottom: joined(&self.scope_words(scope.as_ref()), "参评家数", "units with a value: "),
                times: 1,
            },
            Formula::Highest { element, scope } => {
                let (scope, element) = (self.scope_words(scope.as_ref()), self.element_words(element));
                whole(Bilingual::new(
                    format!("{}的{}(取最高)", scope.zh, element.zh),
                    format!("highest {} over {}", lower(&element.en), lower(&scope.en)),
                ))
            }
            Formula::Rank(element) => whole(self.element_words(element)),
            Formula::MinOverAreas { area, only_above, count } => {
                let (area, passing) = (area.name(), self.passing_words(count));
                let only = only_above.as_ref().map(|(element, above)| {
                    let (element, above) =
                        (self.element_words(element), crate::base::quantity_text(*above, 0));
                    (
                        format!("({}超过 {above})", element.zh),
                        format!(" with {} above {above}", lower(&element.en)),
                    )
                });
                let (only_zh, only_en) = only.unwrap_or_default();
                whole(Bilingual::new(
                    format!("各{}{only_zh}{}中的最小值", area.zh, passing.zh),
                    format!("smallest over every {}{only_en} of: {}", lower(&area.en), lower(&passing.en)),
                ))
            }
            Formula::ShareAreas { area, any } => {
                let (area, passing) = (area.name(), self.passing_words(any));
                Fraction {
                    top: Bilingual::new(
                        format!("至少有 1 家的{}数({})", area.zh, passing.zh),
                        format!("areas ({}) with at least one: {}", lower(&area.en), lower(&passing.en)),
                    ),
                    bottom: Bilingual::new(
                        format!("{}总数", area.zh),
                        format!("all areas ({})", lower(&area.en)),
                    ),
                    times: 100,
                }
            }
            Formula::Entered(_) => {
                whole(Bilingual::new("由主管部门直接填报", "entered directly by the bureau"))
            }
        }
    }

    fn element_words(&self, id: &ElementId) -> Bilingual {
        self.element(id)
            .map_or_else(|| Bilingual::new(id.as_str(), id.as_str()), |element| element.name.clone())
    }

    fn scope_words(&self, scope: Option<&ScopeId>) -> Bilingual {
        scope
            .and_then(|id| self.scope(id))
            .map_or_else(|| Bilingual::new("机构", "units"), |scope| scope.name.clone())
    }

    fn list_words(&self, elements: &[ElementId], zh: &str, en: &str) -> Bilingual {
        let names: Vec<_> = elements.iter().map(|id| self.element_words(id)).collect();
        let pick = |of: fn(&Bilingual) -> &str| names.iter().map(of).collect::<Vec<_>>();
        Bilingual::new(pick(|name| &name.zh).join(zh), pick(|name| &name.en).join(en))
    }

    fn part_words(&self, part: &Part) -> Bilingual {
        let sum = self.list_words(&part.elements, " + ", " + ");
        let units = part.elements.first().and_then(|id| self.element(id)).map(|element| element.unit.clone());
        let unit = units.unwrap_or_default();
        let with_unit =
            |text: String, unit: &str| if unit.is_empty() { text } else { format!("{text}({unit})") };
        let sum = Bilingual::new(with_unit(sum.zh, &unit.zh), with_unit(sum.en, ""));
        match &part.scope {
            None => sum,
            Some(scope) => {
                let scope = self.scope_words(Some(scope));
                Bilingual::new(
                    format!("{}{}", scope.zh, without_repeat(&scope.zh, &sum.zh)),
                    format!("{} — {}", sum.en, lower(&scope.en)),
                )
            }
        }
    }

    fn passing_words(&self, condition: &Condition) -> Bilingual {
        let scope = self.scope_words(condition.scope.as_ref());
        let test = match &condition.test {
            Test::Yes(element) => {
                let name = self.element_words(element);
                let zh = name.zh.trim_start_matches("是否");
                Bilingual::new(
                    format!("“{zh}”为是的"),
                    format!("with '{}'", name.en.trim_end_matches(" (y/n)")),
                )
            }
            Test::AtLeast(element, least) => {
                let name = self.element_words(element);
                let least = self.value_words(element, *least);
                Bilingual::new(
                    format!("“{}”达到{}的", name.zh, least.zh),
                    format!("whose '{}' is at least {}", name.en, least.en),
                )
            }
            Test::ShareAtLeast(part, whole, percent) => {
                let (part, whole) = (self.element_words(part), self.element_words(whole));
                Bilingual::new(
                    format!("“{}”占“{}”不低于 {percent}% 的", part.zh, whole.zh),
                    format!("whose '{}' is at least {percent}% of '{}'", part.en, whole.en),
                )
            }
            Test::AllYes(elements) => {
                let names = self.list_words(elements, "、", ", ");
                Bilingual::new(format!("具备全部({})的", names.zh), format!("with all of {}", names.en))
            }
            Test::SomeYes(least, elements) => {
                let names = self.list_words(elements, "、", ", ");
                Bilingual::new(
                    format!("至少具备 {least} 项({})的", names.zh),
                    format!("with at least {least} of {}", names.en),
                )
            }
            // Every unit of the scope is in it: they are merely counted.
            Test::InScope(inner) if condition.scope.as_ref() == Some(inner) => {
                return Bilingual::new(format!("{}家数", scope.zh), scope.en);
            }
            Test::InScope(scope) => {
                let scope = self.scope_words(Some(scope));
                Bilingual::new(format!("属于“{}”的", scope.zh), format!("that are {}", lower(&scope.en)))
            }
        };
        Bilingual::new(format!("{}{}家数", test.zh, scope.zh), format!("{} {}", scope.en, test.en))
    }

    fn value_words(&self, element: &ElementId, value: rust_decimal::Decimal) -> Bilingual {
        let choices = self.element(element).map(|element| element.choices()).unwrap_or_default();
        let named = choices.into_iter().find(|choice| rust_decimal::Decimal::from(choice.code) == value);
        named.map_or_else(|| Bilingual::new(format!(" {value} "), value.to_string()), |choice| choice.name)
    }
}

/// Drops the beginning of a name that repeats the end of its scope: 综合医院 of 二级及以上综合医院 + 综合医院中医床位数.
fn without_repeat<'a>(scope: &str, name: &'a str) -> &'a str {
    let mut ends = scope.char_indices().map(|(at, _)| &scope[at..]).filter(|end| end.chars().count() > 1);
    ends.find_map(|end| name.strip_prefix(end)).unwrap_or(name)
}

fn joined(scope: &Bilingual, zh: &str, en: &str) -> Bilingual {
    Bilingual::new(format!("{}{zh}", scope.zh), format!("{en}{}", lower(&scope.en)))
}

/// Lowers the first letter, unless the word is an abbreviation.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
