//! The walls between the crates, as tests over `cargo metadata`: a dependency in the wrong place fails here.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

fn metadata() -> Metadata {
    MetadataCommand::new()
        .current_dir(crate::project::root())
        .no_deps()
        .exec()
        .expect("cargo metadata works")
}

/// The names of a package's dependencies of the normal kind.
fn dependencies(package: &Package) -> BTreeSet<&str> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == DependencyKind::Normal)
        .map(|dependency| dependency.name.as_str())
        .collect()
}

#[test]
fn each_heavy_library_has_one_user() {
    let walls = [
        ("sqlx", "storage"),
        ("tantivy", "search"),
        ("lettre", "mail"),
        ("governor", "service"),
    ];
    let metadata = metadata();
    for (library, owner) in walls {
        let users: Vec<&str> = metadata
            .packages
            .iter()
            .filter(|package| {
                package
                    .dependencies
                    .iter()
                    .any(|dependency| dependency.name == library)
            })
            .map(|package| package.name.as_str())
            .collect();
        assert_eq!(users, [owner], "only {owner} may name {library}");
    }
}

/// Package and dependency: used by a file that it includes from testkit.
const BY_OTHER_MEANS: [(&str, &str); 1] = [("xtask", "tempfile")];

#[test]
fn every_dependency_is_used() {
    let metadata = metadata();
    let mut unused = Vec::new();
    for package in &metadata.packages {
        let folder = package
            .manifest_path
            .parent()
            .expect("a manifest lies in a folder");
        let mut text = String::new();
        collect(folder.as_std_path(), &mut text);
        for dependency in &package.dependencies {
            let name = dependency
                .rename
                .as_ref()
                .unwrap_or(&dependency.name)
                .replace('-', "_");
            let is_named = [format!("{name}::"), format!("{name} ")]
                .iter()
                .any(|use_of| text.contains(use_of))
                || BY_OTHER_MEANS.contains(&(package.name.as_str(), name.as_str()));
            if !is_named {
                unused.push(format!("{}: {}", package.name, dependency.name));
            }
        }
    }
    assert!(unused.is_empty(), "nothing uses these: {unused:#?}");
}

/// The Rust texts of a package, but not those of packages below its folder, nor what was built there.
fn collect(folder: &std::path::Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() && !path.join("Cargo.toml").exists() && !path.ends_with("target") {
            collect(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs") {
            text.push_str(&std::fs::read_to_string(&path).expect("UTF-8"));
        }
    }
}

#[test]
fn the_domain_has_no_input_or_output() {
    let metadata = metadata();
    let domain = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == "domain")
        .expect("it exists");
    let allowed = BTreeSet::from(["chrono", "serde", "thiserror", "uuid"]);
    let found = dependencies(domain);
    assert!(
        found.is_subset(&allowed),
        "domain names {:?}",
        found.difference(&allowed).collect::<Vec<_>>()
    );
    let chrono = domain
        .dependencies
        .iter()
        .find(|dependency| dependency.name == "chrono")
        .expect("it is used");
    assert!(!chrono.uses_default_features && !chrono.features.iter().any(|feature| feature == "clock"));
}

#[test]
fn pages_know_the_domain_and_nothing_of_the_server() {
    let metadata = metadata();
    let app = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == "app")
        .expect("it exists");
    for forbidden in ["axum", "service", "storage", "search", "mail", "tokio"] {
        assert!(!dependencies(app).contains(forbidden), "app names {forbidden}");
    }
}

#[test]
fn the_browser_carries_nothing_of_the_server() {
    // `cargo metadata` resolves the whole workspace's features at once, so this walks `cargo tree` of the one package.
    let tree = std::process::Command::new("cargo")
        .args([
            "tree",
            "-p",
            "hydrate",
            "-e",
            "normal",
            "--target",
            "wasm32-unknown-unknown",
            "--prefix",
            "none",
        ])
        .current_dir(crate::project::root())
        .output()
        .expect("cargo tree works");
    let tree = String::from_utf8(tree.stdout).expect("UTF-8");
    let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains("leptos") && names.contains("app"), "{tree}");
    for forbidden in ["tokio", "axum", "sqlx", "tantivy", "lettre", "governor"] {
        assert!(!names.contains(forbidden), "{forbidden} reaches the browser");
    }
}
