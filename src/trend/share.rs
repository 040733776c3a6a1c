//! 贡献: who brought how much of the change of a sum or of a ratio between two periods.

use rust_decimal::Decimal;

/// What one unit brings to numerator and denominator, before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Numerator before and after.
    pub over: (Decimal, Decimal),
    /// Denominator before and after; 0 where nothing is divided.
    pub under: (Decimal, Decimal),
}

/// A unit's part in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// By its numerator.
    pub over: Decimal,
    /// By its denominator.
    pub under: Decimal,
}

impl Effect {
    /// Gives both together.
    pub fn total(&self) -> Decimal {
        self.over + self.under
    }
}

/// Splits the change of a sum: each unit's own change, over `divide_by`.
///
/// ```
/// use duibiao::{base::Decimal, trend::{Brought, sum_effects}};
/// let brought = |a: i64, b: i64| Brought { over: (a.into(), b.into()), ..Brought::default() };
/// let effects = sum_effects(&[brought(10, 15), brought(20, 18)], Decimal::ONE).unwrap();
/// assert_eq!(effects.iter().map(|effect| effect.total()).sum::<Decimal>(), Decimal::from(3));
/// ```
pub fn sum_effects(brought: &[Brought], divide_by: Decimal) -> Option<Vec<Effect>> {
    let effect = |one: &Brought| {
        let over = one.over.1.checked_sub(one.over.0)?.checked_div(divide_by)?;
        Some(Effect { over, under: Decimal::ZERO })
    };
    brought.iter().map(effect).collect()
}

/// Splits the change of a ratio R = k · A ÷ B between units; `None` where a denominator is 0 or the figures are too
/// large.
///
/// R₁ − R₀ = Σ k · Δaᵢ ÷ B₁ − Σ R₀ · Δbᵢ ÷ B₁: the first term is what unit i did by its numerator, the second by its
/// denominator (连环替代法, numerators at the new denominator, denominators at the old ratio). Both add up exactly; what
/// the division rounds off in the 28th digit is put to the largest effect.
///
/// ```
/// use duibiao::{base::Decimal, trend::{Brought, ratio_effects}};
/// // 10 of 20 become 12 of 24 here, 10 of 20 stay there: the ratio stays ½.
/// let (one, same) = ((10.into(), 12.into()), (20.into(), 24.into()));
/// let brought = [Brought { over: one, under: same }, Brought { over: (10.into(), 10.into()), under: (20.into(), 20.into()) }];
/// let effects = ratio_effects(&brought, Decimal::ONE).unwrap();
/// assert_eq!(effects[0].total(), Decimal::ZERO);
/// assert_eq!(effects[0].over + effects[0].under + effects[1].total(), Decimal::ZERO);
/// ```
pub fn ratio_effects(brought: &[Brought], times: Decimal) -> Option<Vec<Effect>> {
    let sum = |of: fn(&Brought) -> Decimal| {
        brought.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(of(one)))
    };
    let (before_over, after_over) = (sum(|one| one.over.0)?, sum(|one| one.over.1)?);
    let (before_under, after_under) = (sum(|one| one.under.0)?, sum(|one| one.under.1)?);
    let ratio = |over: Decimal, under: Decimal| over.checked_mul(times)?.checked_div(under);
    let (before, after) = (ratio(before_over, before_under)?, ratio(after_over, after_under)?);
    let effect = |one: &Brought| {
        let over = one.over.1.checked_sub(one.over.0)?.checked_mul(times)?.checked_div(after_under)?;
        let under = one.under.1.checked_sub(one.under.0)?.checked_mul(before)?.checked_div(after_under)?;
        Some(Effect { over, under: if under.is_zero() { under } else { -under } })
    };
    let mut effects: Vec<Effect> = brought.iter().map(effect).collect::<Option<_>>()?;
    let told = effects.iter().try_fold(Decimal::ZERO, |sum, effect| sum.checked_add(effect.total()))?;
    let rest = after.checked_sub(before)?.checked_sub(told)?;
    if let Some(largest) = effects.iter_mut().max_by_key(|effect| effect.over.abs().max(effect.under.abs())) {
        let side =
            if largest.over.abs() >= largest.under.abs() { &mut largest.over } else { &mut largest.under };
        *side = side.checked_add(rest)?;
    }
    Some(effects)
}
