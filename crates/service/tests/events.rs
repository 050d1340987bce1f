//! Every event that can be named is written somewhere: a declared one that nobody writes promises what is not kept.
#![expect(clippy::unwrap_used, reason = "in a test, failing is the message")]

use std::fs;
use std::path::Path;

/// These only read events.
const READERS: [&str; 2] = ["feedback/timeline.rs", "records/read.rs"];

#[test]
fn every_event_is_written_by_a_use_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let declared = fs::read_to_string(root.join("../domain/src/event.rs")).unwrap();
    let body = declared.split("pub enum Event {").nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let variants: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .filter_map(|line| line.split([' ', ',']).next())
        .collect();
    assert!(variants.len() > 30, "{variants:?}");

    let mut sources = String::new();
    collect(&root.join("src"), &mut sources);
    let written = |variant: &&str| {
        let name = format!("Event::{variant}");
        sources
            .match_indices(&name)
            .any(|(at, _)| !sources[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let missing: Vec<_> = variants.iter().filter(|variant| !written(variant)).collect();
    assert!(missing.is_empty(), "nobody writes {missing:?}");
}

fn collect(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if !READERS.iter().any(|reader| path.ends_with(reader)) && !path.ends_with("tests.rs") {
            sources.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}
