//! Where one penalty lies among others: one axis, a box or dots, this one marked; SVG by attributes alone.

use domain::likeness::{Comparison, Days, Measure, Spread};
use domain::money::Money;
use leptos::prelude::*;

use super::{Table, number};
use crate::{t, t_with};

const WIDTH: f64 = 640.0;
const LEFT: f64 = 24.0;
const RIGHT: f64 = 616.0;
const MIDDLE: f64 = 66.0;

/// A measure as people read it.
pub trait Readable: Measure {
    /// 1,500 元, 7.5 日.
    fn words(self) -> String;
}

impl Readable for Money {
    fn words(self) -> String {
        t_with("records-yuan", &[("yuan", self.grouped().into())])
    }
}

impl Readable for Days {
    fn words(self) -> String {
        t_with("like-days", &[("days", self.to_string().into())])
    }
}

/// The drawing with its title and description, and the table of the same figures. `id` is unique on the page.
pub fn spread_chart<T: Readable>(id: &'static str, title: String, compared: &Comparison<T>) -> AnyView {
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    let labelled = format!("{title_id} {text_id}");
    let axis = Axis::of(compared);
    view! {
        <figure class="chart spread">
            <svg viewBox=format!("0 0 {WIDTH} 132") role="img" aria-labelledby=labelled>
                <title id=title_id>{title.clone()}</title>
                <desc id=text_id>{described(compared)}</desc>
                <line class="axis" x1=place(LEFT) y1=place(MIDDLE) x2=place(RIGHT) y2=place(MIDDLE) />
                {spread(&axis, compared)}
                {median(&axis, compared)}
                {this_one(&axis, compared)}
                {ends(compared)}
            </svg>
            <details><summary>{t("like-table")}</summary>{table(title, compared)}</details>
        </figure>
    }
    .into_any()
}

/// What the drawing shows, in a sentence.
pub fn described<T: Readable>(compared: &Comparison<T>) -> String {
    let among = &compared.among;
    let counts = [
        ("value", compared.value.words().into()),
        ("n", number(among.n as u64).into()),
        ("median", among.median.words().into()),
        ("lower", number(compared.lower as u64).into()),
        ("same", number(compared.same as u64).into()),
        ("higher", number(compared.higher as u64).into()),
    ];
    let sentence = t_with("like-described", &counts);
    match &among.spread {
        Spread::Each(_) => sentence,
        Spread::Quartiles(quartiles) => {
            let ends = [
                ("lower", quartiles.lower.words().into()),
                ("upper", quartiles.upper.words().into()),
            ];
            format!("{sentence}{}", t_with("like-middle-half", &ends))
        }
    }
}

fn place(value: f64) -> String {
    format!("{value:.1}")
}

/// From the least to the most, this one included.
struct Axis {
    from: f64,
    to: f64,
}

impl Axis {
    fn of<T: Measure>(compared: &Comparison<T>) -> Self {
        let (least, most) = (compared.among.least, compared.among.most);
        Self {
            from: parts(least.min(compared.value)),
            to: parts(most.max(compared.value)),
        }
    }

    fn at<T: Measure>(&self, value: T) -> f64 {
        let length = self.to - self.from;
        if length <= 0.0 {
            return f64::midpoint(LEFT, RIGHT);
        }
        LEFT + (RIGHT - LEFT) * (parts(value) - self.from) / length
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a drawing needs no more than three digits"
)]
fn parts<T: Measure>(value: T) -> f64 {
    value.parts() as f64
}

fn spread<T: Measure>(axis: &Axis, compared: &Comparison<T>) -> AnyView {
    let dot = |value: T| view! { <circle class="dot" cx=place(axis.at(value)) cy=place(MIDDLE) r="5" /> };
    match &compared.among.spread {
        Spread::Each(values) => values.iter().map(|value| dot(*value)).collect_view().into_any(),
        Spread::Quartiles(box_of) => {
            let (left, right) = (axis.at(box_of.lower), axis.at(box_of.upper));
            let (low, high) = (axis.at(box_of.low_whisker), axis.at(box_of.high_whisker));
            let (least, most) = (compared.among.least, compared.among.most);
            let far = [least, most]
                .into_iter()
                .filter(|value| *value < box_of.low_whisker || *value > box_of.high_whisker)
                .map(dot)
                .collect_view();
            let end = |x: f64| {
                view! { <line class="whisker" x1=place(x) y1=place(MIDDLE - 8.0) x2=place(x) y2=place(MIDDLE + 8.0) /> }
            };
            view! {
                <line class="whisker" x1=place(low) y1=place(MIDDLE) x2=place(high) y2=place(MIDDLE) />
                {end(low)} {end(high)}
                <rect class="area" x=place(left) y=place(MIDDLE - 14.0) width=place((right - left).max(2.0)) height="28" />
                {far}
            }
            .into_any()
        }
    }
}

