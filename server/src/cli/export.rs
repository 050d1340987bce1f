//! `export`.

use super::export_invitations::ExportInvitations;
use super::export_records::ExportRecords;
use super::{Context, Failure, Outcome};
use clap::{Args, Subcommand};
use service::export::Scope;

/// 导出
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 导出全部公开的记录
    Records(ExportRecords),
    /// 导出开放数据：公开的记录，不含自然人和个体工商户
    OpenData(ExportRecords),
    CallbackInvitations(ExportInvitations),
}

impl Export {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        match self.what {
            What::Records(command) => command.run(context, Scope::Records).await,
            What::OpenData(command) => command.run(context, Scope::OpenData).await,
            What::CallbackInvitations(command) => command.run(context).await,
        }
    }
}
