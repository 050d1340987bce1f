//! `[http]`: the listener and its limits.

use super::section::section;
use super::{Problem, check};
use ipnet::IpNet;
use std::net::SocketAddr;

section! {
    /// 网页服务。
    pub struct Http = "http" {
        /// 监听地址和端口。也可写作 MINGJING_ADDR。
        addr: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 3000));
        /// 公众访问的网址，只含协议和主机，例如 "https://jw.example.gov.cn"。也可写作 MINGJING_PUBLIC_URL。
        /// 不填则只能在本机上登录工作台。
        public_url: Option<String> = None;
        /// 受信任的反向代理（网段的列表）；只有来自它们的 X-Forwarded-For 才被采信。也可写作 MINGJING_TRUSTED_PROXIES。
        trusted_proxies: Vec<IpNet> = Vec::new();
        /// 监控指标的监听地址，例如 "127.0.0.1:9100"；不填则不开。也可写作 MINGJING_METRICS_ADDR。
        metrics_addr: Option<SocketAddr> = None;
        /// 同时打开的连接数上限。
        connections: usize = 4096;
        /// 同一地址同时打开的连接数上限（受信任的代理和本机不受限）。
        connections_per_client: usize = 64;
        /// 请求头必须在这么多秒内发完。
        header_seconds: u64 = 10;
        /// 对方不读取回答时，连接最多保留这么多秒。
        stalled_seconds: u64 = 30;
        /// 一个请求最长处理多少秒。
        request_seconds: u64 = 30;
        /// 表单和接口请求正文的上限（KiB）。
        body_kib: usize = 64;
        /// 停止时等待未完成请求的最长秒数。
        drain_seconds: u64 = 30;
    }
}

impl Http {
    pub(super) fn validate(&self) -> Result<(), Problem> {
        if let Some(url) = &self.public_url {
            check(is_origin(url), "http", "public_url", || {
                (
                    format!("“{url}”不是只含协议和主机的网址"),
                    "请写成 https://主机名 的样子，不带路径和末尾斜杠".into(),
                )
            })?;
        }
        for (name, value, least, most) in [
            ("header_seconds", self.header_seconds, 1, 120),
            ("stalled_seconds", self.stalled_seconds, 1, 600),
            ("request_seconds", self.request_seconds, 1, 600),
            ("drain_seconds", self.drain_seconds, 1, 300),
            ("body_kib", self.body_kib as u64, 16, 1024),
            ("connections", self.connections as u64, 16, 1_000_000),
            (
                "connections_per_client",
                self.connections_per_client as u64,
                1,
                1_000_000,
            ),
        ] {
            check((least..=most).contains(&value), "http", name, || {
                (
                    format!("{value} 超出范围"),
                    format!("请填 {least} 到 {most} 之间的整数"),
                )
            })?;
        }
        Ok(())
    }

    /// Where links in mails lead: the public address; without one the address listened on, when the portal is for
    /// this machine alone.
    pub fn link_base(&self) -> Option<String> {
        let local = || {
            let is_local =
                self.addr.ip().is_loopback() && self.addr.port() != 0 && self.trusted_proxies.is_empty();
            is_local.then(|| format!("http://{}", self.addr))
        };
        self.public_url.clone().or_else(local)
    }

    /// Whether readers come over https, as far as the portal knows.
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

/// `scheme://host[:port]` and nothing behind it.
fn is_origin(url: &str) -> bool {
    let Ok(uri) = url.parse::<axum::http::Uri>() else {
        return false;
    };
    matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.host().is_some_and(|host| !host.is_empty())
        && uri.path_and_query().is_none_or(|rest| rest == "/")
        && !url.ends_with('/')
        && !url.contains('@')
}

#[cfg(test)]
mod tests {
    use super::{Http, is_origin};

    #[test]
    fn links_lead_to_the_public_address_or_to_this_machine_alone() {
        let at = |addr: &str| Http {
            addr: addr.parse().unwrap(),
            ..Http::default()
        };
        assert_eq!(
            at("127.0.0.1:7103").link_base().as_deref(),
            Some("http://127.0.0.1:7103")
        );
        assert_eq!(at("[::1]:80").link_base().as_deref(), Some("http://[::1]:80"));
        assert_eq!(at("0.0.0.0:80").link_base(), None, "that leads nowhere");
        assert_eq!(at("127.0.0.1:0").link_base(), None, "the port is not known");
        let behind_a_proxy = Http {
            trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()],
            ..at("127.0.0.1:3000")
        };
        assert_eq!(behind_a_proxy.link_base(), None, "readers come from elsewhere");
        let public = Http {
            public_url: Some("https://jw.example.gov.cn".into()),
            ..behind_a_proxy
        };
        assert_eq!(public.link_base().as_deref(), Some("https://jw.example.gov.cn"));
    }

    #[test]
    fn a_public_address_is_scheme_and_host_only() {
        assert!(is_origin("https://jw.example.gov.cn") && is_origin("http://127.0.0.1:3000"));
        for wrong in [
            "jw.example.gov.cn",
            "https://a/b",
            "https://a/",
            "ftp://a",
            "https://u@a",
            "",
            "https://",
        ] {
            assert!(!is_origin(wrong), "{wrong}");
        }
    }
}
