//! 工作台: queue, case, demand.

mod agenda;
pub mod callbacks;
mod case;
pub mod dashboard;
mod demand;
pub mod followup;
mod queue;
pub mod rectification;
pub mod rectifications;

pub use agenda::{AgendaLine, agenda};
pub use case::{CaseModel, Choices, case, closed_actions};
pub use demand::{DemandFormModel, DemandModel, TurnModel, demand, demand_form};
pub use queue::{DemandRow, QueueModel, QueueRow, queue};
