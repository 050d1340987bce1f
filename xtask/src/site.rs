//! The files a browser loads, under names that carry their content's hash, with a `.br` beside each:
//! `app/assets`, which the server embeds.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Result, css, islands, project,
    steps::{output, step},
    wasm_target,
};

/// What the site is made from; a change in any of these makes it anew.
const INPUTS: [&str; 8] = [
    "style",
    "public",
    "app/src/islands",
    "app/src/islands.rs",
    "app/Cargo.toml",
    "crates/hydrate",
    "crates/domain/src",
    "xtask/src",
];

/// The list of files, read by the server.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct Manifest {
    /// A hash of everything the site was made from.
    inputs: String,
    /// The stylesheet.
    css: String,
    /// The islands, when there is a wasm target.
    islands: Option<IslandFiles>,
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct IslandFiles {
    boot: String,
    js: String,
    wasm: String,
}

/// Makes the site unless it is up to date.
pub(crate) fn build() -> Result<()> {
    let with_islands = wasm_target::ensure()?;
    let inputs = hash_of_inputs(with_islands)?;
    let folder = folder();
    if is_current(&folder, &inputs) {
        eprintln!("✔ 页面资源没有变化");
        return Ok(());
    }
    let islands = if with_islands {
        Some(islands::build()?)
    } else {
        None
    };
    step("打包样式、压缩资源", || {
        empty(&folder)?;
        let mut files = Files::new(folder.join("pkg"))?;
        let css = files.add("main", "css", &css::bundle()?)?;
        let islands = match islands {
            Some(islands) => Some(IslandFiles {
                boot: files.add("boot", "js", &fs::read(project::root().join("public/boot.js"))?)?,
                js: files.add("mingjing", "js", &islands.js)?,
                wasm: files.add("mingjing", "wasm", &islands.wasm)?,
            }),
            None => None,
        };
        copy_public(&folder)?;
        files.report();
        let manifest = serde_json::to_string_pretty(&Manifest { inputs, css, islands })?;
        Ok(fs::write(folder.join("manifest.json"), manifest)?)
    })
}

fn folder() -> PathBuf {
    project::root().join("app/assets")
}

fn is_current(folder: &Path, inputs: &str) -> bool {
    fs::read_to_string(folder.join("manifest.json"))
        .ok()
        .and_then(|text| serde_json::from_str::<Manifest>(&text).ok())
        .is_some_and(|manifest| manifest.inputs == inputs)
}

fn hash_of_inputs(with_islands: bool) -> Result<String> {
    let mut files = BTreeMap::new();
    for input in INPUTS {
        collect(&project::root().join(input), &mut files)?;
    }
    let mut hash = Sha256::new();
    hash.update(output(Command::new("rustc").arg("--version"))?);
    hash.update([u8::from(with_islands)]);
    hash.update(fs::read(project::root().join("Cargo.lock"))?);
    for (path, content) in files {
        hash.update(path.to_string_lossy().as_bytes());
        hash.update(Sha256::digest(content));
    }
    Ok(hex(&hash.finalize()))
}

fn collect(path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else {
        let name = path.strip_prefix(project::root())?.to_owned();
        files.insert(name, fs::read(path)?);
    }
    Ok(())
}

/// Removes the earlier files, so that nothing old is embedded.
fn empty(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != ".gitignore" {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Files of `public/` with fixed names, e.g. the icon; `boot.js` goes by its hash.
fn copy_public(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(project::root().join("public"))? {
        let entry = entry?;
        if entry.file_name() != "boot.js" {
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Files with hashed names, and their sizes for the report.
struct Files {
    folder: PathBuf,
    sizes: Vec<(String, usize, usize)>,
}

impl Files {
    fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            sizes: Vec::new(),
        })
    }

    /// Writes a file and its `.br`; returns its address.
    fn add(&mut self, stem: &str, ending: &str, content: &[u8]) -> Result<String> {
        let hash = hex(&Sha256::digest(content));
        let name = format!("{stem}.{}.{ending}", &hash[..12]);
        let brotli = compressed(content)?;
        fs::write(self.folder.join(&name), content)?;
        fs::write(self.folder.join(format!("{name}.br")), &brotli)?;
        self.sizes.push((name.clone(), content.len(), brotli.len()));
        Ok(format!("/pkg/{name}"))
    }

    fn report(&self) {
        for (name, plain, brotli) in &self.sizes {
            eprintln!("  {name}：{plain} 字节，压缩后 {brotli} 字节");
        }
    }
}

/// Brotli at its best quality: this happens once a build.
pub(crate) fn compressed(content: &[u8]) -> Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, 11, 22);
    writer.write_all(content)?;
    Ok(writer.into_inner())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_the_inputs_is_stable_and_knows_about_islands() {
        let first = hash_of_inputs(true).unwrap();
        assert_eq!(first, hash_of_inputs(true).unwrap());
        assert_ne!(first, hash_of_inputs(false).unwrap());
    }

    #[test]
    fn compression_is_reversible() {
        let mut plain = Vec::new();
        let packed = compressed(b"aaaaaaaaaaaaaaaaaaaaaaaa").unwrap();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut plain).unwrap();
        assert_eq!(plain, b"aaaaaaaaaaaaaaaaaaaaaaaa");
    }
}
