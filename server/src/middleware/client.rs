//! Which address a request comes from, behind proxies that are trusted.

use crate::state::AppState;
use axum::extract::{ConnectInfo, Request};
use axum::http::{Extensions, HeaderValue};
use service::limits::client_ip;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The client's address, for the limiter alone: it is never stored or logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl Client {
    /// The address that was found for this request.
    pub(crate) fn of(extensions: &Extensions) -> IpAddr {
        extensions
            .get::<Self>()
            .map_or(Ipv4Addr::UNSPECIFIED.into(), |client| client.0)
    }

    /// Finds the address that a request comes from.
    pub(super) fn find(app: &AppState, request: &Request) -> Self {
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        let forwarded: Vec<_> = request
            .headers()
            .get_all("x-forwarded-for")
            .iter()
            .map(HeaderValue::as_bytes)
            .collect();
        Self(client_ip(peer, &forwarded, &app.config().http.trusted_proxies))
    }
}
