//! The binary `mingjing`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
