//! The addresses of businesses are public: told by their label, or by what stands before it.

use std::sync::LazyLock;

use crate::masking::passage::{any_at, any_before};
use crate::masking::word_set::WordSet;

/// A label of an address begins with these, or stands behind them.
const BUSINESS: [&str; 9] = ["营业", "经营", "单位", "注册", "办公", "公司", "机构", "网", "IP"];
/// Labels that persons and bodies have alike.
const SHARED: [&str; 3] = ["住所", "地址", "通讯地址"];
/// What bodies alone are described by.
static OF_BODIES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "社会信用代码",
        "组织机构代码",
        "营业执照",
        "法定代表人",
        "被处罚单位",
        "单位名称",
        "企业名称",
        "申请单位",
    ])
});
/// … and persons.
static OF_PERSONS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "身份证",
        "身份号码",
        "证件号",
        "护照",
        "男",
        "女",
        "出生",
        "户籍",
        "民族",
        "工作单位",
        "被处罚人",
        "违法行为人",
    ])
});
/// So far back, within the sentence, it is told whose address it is.
const REACH: usize = 100;

/// Whether the label of an address at `at` is that of a business.
pub(super) fn is_told(text: &[char], at: usize) -> bool {
    let is_labelled = any_at(text, at, &BUSINESS).is_some() || any_before(text, at, &BUSINESS);
    is_labelled || any_at(text, at, &SHARED).is_some() && describes_body(text, at)
}

/// Whether the last description before `at` is one of a body.
fn describes_body(text: &[char], at: usize) -> bool {
    let sentence = (0..at)
        .rev()
        .take(REACH)
        .take_while(|&at| !matches!(text[at], '。' | ';' | '\n'));
    for at in sentence {
        if OF_PERSONS.longest_at(text, at).is_some() {
            return false;
        }
        if OF_BODIES.longest_at(text, at).is_some() {
            return true;
        }
    }
    false
}
