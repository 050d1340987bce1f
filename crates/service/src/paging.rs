//! Pages of lists.

/// How many rows the database gives for a page, counted from 1, and how many it passes over.
pub(crate) fn part(page: u64, per_page: u64) -> (i64, i64) {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let passed = page.saturating_sub(1).saturating_mul(per_page);
    (number(per_page), number(passed))
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn pages_are_counted_from_one_and_none_is_too_far() {
        assert_eq!(part(1, 30), (30, 0));
        assert_eq!(part(3, 30), (30, 60));
        assert_eq!(part(0, 30), (30, 0));
        assert_eq!(part(u64::MAX, 30), (30, i64::MAX));
    }
}
