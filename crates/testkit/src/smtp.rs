//! A small real SMTP server that keeps what it is sent and can be told to misbehave.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How the server answers from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Behaviour {
    /// Takes every mail.
    #[default]
    Accept,
    /// Hangs up without a word.
    Down,
    /// Answers every recipient 451.
    Defer,
    /// Answers every recipient 550, repeating the address as real servers do.
    Refuse,
    /// Answers every recipient 552, as a mailbox does that is full.
    RefuseFull,
    /// Answers every recipient 550 because of who sends, as a relay does that is not open to us.
    RefuseUs,
    /// Answers every sender 530 (authentication required).
    WantLogin,
    /// Takes the text, then hangs up instead of saying 250: the sender cannot know.
    DropBeforeReply,
    /// Waits before every answer.
    Slow(Duration),
}

/// One accepted mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Of MAIL FROM.
    pub from: String,
    /// Of every RCPT TO.
    pub to: Vec<String>,
    /// The message, with dot-stuffing undone.
    pub data: Vec<u8>,
}

impl Received {
    /// The message as text; bytes that are no UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.data).into_owned()
    }
}

#[derive(Default)]
struct State {
    behaviour: Behaviour,
    received: Vec<Received>,
}

type Shared = Arc<Mutex<State>>;

/// A server on a free port of this machine; it ends with its value.
pub struct SmtpServer {
    port: u16,
    state: Shared,
    accepting: JoinHandle<()>,
}

impl SmtpServer {
    /// Starts one.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("this machine has a free port");
        let port = listener
            .local_addr()
            .expect("a bound listener has an address")
            .port();
        let state = Shared::default();
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state)));
        Self {
            port,
            state,
            accepting,
        }
    }

    /// The address for the portal's configuration.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Changes the behaviour for every next command.
    pub fn behave(&self, behaviour: Behaviour) {
        lock(&self.state).behaviour = behaviour;
    }

    /// Every mail accepted so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state).received.clone()
    }

    /// Waits until `count` mails have arrived; fails the test after `patience`.
    pub async fn wait_for(&self, count: usize, patience: Duration) -> Vec<Received> {
        let arrive = async {
            while lock(&self.state).received.len() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let arrived = tokio::time::timeout(patience, arrive).await;
        let received = self.received();
        assert!(
            arrived.is_ok(),
            "waited {patience:?} for {count} mails, {} came",
            received.len()
        );
        received
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, state: Shared) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(Session::new(stream, Arc::clone(&state)).run());
    }
}

struct Session {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    state: Shared,
    mail: Received,
}

/// The other side hung up, or we do.
struct HangUp;

impl From<std::io::Error> for HangUp {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

impl Session {
    fn new(stream: TcpStream, state: Shared) -> Self {
        let (reader, writer) = stream.into_split();
        Self {
            reader: BufReader::new(reader),
            writer,
            state,
            mail: empty(),
        }
    }

    async fn run(mut self) {
        // Hanging up is how every session ends.
        let _: Result<(), HangUp> = self.talk().await;
    }

    async fn talk(&mut self) -> Result<(), HangUp> {
        self.say("220 testkit ESMTP").await?;
        loop {
            let line = String::from_utf8_lossy(&self.line().await?).trim_end().to_owned();
            let verb = line
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" | "HELO" => self.say("250-testkit\r\n250-8BITMIME\r\n250 SMTPUTF8").await?,
                "MAIL" => self.sender(&line).await?,
                "RCPT" => self.recipient(&line).await?,
                "DATA" => self.data().await?,
                "RSET" => {
                    self.mail = empty();
                    self.say("250 ok").await?;
                }
                "NOOP" => self.say("250 ok").await?,
                "QUIT" => {
                    self.say("221 bye").await?;
                    return Err(HangUp);
                }
                _ => self.say("500 unknown command").await?,
            }
        }
    }

    async fn sender(&mut self, line: &str) -> Result<(), HangUp> {
        if self.behaviour() == Behaviour::WantLogin {
            return self.say("530 5.7.0 authentication required").await;
        }
        self.mail = Received {
            from: address(line),
            ..empty()
        };
        self.say("250 ok").await
    }

    async fn recipient(&mut self, line: &str) -> Result<(), HangUp> {
        let address = address(line);
        match self.behaviour() {
            Behaviour::Defer => self.say("451 4.3.0 try again later").await,
            Behaviour::Refuse => self.say(&format!("550 5.1.1 <{address}> unknown")).await,
            Behaviour::RefuseFull => self.say("552 5.2.2 mailbox full").await,
            Behaviour::RefuseUs => self.say("550 5.7.1 relaying denied").await,
            _ => {
                self.mail.to.push(address);
                self.say("250 ok").await
            }
        }
    }

    async fn data(&mut self) -> Result<(), HangUp> {
        if self.mail.to.is_empty() {
            return self.say("503 no recipient").await;
        }
        self.say("354 go ahead").await?;
        loop {
            let line = self.line().await?;
            if line == b".\r\n" {
                break;
            }
            self.mail
                .data
                .extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        if self.behaviour() == Behaviour::DropBeforeReply {
            return Err(HangUp);
        }
        let mail = std::mem::replace(&mut self.mail, empty());
        lock(&self.state).received.push(mail);
        self.say("250 taken").await
    }

    async fn line(&mut self) -> Result<Vec<u8>, HangUp> {
        let mut line = Vec::new();
        let read = self.reader.read_until(b'\n', &mut line).await?;
        if read == 0 { Err(HangUp) } else { Ok(line) }
    }

    async fn say(&mut self, answer: &str) -> Result<(), HangUp> {
        match self.behaviour() {
            Behaviour::Down => return Err(HangUp),
            Behaviour::Slow(wait) => tokio::time::sleep(wait).await,
            _ => {}
        }
        self.writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
        Ok(())
    }

    fn behaviour(&self) -> Behaviour {
        lock(&self.state).behaviour
    }
}

fn empty() -> Received {
    Received {
        from: String::new(),
        to: Vec::new(),
        data: Vec::new(),
    }
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    let start = line.find('<').map_or(0, |at| at + 1);
    let end = line.rfind('>').unwrap_or(line.len());
    line.get(start..end).unwrap_or_default().to_owned()
}
