//! What happened, newest first: when, what, who and why.

use leptos::prelude::*;

/// One event of a timeline.
pub struct TimelineItem {
    /// The day or instant, from [`super::day`] or [`super::moment`].
    pub when: AnyView,
    /// What happened.
    pub what: String,
    /// The role that did it, never a name.
    pub who: Option<String>,
    /// Why, or the words exchanged.
    pub text: Option<String>,
    /// Where more of it stands: address and words.
    pub link: Option<(String, String)>,
}

/// The events in the order given.
pub fn timeline(items: Vec<TimelineItem>) -> AnyView {
    let items = items
        .into_iter()
        .map(|item| {
            view! {
                <li>
                    <p class="timeline-when">{item.when} {item.who.map(|who| view! { <span>" · " {who}</span> })}</p>
                    <p class="timeline-what">{item.what}</p>
                    {item.text.map(|text| view! { <p class="typed">{text}</p> })}
                    {item.link.map(|(href, words)| view! { <p><a href=href>{words}</a></p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn an_event_says_when_what_who_and_why() {
        let item = TimelineItem {
            when: "11月21日".into_any(),
            what: "已受理".into(),
            who: Some("承办民警".into()),
            text: Some("将于 15 日内答复".into()),
            link: None,
        };
        insta::assert_snapshot!(render(|| timeline(vec![item])));
    }
}
