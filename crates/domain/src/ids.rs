//! One type for each kind of row identifier, so that they cannot be mixed up.

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id! {
    /// A published or draft record (公示记录).
    RecordId,
    /// A unit of the bureau (单位).
    UnitId,
    /// A staff account.
    UserId,
    /// A police officer as a subject of feedback.
    OfficerId,
    /// A citizen's feedback (群众反映).
    FeedbackId,
    /// An objection to a public record (异议).
    ObjectionId,
    /// A saved search (订阅的检索).
    SearchId,
    /// Somebody's subscription to a saved search.
    SubscriptionId,
    /// A spot check of what is public (抽查).
    SpotCheckId,
    /// A demand on a unit: de-identified text of a case or a rectification (整改).
    DemandId,
    /// A case whose progress its own people may see (向特定对象公开).
    CaseId,
    /// A police incident or handled matter (警情/办件).
    IncidentId,
    /// A callback invitation (回访邀请).
    InvitationId,
    /// A satisfaction rating (满意度评价).
    RatingId,
    /// A follow-up of a bad rating at the centre.
    FollowUpId,
    /// A job of the worker.
    JobId,
    /// An import run.
    BatchId,
}
