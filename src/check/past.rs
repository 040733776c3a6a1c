//! Rules that look back: the period before, and the unit's own history.

use rust_decimal::Decimal;

use crate::{
    base::{Figure, Period},
    check::{
        Scene,
        judge::Said,
        words::{both, named_value, quantity, reading, rounded},
    },
    indicator::{Element, ElementKind},
};

/// How many earlier periods the history holds at most, and at least.
const MOST: i32 = 8;
const FEWEST: usize = 4;

/// Scales a median absolute deviation to a standard deviation of the normal distribution.
const SCALE: Decimal = Decimal::from_parts(14826, 0, 0, false, 4);

/// Holds the change since the period before against its bounds.
pub(super) fn against_last(
    scene: &Scene<'_>,
    element: &Element,
    (up, down): (Option<Decimal>, Option<Decimal>),
    at_least: Decimal,
) -> Option<Said> {
    let before = scene.period.previous();
    let (now, last) = (scene.known(&element.id)?, scene.figure_of(before, &element.id).known()?);
    let change = now.checked_sub(last)?;
    (!change.is_zero() && change.abs() >= at_least).then_some(())?;
    let share = change.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(last.abs());
    let fires = match share {
        Some(share) if share.is_sign_positive() => up.is_some_and(|bound| share > bound),
        Some(share) => down.is_some_and(|bound| -share > bound),
        // From nothing to something there is no share; only its size can be judged.
        None if change.is_sign_positive() => up.is_some() && !at_least.is_zero(),
        None => down.is_some(),
    };
    fires.then_some(())?;
    let head = named_value(element, &quantity(element, now));
    let old = quantity(element, last);
    let (zh, en) = if change.is_sign_positive() { ("增加", "up") } else { ("减少", "down") };
    let by = match share.filter(|_| !element.is_choice()) {
        Some(share) => format!("{}%", rounded(share.abs(), 1)),
        None => quantity(element, change.abs()).zh,
    };
    let (label_zh, label_en) = labels(before);
    let says = if element.is_choice() {
        let old_en = if element.kind == ElementKind::YesNo { old.en.to_lowercase() } else { old.en.clone() };
        both(format!("{}，{label_zh}为{}", head.zh, old.zh), format!("{}, in {label_en} {old_en}", head.en))
    } else {
        both(
            format!("{}，{label_zh} {}，{zh} {by}", head.zh, old.zh),
            format!("{}, in {label_en} {}: {en} {by}", head.en, old.en),
        )
    };
    Some(Said { says, reading: reading_of(scene, element, &[before]) })
}

/// Holds a figure against the median of the unit's own earlier figures.
pub(super) fn against_history(
    scene: &Scene<'_>,
    element: &Element,
    times: Decimal,
    at_least: Decimal,
) -> Option<Said> {
    let now = scene.known(&element.id)?;
    let periods: Vec<Period> = (1..=MOST).map(|back| scene.period.shifted(-back)).collect();
    let earlier: Vec<Decimal> =
        periods.iter().filter_map(|period| scene.figure_of(*period, &element.id).known()).collect();
    (earlier.len() >= FEWEST).then_some(())?;
    let middle = median(earlier.clone())?;
    let spread = median(earlier.iter().map(|value| (value - middle).abs()).collect())?.checked_mul(SCALE)?;
    let allowed = spread.checked_mul(times)?;
    let off = now.checked_sub(middle)?.abs();
    (off > allowed && off >= at_least).then_some(())?;
    let head = named_value(element, &quantity(element, now));
    let places = element.decimals();
    let low = middle.checked_sub(allowed)?;
    let low = element.min.map_or(low, |min| low.max(min));
    let (low, high) = (rounded(low, places), rounded(middle.checked_add(allowed)?, places));
    let (n, middle) = (earlier.len(), rounded(middle, places + 1));
    let says = both(
        format!("{}，此前 {n} 期的中位数是 {middle}，按历史波动一般在 {low}–{high} 之间", head.zh),
        format!(
            "{}; the median of the {n} periods before is {middle}, its usual spread {low} to {high}",
            head.en
        ),
    );
    Some(Said { says, reading: reading_of(scene, element, &periods) })
}

/// 中位数; of an even number the mean of the middle two.
///
/// `None` of nothing, or beyond what can be written.
fn median(mut values: Vec<Decimal>) -> Option<Decimal> {
    values.sort();
    let half = values.len() / 2;
    let upper = *values.get(half)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values.get(half.checked_sub(1)?)?.checked_add(upper)?.checked_div(Decimal::TWO)
}

fn labels(period: Period) -> (String, String) {
    (period.label(crate::base::Lang::Zh), period.label(crate::base::Lang::En))
}

fn reading_of(scene: &Scene<'_>, element: &Element, periods: &[Period]) -> String {
    let id = &element.id;
    let earlier = periods
        .iter()
        .map(|period| (format!("{id}@{period}"), scene.figure_of(*period, id)))
        .filter(|(_, figure)| matches!(figure, Figure::Known(_)));
    reading(std::iter::once((id.to_string(), scene.figure(id))).chain(earlier))
}
