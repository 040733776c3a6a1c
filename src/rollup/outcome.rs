//! What an indicator comes to, or why it cannot be computed.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, ElementId, ScopeId, UnitId},
    indicator::Catalogue,
    returns::Coverage,
    unit::{Area, Tree},
};

/// 缺项: why an indicator cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nobody below is asked for the element.
    NotAsked(ElementId),
    /// These units have not answered.
    Unanswered {
        /// What is missing.
        element: ElementId,
        /// Who has not answered.
        units: Vec<UnitId>,
    },
    /// 不适用 is all that was answered.
    NotApplicable(ElementId),
    /// No unit below falls in the scope.
    NoUnit(Option<ScopeId>),
    /// No area of the level qualifies.
    NoArea(Area),
    /// The denominator is 0.
    ZeroDenominator,
    /// Several figures below that do not add up, and none for the whole.
    Several(ElementId),
    /// The indicator is entered directly and has no figure here.
    NotEntered,
    /// The figures are too large to be multiplied exactly.
    Overflow,
}

/// 计算结果.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The value, unrounded.
    pub value: Option<Decimal>,
    /// 分子.
    pub numerator: Option<Decimal>,
    /// 分母.
    pub denominator: Option<Decimal>,
    /// 填报覆盖 of the element answered least.
    pub coverage: Coverage,
    /// Why there is no value; also what is missing from an incomplete one.
    pub lacks: Vec<Lack>,
}

impl Outcome {
    /// Makes the outcome of an indicator that cannot be computed.
    pub(crate) fn lacking(lack: Lack, coverage: Coverage) -> Self {
        Self { value: None, numerator: None, denominator: None, coverage, lacks: vec![lack] }
    }
}

impl Lack {
    /// Says in a sentence what is missing.
    pub fn sentence(&self, catalogue: &Catalogue, tree: &Tree) -> Bilingual {
        let name = |id: &ElementId| {
            catalogue
                .element(id)
                .map_or_else(|| Bilingual::new(id.as_str(), id.as_str()), |element| element.name.clone())
        };
        match self {
            Self::NotAsked(element) => {
                let name = name(element);
                Bilingual::new(
                    format!("无法计算：本范围内没有单位填报“{}”", name.zh),
                    format!("Cannot be computed: no unit here reports '{}'", name.en),
                )
            }
            Self::Unanswered { element, units } => {
                let name = name(element);
                let first = units
                    .first()
                    .and_then(|id| tree.unit(id))
                    .map(|unit| unit.name.clone())
                    .unwrap_or_default();
                match units.len() {
                    1 => Bilingual::new(
                        format!("缺“{}”（{}未填）", name.zh, first.zh),
                        format!("Lacks '{}' (blank at {})", name.en, first.text(crate::base::Lang::En)),
                    ),
                    n => Bilingual::new(
                        format!("缺“{}”（{}等 {n} 家未填）", name.zh, first.zh),
                        format!(
                            "Lacks '{}' (blank at {n} units, first {})",
                            name.en,
                            first.text(crate::base::Lang::En)
                        ),
                    ),
                }
            }
            Self::NotApplicable(element) => {
                let name = name(element);
                Bilingual::new(
                    format!("无法计算：“{}”均填报为不适用", name.zh),
                    format!("Cannot be computed: '{}' is answered 'not applicable' throughout", name.en),
                )
            }
            Self::NoUnit(scope) => {
                let scope = scope.as_ref().and_then(|id| catalogue.scope(id)).map(|scope| scope.name.clone());
                let scope = scope.unwrap_or_else(|| Bilingual::new("机构", "units"));
                Bilingual::new(
                    format!("无法计算：本范围内没有{}", scope.zh),
                    format!("Cannot be computed: none here ({})", scope.en),
                )
            }
            Self::NoArea(area) => {
                let area = area.name();
                Bilingual::new(
                    format!("无法计算：没有符合条件的{}级地区", area.zh),
                    format!("Cannot be computed: no {} qualifies", area.en.to_lowercase()),
                )
            }
            Self::Several(element) => {
                let name = name(element);
                Bilingual::new(
                    format!("无法计算：下级各有“{}”，不能相加，本级没有填报", name.zh),
                    format!(
                        "Cannot be computed: several below give '{}', which do not add up, and none the whole",
                        name.en
                    ),
                )
            }
            Self::ZeroDenominator => {
                Bilingual::new("无法计算：分母为 0", "Cannot be computed: the denominator is 0")
            }
            Self::NotEntered => Bilingual::new(
                "由主管部门直接填报，尚无数值",
                "Entered directly by the bureau; no figure yet",
            ),
            Self::Overflow => {
                Bilingual::new("无法计算：数值过大", "Cannot be computed: the figures are too large")
            }
        }
    }
}
