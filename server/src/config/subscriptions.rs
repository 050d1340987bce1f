//! `[subscriptions]`: how many searches are sent by mail.

use super::section::section;
use domain::subscription::MOST_IN_ALL;

section! {
    /// 检索结果的邮件订阅。
    pub struct Subscriptions = "subscriptions" {
        /// 同时有效的订阅最多多少项；满了以后不再接受新的，已有的不受影响。写 0 就是不提供订阅。
        most: u64 = MOST_IN_ALL;
    }
}