fn median<T: Measure>(axis: &Axis, compared: &Comparison<T>) -> AnyView {
    let x = place(axis.at(compared.among.median));
    view! { <line class="line" x1=x.clone() y1=place(MIDDLE - 18.0) x2=x y2=place(MIDDLE + 18.0) /> }
        .into_any()
}

/// A wedge from above with its words, and on paper a shape of its own.
fn this_one<T: Readable>(axis: &Axis, compared: &Comparison<T>) -> AnyView {
    let x = axis.at(compared.value);
    let (top, tip) = (MIDDLE - 36.0, MIDDLE - 20.0);
    let wedge = format!("{:.1},{top:.1} {:.1},{top:.1} {x:.1},{tip:.1}", x - 9.0, x + 9.0);
    let words = t_with("like-this", &[("value", compared.value.words().into())]);
    let (anchor, at) = anchored(x);
    view! {
        <polygon class="mark" points=wedge />
        <text class="label" text-anchor=anchor x=place(at) y="22">{words}</text>
    }
    .into_any()
}

/// Words at the edge grow inwards.
fn anchored(x: f64) -> (&'static str, f64) {
    let third = (RIGHT - LEFT) / 3.0;
    if x < LEFT + third {
        ("start", (x - 9.0).max(0.0))
    } else if x > RIGHT - third {
        ("end", (x + 9.0).min(WIDTH))
    } else {
        ("middle", x)
    }
}

fn ends<T: Readable>(compared: &Comparison<T>) -> AnyView {
    let (least, most) = (
        compared.among.least.min(compared.value),
        compared.among.most.max(compared.value),
    );
    if least == most {
        return ().into_any();
    }
    view! {
        <text class="label" text-anchor="start" x="0" y="122">{least.words()}</text>
        <text class="label" text-anchor="end" x=place(WIDTH) y="122">{most.words()}</text>
    }
    .into_any()
}

fn table<T: Readable>(title: String, compared: &Comparison<T>) -> AnyView {
    let among = &compared.among;
    let count = |n: usize| number(n as u64);
    let mut rows = vec![
        ("like-row-this", compared.value.words()),
        ("like-row-n", count(among.n)),
        ("like-row-least", among.least.words()),
    ];
    if let Spread::Quartiles(quartiles) = &among.spread {
        rows.push(("like-row-lower-quartile", quartiles.lower.words()));
    }
    rows.push(("like-row-median", among.median.words()));
    if let Spread::Quartiles(quartiles) = &among.spread {
        rows.push(("like-row-upper-quartile", quartiles.upper.words()));
    }
    rows.extend([
        ("like-row-most", among.most.words()),
        ("like-row-lower", count(compared.lower)),
        ("like-row-same", count(compared.same)),
        ("like-row-higher", count(compared.higher)),
    ]);
    let table = Table::new(title)
        .column(t("like-col-figure"))
        .figures(t("like-col-value"));
    rows.into_iter()
        .fold(table, |table, (name, value)| {
            table.row(vec![t(name).into_any(), value.into_any()])
        })
        .view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;
    use domain::likeness::Compared;

    fn html(value: u32, others: impl Iterator<Item = u32>) -> String {
        let others = others.map(Money::from_yuan).collect();
        let Compared::Among(compared) = Compared::of(Money::from_yuan(value), others) else {
            panic!("five are enough")
        };
        render(|| spread_chart("like-fine", "罚款".into(), &compared))
    }

    #[test]
    fn twenty_are_a_box_and_fewer_are_dots() {
        let many = html(2000, (0..20).map(|n| 1000 + n * 50).chain([9000]));
        assert!(
            many.contains(r#"class="area""#) && many.contains("四分位"),
            "{many}"
        );
        assert_eq!(many.matches("<circle").count(), 1, "the one far out: {many}");
        let few = html(1500, [1000, 1000, 1500, 1800, 2000].into_iter());
        assert_eq!(few.matches("<circle").count(), 5, "{few}");
        assert!(!few.contains("四分位"), "{few}");
        insta::assert_snapshot!(few.replace("><", ">\n<"));
    }

    #[test]
    fn the_same_penalty_for_all_stands_in_the_middle() {
        let same = html(500, std::iter::repeat_n(500, 30));
        assert!(same.contains("320.0") && !same.contains("NaN"), "{same}");
    }
}
