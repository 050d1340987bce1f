//! The way to PostgreSQL: through a network it is encrypted and the server proves its name, unless the address says
//! otherwise (`sslmode=`).

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::net::IpAddr;
use std::str::FromStr;

/// The options of an address, with the encryption that it needs.
pub(crate) fn options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    let options = PgConnectOptions::from_str(url)?;
    Ok(if must_verify(&options, url) {
        options.ssl_mode(PgSslMode::VerifyFull)
    } else {
        options
    })
}

/// Whether the server at `url` has to prove its name: for the programs of PostgreSQL, which would not ask for it.
pub fn must_verify_server(url: &str) -> bool {
    PgConnectOptions::from_str(url).is_ok_and(|options| must_verify(&options, url))
}

/// The server may stand elsewhere, and the address leaves it to us how it is spoken to.
fn must_verify(options: &PgConnectOptions, url: &str) -> bool {
    let is_socket = options.get_socket().is_some() || options.get_host().starts_with('/');
    !is_socket && !is_loopback(options.get_host()) && !says_mode(url)
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn says_mode(url: &str) -> bool {
    let parameters = url.split_once('?').map_or("", |(_, parameters)| parameters);
    parameters
        .split('&')
        .any(|pair| matches!(pair.split('=').next(), Some("sslmode" | "ssl-mode")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Db, Error};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    #[test]
    fn a_server_elsewhere_proves_its_name_unless_the_address_says_otherwise() {
        for (url, verifies) in [
            ("postgres://mj:p@db.example/mj", true),
            ("postgresql://mj@10.1.2.3:5433/mj", true),
            ("postgres://mj@[2001:db8::1]/mj", true),
            ("postgres://mj@db/mj?sslrootcert=/etc/ca.pem", true),
            ("postgres://mj@localhost/mj?host=db", true),
            ("postgres://mj@localhost.example/mj", true),
            ("postgres://mj@db/mj?application_name=sslmode", true),
            ("postgres://mj@db/mj?sslmode=disable", false),
            ("postgres://mj@db/mj?application_name=x&sslmode=require", false),
            ("postgres://mj@db/mj?ssl-mode=prefer", false),
            ("postgres://mj@localhost/mj", false),
            ("postgres://mj@LOCALHOST:5432/mj", false),
            ("postgres://mj@127.0.0.1/mj", false),
            ("postgres://mj@[::1]/mj", false),
            ("postgres:///mj?host=/run/postgresql", false),
            ("postgres://mj@%2Frun%2Fpostgresql/mj", false),
        ] {
            assert_eq!(must_verify_server(url), verifies, "{url}");
            let is_full = matches!(options(url).unwrap().get_ssl_mode(), PgSslMode::VerifyFull);
            assert_eq!(is_full, verifies, "{url}");
        }
    }

    /// A server without TLS: the length and the code of the first request of each connection.
    async fn plain_server() -> (u16, tokio::task::JoinHandle<[u8; 8]>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = tokio::spawn(async move {
            let (mut client, _) = listener.accept().await.unwrap();
            let mut head = [0; 8];
            client.read_exact(&mut head).await.unwrap();
            client.write_all(b"N").await.unwrap();
            head
        });
        (port, asked)
    }

    #[tokio::test]
    async fn a_server_elsewhere_without_encryption_is_told_nothing() {
        let (port, asked) = plain_server().await;
        // No loopback address, though Linux leads it to this machine.
        let error = Db::open(&format!("postgres://mj:secret@0.0.0.0:{port}/mj"))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Tls(_)), "{error:?}");
        assert!(error.to_string().contains("sslrootcert"), "{error}");
        let [.., a, b, c, d] = asked.await.unwrap();
        assert_eq!(
            u32::from_be_bytes([a, b, c, d]),
            80_877_103,
            "only encryption was asked for"
        );
    }
}
