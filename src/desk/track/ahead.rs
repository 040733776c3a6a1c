//! How much work it is to follow targets over a register.

use crate::{base::PlanId, desk::Desk};

/// Targets times statements that are followed while a screen waits; more are followed beside it.
const AT_ONCE: usize = 20_000;

impl Desk {
    /// Says whether following so many indicators over the whole register takes longer than a frame may.
    pub fn is_long_to_track(&self, indicators: usize) -> bool {
        let statements: usize = self.statements.values().map(|of_period| of_period.len()).sum();
        indicators.saturating_mul(statements) > AT_ONCE
    }

    /// Says whether following a plan takes longer than a frame may.
    pub fn is_long_plan(&self, plan: &PlanId) -> bool {
        let targets = self.plans.iter().find(|found| found.id == *plan).map(|found| found.targets.len());
        self.is_long_to_track(targets.unwrap_or_default())
    }
}
