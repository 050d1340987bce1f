//! `export`.

use super::export_invitations::ExportInvitations;
use super::{Context, Failure, Outcome};
use clap::{Args, Subcommand};

/// 导出
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    CallbackInvitations(ExportInvitations),
}

impl Export {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        match self.what {
            What::CallbackInvitations(command) => command.run(context).await,
        }
    }
}
