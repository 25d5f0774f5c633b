//! A server of a few lines, which pods that are run on this machine ask.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The body of an answer, or the status of a refusal.
pub(super) type Answer = Result<Vec<u8>, &'static str>;

/// A server, for as long as the tests run.
pub(super) struct Served {
    /// Where it is.
    pub(super) url: String,
    /// The requests' first lines, with their bodies.
    asked: Arc<Mutex<Vec<(String, String)>>>,
}

impl Served {
    /// It answers what `answer` says to the number of the request, counted from 1, its first line and
    /// its body.
    pub(super) fn answering(
        mut answer: impl FnMut(usize, &str, &str) -> Answer + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::<Mutex<Vec<_>>>::default();
        let noted = Arc::clone(&asked);
        std::thread::spawn(move || {
            let mut count = 0;
            for stream in listener.incoming() {
                let mut reader = BufReader::new(stream.expect("a connection"));
                // The pod may have ended before it could ask.
                let Some((line, body)) = read(&mut reader) else { continue };
                count += 1;
                let said = answer(count, &line, &body);
                noted.lock().expect("a list").push((line, body));
                write(reader.get_mut(), said);
            }
        });
        Self { url, asked }
    }

    /// What it was asked so far.
    pub(super) fn asked(&self) -> Vec<(String, String)> {
        self.asked.lock().expect("a list").clone()
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<(String, String)> {
    let lines = reader.by_ref().lines().map_while(Result::ok);
    let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    let first = head.first()?.clone();
    assert!(head.iter().any(|line| line == "Authorization: Bearer the-runs-own-token"), "{head:?}");
    let length = head.iter().find_map(|line| line.strip_prefix("Content-Length: "));
    let mut body = vec![0; length.map_or(0, |text| text.parse().expect("a length"))];
    reader.read_exact(&mut body).expect("the body");
    Some((first, String::from_utf8(body).expect("a text")))
}

fn write(stream: &mut TcpStream, answer: Answer) {
    let (status, body) = match answer {
        Ok(body) => ("200 OK", body),
        Err(status) => (status, br#"{"detail": "said"}"#.to_vec()),
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", body.len());
    // The pod may have ended meanwhile.
    let _ = stream.write_all(&[head.as_bytes(), &body].concat());
}
