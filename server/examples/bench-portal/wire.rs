//! A client that costs as little as can be: keep-alive connections that send the same request and take an answer of the
//! same length again and again.

use crate::Outcome;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Connections that ask at once, each by a thread of its own.
const CONNECTIONS: usize = 16;

/// What a browser sends.
const BROWSER: &str = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n\
                       Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n\
                       Accept-Language: zh-CN,zh;q=0.8\r\nAccept-Encoding: gzip, deflate, br\r\n\
                       Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n\
                       Connection: keep-alive\r\n";

/// One connection with its question.
struct Wire {
    stream: TcpStream,
    request: Vec<u8>,
}

/// An answer: its head, and its body as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Names and values of its headers.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.head.lines().skip(1).filter_map(|line| line.split_once(": "))
    }
}

impl Wire {
    fn open(addr: &str, path: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(addr)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self {
            stream,
            request: format!("GET {path} HTTP/1.1\r\nHost: {addr}\r\n{BROWSER}\r\n").into_bytes(),
        })
    }

    /// The whole answer, read with care.
    fn read(&mut self) -> Outcome<Reply> {
        self.stream.write_all(&self.request)?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.stream.read_exact(&mut byte)?;
            head.extend(byte);
        }
        let mut reply = Reply {
            head: String::from_utf8(head)?,
            body: Vec::new(),
        };
        let length = reply
            .headers()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length = length.ok_or("an answer of unknown length")?.1.parse()?;
        reply.body = vec![0; length];
        self.stream.read_exact(&mut reply.body)?;
        Ok(reply)
    }

    /// Asks until `end`; how often it was answered. Every answer has the length of the first.
    fn ask_until(&mut self, end: Instant) -> Outcome<u32> {
        let first = self.read()?;
        let mut answer = vec![0; first.head.len() + first.body.len()];
        let mut done = 0;
        while Instant::now() < end {
            self.stream.write_all(&self.request)?;
            self.stream.read_exact(&mut answer)?;
            if !answer.starts_with(b"HTTP/1.1 200 ") {
                return Err(format!("not an answer: {}", String::from_utf8_lossy(&answer[..60])).into());
            }
            done += 1;
        }
        Ok(done)
    }
}

/// What a server answers.
pub(crate) fn ask(addr: &str, path: &str) -> Outcome<Reply> {
    Wire::open(addr, path)?.read()
}

/// Answers a second over all connections.
pub(crate) fn rate(addr: &str, path: &str, bound: Duration) -> Outcome<f64> {
    let mut wires = Vec::new();
    for _ in 0..CONNECTIONS {
        wires.push(Wire::open(addr, path)?);
    }
    let start = Instant::now();
    let done = std::thread::scope(|scope| {
        let running: Vec<_> = wires
            .iter_mut()
            .map(|wire| scope.spawn(move || wire.ask_until(start + bound)))
            .collect();
        let counts = running
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a client panicked")?);
        counts.sum::<Outcome<u32>>()
    })?;
    Ok(f64::from(done) / start.elapsed().as_secs_f64())
}
