use crate::callbacks::CallbackError;
use crate::feedback::{HandleError, LookUpError, SubmitError};
use crate::import::RunError;
use crate::keys::KeyError;
use crate::objections::{AnswerError, SubmitError as ObjectionError};
use crate::passwords::Busy;
use crate::records::{ChoiceError, DeskError, EntryError, GapError, WithdrawError};
use crate::spot_checks::{DrawError, JudgeError, SettleError};
use crate::subscriptions::ConfirmError;
use domain::field_error::FieldError;

/// Why the demo was not loaded: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Too many passwords at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// Taking a record down failed.
    #[error(transparent)]
    Withdraw(#[from] WithdrawError),
    /// A made-up submission was refused: the demo's data do not fit its rules any more.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Submit(#[from] SubmitError),
    /// The same for a citizen's next step.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    LookUp(#[from] LookUpError),
    /// The same for a step of staff.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Handle(#[from] HandleError),
    /// The same for callbacks.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Callback(#[from] CallbackError),
    /// The same for legal review.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Desk(#[from] DeskError),
    /// The same for an objection to a record.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Objection(#[from] ObjectionError),
    /// The same for the answer to one.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Answer(#[from] AnswerError),
    /// The same for what is typed into the form of a record.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Entry(#[from] EntryError),
    /// The same for maskings that people choose.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Choice(#[from] ChoiceError),
    /// The same for missing numbers.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Gap(#[from] GapError),
    /// The same for the draw of a spot check.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Draw(#[from] DrawError),
    /// The same for a judgement in one.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Judge(#[from] JudgeError),
    /// The same for what came of a finding.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Settle(#[from] SettleError),
    /// The same for a search by mail.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Confirm(#[from] ConfirmError),
    /// The same for words of the demo itself.
    #[error("演示数据与程序的规则不符：{0:?}。请向开发者反映。")]
    Words(FieldError),
    /// The same for a daily job.
    #[error("演示数据没有装完：{0}。请删除数据文件夹后重试。")]
    Job(String),
    /// Importing the made-up incidents failed.
    #[error(transparent)]
    Import(#[from] RunError),
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A file in the data folder.
    #[error("不能写数据文件夹：{0}。请检查权限和磁盘空间。")]
    File(#[source] std::io::Error),
    /// A thread of the program ended early.
    #[error("演示数据没有装完：{0}。请删除数据文件夹后重试。")]
    Stopped(#[from] tokio::task::JoinError),
    /// The database.
    #[error("数据库出错：{0}。请检查磁盘空间和数据库服务后重试。")]
    Database(#[from] storage::Error),
}
