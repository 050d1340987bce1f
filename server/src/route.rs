//! One line of the table of contents: what answers at an address, and for whom.

use crate::middleware::{body_limit, frequency, session, shelve};
use crate::state::AppState;
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn;
use axum::routing::{MethodFilter, MethodRouter, on};
use domain::role::Role;
use service::limits::Action;

/// Who may use a route. Relations to a single case are the use case's matter; this is the outer door.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Signed-in staff of the roles that the function names.
    Staff(fn(Role) -> bool),
}

impl Access {
    /// Whether a person of `role` (`None`: not signed in) comes through the outer door.
    pub fn admits(self, role: Option<Role>) -> bool {
        match self {
            Self::Anyone => true,
            Self::Staff(allows) => role.is_some_and(allows),
        }
    }
}

/// Every role.
pub const ANY_ROLE: fn(Role) -> bool = |_| true;

/// An address with its handler.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path as axum writes it, e.g. `/records/{ref}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What a request counts as for the limiter. Use cases that know more of their subject count themselves.
    pub limit: Option<Action>,
    body: Option<usize>,
    shelved: bool,
    handler: MethodRouter<AppState>,
}

impl Route {
    /// A page or document to read; `HEAD` answers as well.
    pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        Self {
            method: Method::GET,
            path,
            access,
            limit: None,
            body: None,
            shelved: false,
            handler: axum::routing::get(handler),
        }
    }

    /// A form or a call that changes something; by staff it counts as [`Action::StaffWrite`].
    pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        Self {
            method: Method::POST,
            path,
            access,
            limit: matches!(access, Access::Staff(_)).then_some(Action::StaffWrite),
            body: None,
            shelved: false,
            handler: on(MethodFilter::POST, handler),
        }
    }

    /// Takes bodies of up to `bytes` instead of the configured limit.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body = Some(bytes);
        self
    }

    /// Keeps the finished page in memory until something that is public changes. For pages that are asked for often and
    /// that everybody sees alike: whatever such a page shows must move the state that it is kept for (docs/adr/0005).
    #[must_use]
    pub fn shelved(mut self) -> Self {
        self.shelved = true;
        self
    }

    /// Whether its finished pages are kept.
    pub fn is_shelved(&self) -> bool {
        self.shelved
    }

    /// Counts every request of a client as `action`; too many are answered with 429.
    #[must_use]
    pub fn limited(mut self, action: Action) -> Self {
        self.limit = Some(action);
        self
    }

    /// The handler; what it may change is noted for the pages kept in memory.
    fn noted(handler: MethodRouter<AppState>, state: &AppState) -> MethodRouter<AppState> {
        let state = state.clone();
        handler.layer(from_fn(move |request, next| {
            shelve::note_write(state.clone(), request, next)
        }))
    }

    /// Adds the route to the router, behind its guards.
    pub(crate) fn mount(self, router: Router<AppState>, state: &AppState) -> Router<AppState> {
        let most = self.body.unwrap_or(state.config().http.body_kib * 1024);
        let handler = if self.method.is_safe() {
            self.handler
        } else {
            Self::noted(self.handler, state)
        };
        let handler = match self.limit {
            None => handler,
            Some(action) => {
                let state = state.clone();
                handler.layer(from_fn(move |request, next| {
                    frequency::limit(state.clone(), action, request, next)
                }))
            }
        };
        let handler = match self.access {
            Access::Anyone => handler,
            Access::Staff(allows) => {
                let state = state.clone();
                handler.layer(from_fn(move |request, next| {
                    session::guard(state.clone(), allows, request, next)
                }))
            }
        };
        // Also where only reading is answered: a body sent there is read to its end, too.
        let handler = handler.layer(from_fn(move |request, next| {
            body_limit::limit(most, request, next)
        }));
        router.route(self.path, handler)
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
