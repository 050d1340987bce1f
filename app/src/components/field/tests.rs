use super::*;
use crate::render;

fn form() -> FormState {
    let mut form = FormState::from_pairs([
        ("title", "\"><script>"),
        ("kind", "praise"),
        ("body", "</textarea>"),
    ]);
    form.error("title", "标题太短");
    form
}

#[test]
fn an_input_keeps_its_value_and_says_what_is_wrong() {
    insta::assert_snapshot!(render(|| form()
        .field("title", "标题")
        .hint("一句话")
        .max(100)
        .input()));
}

#[test]
fn a_password_is_never_sent_back() {
    let form = FormState::new().with("password", "secret");
    assert!(!render(|| form.field("password", "密码").kind("password").input()).contains("secret"));
}

#[test]
fn a_select_an_area_and_cards_keep_the_choice() {
    let choices = || {
        vec![
            Choice::new("praise", "表扬").hint("做得好"),
            Choice::new("inquiry", "咨询"),
        ]
    };
    let html = render(|| {
        let form = form();
        [
            form.field("kind", "种类").optional().select(choices()),
            form.field("kind", "种类").radio_cards(choices()),
            form.field("kind", "种类").checkboxes(choices()),
            form.field("kind", "同意").checkbox("praise"),
            form.field("body", "经过").text_area(8),
        ]
    });
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}
