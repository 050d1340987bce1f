//! Callbacks (回访): who is asked after an incident, what is asked, and what a bad answer opens.

mod frame;
mod incident;
mod invitation;
mod rating;
mod reason;
mod scale;
mod settings;

pub use frame::{Contact, Facts, NotDue, sample};
pub use incident::{Incident, IncidentKind, RawIncident};
pub use invitation::{Invitation, LinkState, Round};
pub use rating::{Dimensions, Rating, Submission};
pub use reason::Reason;
pub use scale::{Dimension, Integrity, Level};
pub use settings::Settings;
