//! `mask`: shows what masking does to texts (contract, The binary).

use super::{Failure, Options, Outcome};
use clap::Args;
use domain::masking::{Masked, Masker, PARTY_FIELD, Profile};
use domain::record::PartyType;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// 对文本做去标识化处理并列出每一处（JSON Lines 进，JSON Lines 出）
#[derive(Debug, Args)]
pub(super) struct Mask {
    /// JSON Lines 文件，每行 {"id","text","party_type"?}
    file: PathBuf,
    /// 处理方案：decision（公示）或 strict（转办）
    #[arg(long, default_value = "decision", value_parser = profile)]
    profile: Profile,
}

fn profile(name: &str) -> Result<Profile, String> {
    Profile::named(name).ok_or_else(|| format!("可用的方案：{}", Profile::NAMES.join(" ")))
}

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
    party_type: Option<PartyType>,
}

#[derive(Serialize)]
struct Answer {
    id: serde_json::Value,
    #[serde(flatten)]
    masked: Masked,
}

impl Mask {
    pub(super) fn run(self, options: &Options) -> Result<Outcome, Failure> {
        let file = File::open(&self.file).map_err(|error| unreadable(&self.file, &error))?;
        let masker = Masker::new(self.profile);
        let mut out = BufWriter::new(std::io::stdout().lock());
        let (mut read, mut rejected) = (0, 0);
        for (number, line) in BufReader::new(file).split(b'\n').enumerate() {
            let line = line.map_err(|error| unreadable(&self.file, &error))?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            read += 1;
            match serde_json::from_slice::<Line>(&line) {
                Ok(line) => answer(&mut out, &masker, line)?,
                Err(error) => {
                    rejected += 1;
                    eprintln!(
                        "第 {} 行不能处理：{error}。每行应为 {{\"id\",\"text\",\"party_type\"?}}。",
                        number + 1
                    );
                }
            }
        }
        if options.json {
            writeln!(
                out,
                "{}",
                serde_json::json!({ "read": read, "rejected": rejected })
            )
            .map_err(|error| unwritable(&error))?;
        }
        out.flush().map_err(|error| unwritable(&error))?;
        Ok(if rejected == 0 {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

fn answer(out: &mut impl Write, engine: &Masker, line: Line) -> Result<(), Failure> {
    let Line { id, text, party_type } = line;
    // A text that is nothing but a person's name is masked as the party it names.
    let is_name = party_type.is_some_and(|kind| kind != PartyType::Organization) && is_short_name(&text);
    let masked = if is_name {
        let party = party_type.map(|kind| (text.as_str(), kind));
        let mut fields = engine.mask_record(&[(PARTY_FIELD, &text)], party);
        fields.pop().expect("one field in, one field out")
    } else {
        engine.mask_text(&text)
    };
    let json = serde_json::to_string(&Answer { id, masked }).expect("texts and numbers become JSON");
    writeln!(out, "{json}").map_err(|error| unwritable(&error))
}

fn is_short_name(text: &str) -> bool {
    let text = text.trim();
    (2..=20).contains(&text.chars().count()) && !text.contains(['。', ',', ',', ';', ';', ':', ':'])
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "读不到文件 {}：{error}。请检查路径和权限。",
        path.display()
    ))
}

fn unwritable(error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "不能写到标准输出：{error}。请检查磁盘空间或管道的另一端。"
    ))
}
