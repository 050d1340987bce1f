//! Islands: wasm and its JavaScript.

use std::{fs, path::Path};

use wasm_bindgen_cli_support::Bindgen;

use crate::{
    Result, project,
    steps::{run, step},
};

/// The two files the browser needs.
pub(crate) struct Islands {
    /// What wasm-bindgen wrote.
    pub(crate) js: Vec<u8>,
    /// The wasm itself.
    pub(crate) wasm: Vec<u8>,
}

/// Builds the wasm, binds it and makes sure that no island was lost on the way.
pub(crate) fn build() -> Result<Islands> {
    step("编译 wasm", || {
        run(&mut project::cargo(&[
            "build",
            "-p",
            "hydrate",
            "--profile",
            "wasm-release",
            "--target",
            "wasm32-unknown-unknown",
        ]))
    })?;
    step("生成 wasm 的 JavaScript", || {
        let target = project::target()?;
        let bound = target.join("islands");
        if bound.exists() {
            fs::remove_dir_all(&bound)?;
        }
        Bindgen::new()
            .input_path(target.join("wasm32-unknown-unknown/wasm-release/hydrate.wasm"))
            .web(true)?
            .out_name("mingjing")
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .omit_default_module_path(true)
            .generate(&bound)?;
        if bound.join("snippets").exists() {
            return Err(
                "wasm-bindgen 写出了 snippets 文件夹，而资源清单只收两个文件；请去掉带内联 JavaScript 的依赖"
                    .into(),
            );
        }
        let js = fs::read_to_string(bound.join("mingjing.js"))?;
        check_exports(&js, &names(&project::root().join("app/src/islands"))?)?;
        Ok(Islands {
            js: js.into_bytes(),
            wasm: fs::read(bound.join("mingjing_bg.wasm"))?,
        })
    })
}

/// Without `use app as _;` in `crates/hydrate` every island would silently vanish.
fn check_exports(js: &str, islands: &[String]) -> Result<()> {
    for name in islands {
        if !js.contains(&format!("export function {name}_")) {
            return Err(format!("浏览器端缺少 {name}:crates/hydrate 里应有 `use app as _;`").into());
        }
    }
    Ok(())
}

/// The names of the functions marked `#[island]`.
fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let source = fs::read_to_string(entry?.path())?;
        names.extend(names_in(&source));
    }
    if names.is_empty() {
        Err(format!("{} 里没有任何 #[island]", folder.display()).into())
    } else {
        Ok(names)
    }
}

fn names_in(source: &str) -> Vec<String> {
    source
        .split("#[island]")
        .skip(1)
        .filter_map(|after| after.split("pub fn ").nth(1))
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn islands_are_found_and_a_missing_export_is_an_error() {
        let names = names_in("/// Doc\n#[island]\npub fn SuggestBox(\n  a: u8) {}\nfn other() {}");
        assert_eq!(names, ["SuggestBox"]);
        assert!(check_exports("export function SuggestBox_123(el) {}", &names).is_ok());
        let error = check_exports("export function hydrate() {}", &names).unwrap_err();
        assert!(error.to_string().contains("SuggestBox"));
    }
}
