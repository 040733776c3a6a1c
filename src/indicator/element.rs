//! Data elements: what a person types.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{
    Bilingual, ElementId, Figure, QuantityError, Read, ScopeId, not_applicable_reason, quantity_from_text,
};

/// 选项: one answer of a choice, kept as its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The number that is stored.
    pub code: i64,
    /// What people read.
    pub name: Bilingual,
}

/// 数据类型.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ElementKind {
    /// 计数: a whole number.
    Count,
    /// 小数: a decimal number with this many places at most.
    Decimal(u32),
    /// 是/否, stored as 1 and 0.
    YesNo,
    /// 级别: a whole number from the first to the second, chosen from a list.
    Level(i64, i64),
    /// 单选: one of a list.
    Choice(Vec<Choice>),
    /// 文字: words, kept as they are; no indicator reads them.
    Text,
}

/// 填报人: who fills an element, as the inventory letters them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reporter {
    /// H 医院.
    Hospital,
    /// P 基层医疗卫生机构.
    PrimaryCare,
    /// C 县级卫生健康部门.
    CountyBureau,
    /// M 市级卫生健康部门.
    CityBureau,
    /// D 疾控及公共卫生机构.
    Cdc,
    /// W 妇幼保健机构.
    MaternalChild,
    /// I 医保部门.
    Insurance,
    /// S 卫生监督机构.
    Supervision,
    /// R 机构登记.
    Register,
}

/// 汇总方式: how an element combines upward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Combine {
    /// 合计.
    Sum,
    /// 单位平均: the mean over the units that answered.
    Mean,
    /// 最大值.
    Max,
    /// 最小值.
    Min,
    /// 本级数: the bureau's own figure, never summed from below.
    Own,
    /// 本级数, 未填时合计下级: the bureau's own figure, such as population; where it is blank, the areas below add up.
    OwnOrSum,
    /// 计“是”的家数.
    CountYes,
    /// 不汇总.
    None,
}

/// 指标解释 of an element.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementText {
    /// What counts and what does not.
    pub meaning: Bilingual,
    /// As of when, or over which time.
    pub time: Bilingual,
    /// Where a clerk usually finds the figure: HIS, personnel register, DRG platform, 卫统 form.
    pub source: Bilingual,
}

/// 数据项.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// Its code.
    pub id: ElementId,
    /// Its name in both languages.
    pub name: Bilingual,
    /// The unit a quantity is counted in; empty for yes/no and choices.
    pub unit: Bilingual,
    /// Its type.
    pub kind: ElementKind,
    /// Smallest plausible value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Decimal>,
    /// Largest plausible value for one unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Decimal>,
    /// Who fills it first of all; forms may ask others too.
    pub reporter: Reporter,
    /// How it combines upward.
    pub combine: Combine,
    /// 自动取数: the element is not typed but equals another one for units in a scope, such as
    /// 市办医院实有床位数 = 实有床位数 of city-run hospitals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_from: Option<(ElementId, ScopeId)>,
    /// 指标解释.
    pub text: ElementText,
}

impl ElementKind {
    /// Names the type as the command line prints it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Decimal(_) => "decimal",
            Self::YesNo => "yes_no",
            Self::Level(..) => "level",
            Self::Choice(_) => "choice",
            Self::Text => "text",
        }
    }
}

impl Element {
    /// Gives the decimals a quantity may have.
    pub const fn decimals(&self) -> u32 {
        match self.kind {
            ElementKind::Decimal(places) => places,
            _ => 0,
        }
    }

    /// Says whether people choose from a list instead of typing a number.
    pub const fn is_choice(&self) -> bool {
        matches!(self.kind, ElementKind::YesNo | ElementKind::Level(..) | ElementKind::Choice(_))
    }

    /// Gives the answers of a choice with their codes; empty for numbers.
    pub fn choices(&self) -> Vec<Choice> {
        match &self.kind {
            ElementKind::YesNo => vec![
                Choice { code: 1, name: Bilingual::new("是", "Yes") },
                Choice { code: 0, name: Bilingual::new("否", "No") },
            ],
            ElementKind::Level(from, to) => (*from..=*to)
                .map(|level| Choice {
                    code: level,
                    name: Bilingual::new(format!("{level}级"), format!("Level {level}")),
                })
                .collect(),
            ElementKind::Choice(choices) => choices.clone(),
            ElementKind::Count | ElementKind::Decimal(_) | ElementKind::Text => Vec::new(),
        }
    }

    /// Takes a text for this element as a figure: the parser of window, paste, files and command line alike.
    ///
    /// `不适用：原因` is not applicable; what cannot be read is kept as it was typed, and words are words.
    pub fn figure(&self, text: &str) -> Figure {
        let text = text.trim();
        if let Some(reason) = not_applicable_reason(text).filter(|reason| !reason.is_empty()) {
            return Figure::NotApplicable(reason.to_owned());
        }
        if self.kind == ElementKind::Text {
            // Words have no number; they are kept as they are and never computed with.
            return if text.is_empty() { Figure::Blank } else { Figure::Unread(text.to_owned()) };
        }
        match self.read(text) {
            Ok(Read::Blank) => Figure::Blank,
            Ok(Read::Quantity(quantity)) => Figure::Known(quantity),
            Err(_) => Figure::Unread(text.to_owned()),
        }
    }

    /// Reads what was typed or pasted for this element.
    ///
    /// # Errors
    /// Says why the text is no value of this element.
    pub fn read(&self, text: &str) -> Result<Read, QuantityError> {
        if self.is_choice() {
            return self.read_choice(text);
        }
        let read = quantity_from_text(text, self.decimals(), &self.unit.zh);
        match (&read, self.unit.en.as_str()) {
            (Err(QuantityError::Unit { .. }), english) if !english.is_empty() => {
                quantity_from_text(text, self.decimals(), english).or(read)
            }
            _ => read,
        }
    }

    fn read_choice(&self, text: &str) -> Result<Read, QuantityError> {
        let typed = text.trim();
        if typed.is_empty() || matches!(typed, "—" | "-" | "/") {
            return Ok(Read::Blank);
        }
        let choices = self.choices();
        let named = choices
            .iter()
            .find(|choice| choice.name.zh == typed || choice.name.en.eq_ignore_ascii_case(typed));
        if let Some(choice) = named {
            return Ok(Read::Quantity(choice.code.into()));
        }
        if self.kind == ElementKind::YesNo {
            match typed.to_lowercase().as_str() {
                "y" | "true" | "有" | "√" | "✓" | "✔" | "已" => {
                    return Ok(Read::Quantity(Decimal::ONE));
                }
                "n" | "false" | "无" | "没有" | "×" | "✗" | "✘" | "未" => {
                    return Ok(Read::Quantity(Decimal::ZERO));
                }
                _ => {}
            }
        }
        let unit = if matches!(self.kind, ElementKind::Level(..)) { "级" } else { "" };
        // A fraction is none of the answers, whatever it is rounded to.
        let read = quantity_from_text(typed, 0, unit).map_err(|fault| match fault {
            QuantityError::Decimals { .. } => QuantityError::NotANumber,
            fault => fault,
        });
        match read? {
            Read::Quantity(code) if choices.iter().any(|choice| Decimal::from(choice.code) == code) => {
                Ok(Read::Quantity(code))
            }
            Read::Quantity(_) => Err(QuantityError::NotANumber),
            Read::Blank => Ok(Read::Blank),
        }
    }
}
