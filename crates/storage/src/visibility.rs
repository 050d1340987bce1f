//! The one conflict-of-interest predicate: which cases a member of staff may see.
//!
//! Every query on `feedback` for staff contains [`visible!`]; a test reads the sources and fails for one that
//! does not. The first four parameters of such a query are bound by [`Sight::bind`].
//!
//! - Whoever works cases sees those in the queue of the own unit.
//! - A 执法监督员 sees all but reports and what inspection holds; the use case masks the text.
//! - Nobody sees a case that concerns the own unit or one above it, the own badge or the own name
//!   (信访工作条例 第二十八条, 第三十条).
//!
//! What came of a case or a rating, a demand or a follow-up, asks [`names_viewer`] and [`handled_by_viewer`] too.

use domain::person::{badge_key, name_key};
use domain::role::{Role, Staff};
use uuid::Uuid;

/// Whether the case `$case` names the viewer: `$2` badge, `$3` name, both as [`domain::person`] writes them. One
/// may stand within the other: 胡玲副大队长 names 胡玲.
macro_rules! names_viewer {
    ($case:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM feedback_officers o WHERE o.feedback_id = ",
            $case,
            " AND o.badge LIKE '%' || CAST($2 AS TEXT) || '%') \
             OR EXISTS (SELECT 1 FROM feedback_names o WHERE o.feedback_id = ",
            $case,
            " AND (o.name LIKE '%' || CAST($3 AS TEXT) || '%' \
                   OR CAST($3 AS TEXT) LIKE '%' || o.name || '%')))"
        )
    };
}
pub(crate) use names_viewer;

/// Whether the viewer, of badge `$2`, handled the incident `i`.
macro_rules! handled_by_viewer {
    () => {
        "(i.officer_badge IS NOT NULL AND CAST($2 AS TEXT) IS NOT NULL AND i.officer_badge = CAST($2 AS TEXT))"
    };
}
pub(crate) use handled_by_viewer;

/// Whether the case `f` concerns the viewer: the own unit or one above it, badge or name. Parameters as of [`visible!`].
macro_rules! concerns_viewer {
    () => {
        concat!(
            "(EXISTS (SELECT 1 FROM feedback_concerned n WHERE n.feedback_id = f.id AND n.unit_id IN \
             (WITH RECURSIVE above (id) AS (SELECT u.id FROM units u WHERE u.id = $1 \
              UNION SELECT p.parent_id FROM units p JOIN above a ON p.id = a.id WHERE p.parent_id IS NOT NULL) \
              SELECT id FROM above)) OR ",
            $crate::visibility::names_viewer!("f.id"),
            ")"
        )
    };
}
pub(crate) use concerns_viewer;

/// Parameters: `$1` unit, `$2` badge, `$3` name, `$4` scope. The table is called `f`.
macro_rules! visible {
    () => {
        concat!(
            "(($4 = 'works' AND f.queue_unit = $1) \
          OR ($4 = 'monitors' AND f.kind <> 'report' \
              AND f.queue_unit NOT IN (SELECT i.id FROM units i WHERE i.code = 'inspection'))) AND NOT ",
            $crate::visibility::concerns_viewer!()
        )
    };
}
pub(crate) use visible;

/// Binds a staff query's first four parameters.
macro_rules! seen_by {
    ($query:expr, $sight:expr) => {
        $query
            .bind($sight.unit)
            .bind($sight.badge.clone())
            .bind($sight.name.clone())
            .bind($sight.scope)
    };
}
pub(crate) use seen_by;

/// What a member of staff may see, as the predicate's parameters.
#[derive(Debug, Clone)]
pub struct Sight {
    pub(crate) unit: Uuid,
    pub(crate) badge: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) scope: &'static str,
}

impl Sight {
    /// The sight of `staff`. Roles that neither work cases nor monitor them see none.
    pub fn of(staff: &Staff) -> Self {
        let scope = match staff.role {
            Role::Monitor => "monitors",
            role if role.works_cases() => "works",
            _ => "none",
        };
        Self {
            unit: staff.unit.0,
            badge: staff.badge.as_deref().and_then(badge_key),
            name: name_key(&staff.display_name),
            scope,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// Queries that answer a citizen's receipt, an idempotency key or the worker, or count rows for commands: they
    /// show nothing to staff.
    const NOT_FOR_STAFF: [&str; 4] = ["feedback/receipt.rs", "visibility.rs", "census.rs", "audit.rs"];

    fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push((
                    path.to_string_lossy().into_owned(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }

    /// The SQL texts of a source: what stands between `const` and `;`.
    fn statements(text: &str) -> impl Iterator<Item = &str> {
        text.split("const ")
            .skip(1)
            .filter_map(|rest| rest.split(';').next())
    }

    #[test]
    fn every_staff_query_on_feedback_contains_the_predicate() {
        let mut found = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        let mut guarded = 0;
        for (name, text) in &found {
            if NOT_FOR_STAFF.iter().any(|free| name.ends_with(free)) {
                continue;
            }
            for sql in statements(text) {
                let sql = sql
                    .replace("\\\n", " ")
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                let reads = [
                    "FROM feedback ",
                    "JOIN feedback ",
                    "FROM feedback\"",
                    "JOIN feedback\"",
                ]
                .iter()
                .any(|read| sql.contains(read));
                if reads {
                    assert!(
                        sql.contains("visible!()"),
                        "{name} reads feedback without visible!(): {sql}"
                    );
                    guarded += 1;
                }
            }
        }
        assert!(guarded >= 3, "the test finds the queries: {guarded}");
    }
}
