//! Targets as people read them.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Lang, quantity_text},
    plan::{Mark, Nature},
};

fn number(value: &Decimal) -> String {
    let value = value.normalize();
    quantity_text(value, value.scale())
}

impl Mark {
    /// Writes comparator and value as printed, without the unit: `≥ 7.5`, `1 : 1.2`, `三级甲等`, `上升`.
    pub fn shown(&self, lang: Lang) -> String {
        let words = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
        match self {
            Self::AtLeast(value) => format!("≥ {}", number(value)),
            Self::MoreThan(value) => format!("> {}", number(value)),
            Self::AtMost(value) => format!("≤ {}", number(value)),
            Self::LessThan(value) => format!("< {}", number(value)),
            Self::Equal(value) => number(value),
            Self::About(Some(value)) => format!("≈ {}", number(value)),
            Self::About(None) => words("普遍", "mostly"),
            Self::Range(from, to) => format!("{}–{}", number(from), number(to)),
            Self::Ratio(one, other) => format!("≥ {} : {}", number(one), number(other)),
            Self::TrendUp => words("上升", "rising"),
            Self::TrendDown => words("下降", "falling"),
            Self::Level(level) => level.clone(),
            Self::LevelAtLeast(level) => words(&format!("{level}及以上"), &format!("≥ {level}")),
            Self::Done => words("完成", "done"),
            Self::RankTop => words("位次前列", "top ranks"),
            Self::Against { baseline, by } => {
                let sign = if by.is_sign_negative() { "" } else { "+" };
                words(
                    &format!("比 {baseline} {sign}{}", number(by)),
                    &format!("{sign}{} on {baseline}", number(by)),
                )
            }
            Self::PerYear(by) => {
                let sign = if by.is_sign_negative() { "" } else { "+" };
                words(&format!("每年 {sign}{}", number(by)), &format!("{sign}{} a year", number(by)))
            }
        }
    }
}

impl Nature {
    /// Gives the word in both languages; an unstated one has none.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Binding => Bilingual::new("约束性", "Binding"),
            Self::Expected => Bilingual::new("预期性", "Expected"),
            Self::Unstated => Bilingual::default(),
        }
    }

    /// Names the nature as the inventory and the command line do; empty where the plan prints none.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Binding => "约束性",
            Self::Expected => "预期性",
            Self::Unstated => "",
        }
    }
}
