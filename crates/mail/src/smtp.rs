//! The SMTP transport: encrypted unless the server is on this machine, short patience, one connection for one
//! mail (lettre's pool needs a running tokio runtime even to be dropped, and the portal sends few mails).

use crate::error::MailSettingsError;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use std::time::Duration;
use url::{Host, Url};

pub(crate) type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// For one command; [`WHOLE`] bounds the sum, so that a tar-pit cannot hold the worker.
const ONE_COMMAND: Duration = Duration::from_secs(20);
/// For connecting, encrypting and handing over one mail.
pub(crate) const WHOLE: Duration = Duration::from_mins(1);

pub(crate) fn transport(url: &Url) -> Result<Smtp, MailSettingsError> {
    let builder = Smtp::from_url(encrypted(url)?.as_str()).map_err(|_| MailSettingsError::Transport)?;
    Ok(builder.timeout(Some(ONE_COMMAND)).build())
}

/// STARTTLS is required of every server that is not on this machine, whatever the address says.
fn encrypted(url: &Url) -> Result<Url, MailSettingsError> {
    let mut url = url.clone();
    let tls = url
        .query_pairs()
        .find(|(key, _)| key == "tls")
        .map(|(_, value)| value.into_owned());
    match (url.scheme(), tls.as_deref()) {
        ("smtps", _) | ("smtp", Some("required")) => {}
        ("smtp", None | Some("opportunistic")) if is_this_machine(&url) => {}
        ("smtp", None) => url.set_query(Some("tls=required")),
        ("smtp", Some("opportunistic")) => return Err(MailSettingsError::Unencrypted),
        _ => return Err(MailSettingsError::Transport),
    }
    Ok(url)
}

fn is_this_machine(url: &Url) -> bool {
    // `smtp` is no special scheme: the url crate leaves IPv4 addresses in it as domains.
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(url: &str) -> Result<String, MailSettingsError> {
        encrypted(&Url::parse(url).unwrap()).map(|url| url.to_string())
    }

    #[test]
    fn a_server_elsewhere_is_never_spoken_to_in_clear() {
        assert_eq!(
            rule("smtp://mail.example.test:25").unwrap(),
            "smtp://mail.example.test:25?tls=required"
        );
        assert_eq!(rule("smtp://10.0.0.5").unwrap(), "smtp://10.0.0.5?tls=required");
        assert_eq!(
            rule("smtp://127.evil.example.test").unwrap(),
            "smtp://127.evil.example.test?tls=required"
        );
        assert_eq!(
            rule("smtp://m.test?tls=opportunistic"),
            Err(MailSettingsError::Unencrypted)
        );
        assert_eq!(rule("smtp://m.test?tls=none"), Err(MailSettingsError::Transport));
        assert_eq!(rule("http://m.test"), Err(MailSettingsError::Transport));
    }

    #[test]
    fn a_server_on_this_machine_may_be_plain() {
        for url in [
            "smtp://127.0.0.1:2525",
            "smtp://localhost",
            "smtp://[::1]:25",
            "smtps://mail.example.test",
        ] {
            assert_eq!(rule(url).unwrap(), url);
        }
    }
}
