//! Values every other layer shares: exact quantities, figures, periods, ids, words, tables.

mod chart;
mod date;
mod figure;
mod finding;
mod flaw;
mod id;
mod lang;
mod period;
mod quantity;
mod query;
mod rank_chart;
mod shipped;
mod table;

pub use chart::{Chart, ChartMilestone, ChartPoint, ChartRole, ChartSeries};
pub use date::day_from_text;
pub use figure::{Figure, not_applicable_reason};
pub use finding::{Finding, Severity};
pub use flaw::{Flaw, ItemKind};
pub use id::{CheckId, ElementId, FormId, IdError, IndicatorId, PlanId, ScopeId, UnitId};
pub use lang::{Bilingual, Lang};
pub use period::{Period, PeriodError, PeriodKind, Span};
pub use quantity::{QuantityError, Read, quantity_from_text, quantity_text};
pub use query::{Fit, Query};
pub use rank_chart::{RankBar, RankBox, RankChart};
pub use shipped::shipped_file;
pub use table::{Align, Cell, Column, Table};

/// 精确小数: the exact decimal number every figure is made of.
pub use rust_decimal::Decimal;
