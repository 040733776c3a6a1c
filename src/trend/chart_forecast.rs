//! The forecast on the chart, in the foot and as a table of its own.

use rust_decimal::Decimal;

use crate::{
    base::{Align, Cell, ChartPoint, ChartRole, ChartSeries, Lang, Table},
    trend::{Forecast, Scale, TrendQuestion},
};

/// Gives the forecast and the two ends of its interval as series.
pub(super) fn forecast_series(
    question: &TrendQuestion<'_>,
    forecast: &Forecast,
    lang: Lang,
) -> [ChartSeries; 3] {
    let zh = lang == Lang::Zh;
    let said = |zh_word: &str, en_word: &str| if zh { zh_word } else { en_word }.to_owned();
    let run = |of: &dyn Fn(&crate::trend::ForecastValue) -> Decimal| -> Vec<Vec<ChartPoint>> {
        let points = forecast.values.iter().map(|ahead| {
            let scale = &question.scale;
            let mut point = question.point(ahead.period, of(ahead), lang);
            point.read_out = vec![
                format!("{} {}", ahead.period.label(lang), said("预测", "forecast")),
                scale.with_unit(ahead.value, lang),
                format!("{} – {}", scale.value(ahead.low, lang), scale.with_unit(ahead.high, lang)),
                method_words(forecast, lang),
            ];
            point
        });
        vec![points.collect()]
    };
    [
        ChartSeries::new(ChartRole::Low, said("预测下限", "Forecast, low"), run(&|at| at.low)),
        ChartSeries::new(ChartRole::High, said("预测上限", "Forecast, high"), run(&|at| at.high)),
        ChartSeries::new(ChartRole::Forecast, said("预测", "Forecast"), run(&|at| at.value)),
    ]
}

/// Names method, number of values and the years they are of.
fn method_words(forecast: &Forecast, lang: Lang) -> String {
    let (method, n) = (forecast.method.name(), forecast.points);
    let (from, to) = (forecast.from.label(lang), forecast.to.label(lang));
    match lang {
        Lang::Zh => format!("{}，n={n}，{from}—{to}", method.zh),
        Lang::En => format!("{}, n={n}, {from}–{to}", method.en),
    }
}

/// Says how a forecast is made, and how it would have done so far.
pub fn forecast_words(forecast: &Forecast, scale: &Scale, lang: Lang) -> String {
    let method = method_words(forecast, lang);
    let tried = match (&forecast.back_test, lang) {
        (None, Lang::Zh) => "，点数不够回测".to_owned(),
        (None, Lang::En) => ", too few values to back-test".to_owned(),
        (Some(test), Lang::Zh) => format!(
            "，回测 {} 次，平均误差 {}（沿用上期 {}），{} 次在区间内",
            test.tests,
            scale.difference(test.mean_error, lang),
            scale.difference(test.repeat_error, lang),
            test.inside
        ),
        (Some(test), Lang::En) => format!(
            ", back-tested {}: mean error {} (repeating the last value: {}), {} inside the interval",
            if test.tests == 1 { "once".to_owned() } else { format!("{} times", test.tests) },
            scale.difference(test.mean_error, lang),
            scale.difference(test.repeat_error, lang),
            test.inside
        ),
    };
    match lang {
        Lang::Zh => format!("预测：{method}，95% 区间{tried}"),
        Lang::En => format!("Forecast: {method}, 95 % interval{tried}"),
    }
}

/// Puts a forecast into a table of its own.
pub fn forecast_table(forecast: &Forecast, scale: &Scale, decimals: u32, lang: Lang) -> Table {
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh } else { en }.to_owned();
    let mut table = Table::new(
        said("预测", "Forecast"),
        [
            ("period", said("报告期", "Period"), Align::Left),
            ("forecast", said("预测", "Forecast"), Align::Right),
            ("low", said("下限", "Low"), Align::Right),
            ("high", said("上限", "High"), Align::Right),
        ],
    );
    let cell = |value| Cell { shown: scale.value(value, lang), ..Cell::number(value, decimals) };
    for ahead in &forecast.values {
        table.push(vec![
            Cell::coded(ahead.period.to_string(), ahead.period.label(lang)),
            cell(ahead.value),
            cell(ahead.low),
            cell(ahead.high),
        ]);
    }
    table
}
