//! Decision times: median and 95th percentile per day.

use super::{
    Figured, Part,
    words::{edges, lasting},
};
use crate::{
    admin::{
        components::chart::{LineLegend, Lines, Tick},
        context::admin_context,
        i18n::dashboard as texts,
        labels::figure,
    },
    components::day,
};
use kyc::{
    admin::dashboard::{DayStats, Histogram, Stats},
    lang::Lang,
};
use leptos::prelude::*;

/// Possible ticks of a time scale, in milliseconds.
const MARKS: [u64; 10] = [
    1_000,
    10_000,
    60_000,
    600_000,
    3_600_000,
    21_600_000,
    86_400_000,
    604_800_000,
    2_592_000_000,
    15_552_000_000,
];

/// Median and 95th percentile of a day's decision times, in milliseconds.
fn pair(day: &DayStats) -> Option<[u64; 2]> {
    let decided = &day.decided;
    Some([decided.quantile(50)?, decided.quantile(95)?])
}

/// Ticks that enclose all values.
fn marks(pairs: &[Option<[u64; 2]>]) -> &'static [u64] {
    let times = || pairs.iter().flatten().flatten().copied();
    let (least, most) = (times().min().unwrap_or(0), times().max().unwrap_or(0));
    let from = MARKS.iter().rposition(|mark| *mark <= least).unwrap_or(0);
    let to = MARKS.iter().position(|mark| *mark >= most);
    let to = to.unwrap_or(MARKS.len() - 1).max(from + 1);
    MARKS.get(from..=to).unwrap_or(&MARKS)
}

/// Height of a time between two others, from 0 to 1, on a logarithmic scale.
fn height(time: u64, from: u64, to: u64) -> f64 {
    let log = |n: u64| (n.clamp(from, to) as f64).ln();
    (log(time) - log(from)) / (log(to) - log(from))
}

/// Text alternative of the lines.
fn summary(lang: Lang, all: &Histogram) -> String {
    let (Some(half), Some(most)) = (all.quantile(50), all.quantile(95)) else {
        return texts::TIMES_NONE.to(lang).to_owned();
    };
    let (half, most) = (lasting(lang, half), lasting(lang, most));
    let values = [
        ("n", &*figure(all.total())),
        ("half", &*half),
        ("most", &*most),
    ];
    texts::TIMES_SUMMARY.fill(lang, &values)
}

/// Decision times section.
#[component]
pub(super) fn Times(figures: Stats) -> impl IntoView {
    let lang = admin_context().lang;
    let all = figures.decisions();
    let summary = summary(lang, &all);
    let error = Histogram::ERROR_PERCENT.to_string();
    let hint = texts::TIMES_HINT.fill(lang, &[("error", &error)]);
    let body = (all.total() > 0).then(|| {
        let alt = texts::CHART.fill(lang, &[("summary", &summary)]);
        view! { <Chart figures alt/> }
    });
    view! {
        <Part id="times" heading=texts::TIMES_HEADING summary hint wide=true>{body}</Part>
    }
}

/// Line chart with its table.
#[component]
fn Chart(figures: Stats, alt: String) -> impl IntoView {
    let lang = admin_context().lang;
    let pairs: Vec<_> = figures.days.iter().map(pair).collect();
    let marks = marks(&pairs);
    let (from, to) = (marks[0], marks[marks.len() - 1]);
    let ticks = marks.iter().map(|mark| Tick {
        at: height(*mark, from, to),
        text: lasting(lang, *mark),
    });
    let points = pairs.iter().map(|pair| {
        let pair = (*pair)?;
        Some(pair.map(|time| height(time, from, to)))
    });
    let (half, most) = (texts::TIMES_HALF.to(lang), texts::TIMES_MOST.to(lang));
    let heads = [texts::DAY.to(lang), texts::TIMES_COUNT.to(lang), half, most];
    let days = figures
        .days
        .iter()
        .rev()
        .filter(|day| day.decided.total() > 0);
    let rows = days.map(|line| {
        let times = pair(line).into_iter().flatten();
        let times = times.map(|time| lasting(lang, time));
        let count = [figure(line.decided.total())];
        (
            day(lang, line.date),
            count.into_iter().chain(times).collect(),
        )
    });
    view! {
        <LineLegend half most/>
        <Lines alt points=points.collect() ticks=ticks.collect() days=edges(lang, &figures.days)/>
        <Figured of=texts::TIMES_HEADING heads=heads.to_vec() rows=rows.collect()/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_covers_all_values_with_few_marks() {
        assert_eq!(marks(&[]), [1_000, 10_000]);
        assert_eq!(marks(&[Some([500, 900]), None]), [1_000, 10_000]);
        let day = [Some([70_000, 4_000_000])];
        assert_eq!(marks(&day), [60_000, 600_000, 3_600_000, 21_600_000]);
        let ages = [Some([20_000_000_000, 20_000_000_000])];
        assert_eq!(marks(&ages).last(), MARKS.last());
        assert_eq!(height(10, 1_000, 10_000), 0.0);
        assert_eq!(height(10_000, 1_000, 10_000), 1.0);
    }
}
