//! Who did it.

use crate::ids::UserId;
use std::fmt;
use uuid::Uuid;

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A citizen through the portal; who it was is nowhere in the events.
    Citizen,
    /// A member of staff.
    Staff(UserId),
    /// The portal itself or a command, e.g. `import`, with what identifies the run.
    System(String),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Citizen => f.write_str("citizen"),
            Self::Staff(id) => write!(f, "staff:{id}"),
            Self::System(what) => write!(f, "system:{what}"),
        }
    }
}

impl Actor {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "citizen" {
            return Some(Self::Citizen);
        }
        if let Some(id) = text.strip_prefix("staff:") {
            return id.parse::<Uuid>().ok().map(|id| Self::Staff(UserId(id)));
        }
        text.strip_prefix("system:")
            .map(|what| Self::System(what.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_are_read_as_written() {
        for actor in [
            Actor::Citizen,
            Actor::Staff(UserId(Uuid::from_u128(7))),
            Actor::System("import".into()),
        ] {
            assert_eq!(Actor::parse(&actor.to_string()), Some(actor));
        }
    }
}
