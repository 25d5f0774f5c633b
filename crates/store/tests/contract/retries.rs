//! A connection that is lost just as PostgreSQL has committed: nobody was told, and the same is
//! tried again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use annals_store::{Location, Store};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::fixture::Database;
use super::ledger::{seqs, texts};
use super::make::{DAY, append, begun, block, entry, run};

/// Something between a store and its database that loses the answer to the next commit.
struct Line {
    store: Store,
    cut: Arc<AtomicBool>,
}

impl Line {
    async fn to(db: &Database) -> Self {
        let Location::Postgres(url) = &db.location else { panic!("a line to PostgreSQL") };
        let (start, rest) = url.split_once('@').expect("a URL with a user");
        let (address, name) = rest.split_once('/').expect("a URL with a database");
        let door = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let near = door.local_addr().expect("an address");
        let cut = Arc::new(AtomicBool::new(false));
        tokio::spawn(pass_all(door, address.to_owned(), Arc::clone(&cut)));
        let location = Location::Postgres(format!("{start}@{near}/{name}"));
        Self { store: Store::open(&location).await.expect("an open store"), cut }
    }
}

async fn pass_all(door: TcpListener, address: String, cut: Arc<AtomicBool>) {
    while let Ok((near, _)) = door.accept().await {
        let far = TcpStream::connect(&address).await.expect("the database");
        tokio::spawn(pass(near, far, Arc::clone(&cut)));
    }
}

/// Passes bytes on both ways until one side ends, or an answer is to be lost.
async fn pass(mut near: TcpStream, mut far: TcpStream, cut: Arc<AtomicBool>) {
    let (mut asked, mut told) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut lost = false;
    loop {
        tokio::select! {
            count = near.read(&mut asked) => {
                let Ok(count @ 1..) = count else { return };
                let commits = asked[..count].windows(6).any(|word| word == b"COMMIT");
                lost = commits && cut.swap(false, Ordering::SeqCst);
                if far.write_all(&asked[..count]).await.is_err() {
                    return;
                }
            }
            count = far.read(&mut told) => {
                let Ok(count @ 1..) = count else { return };
                // It has answered, so it has committed.
                if lost || near.write_all(&told[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}

pub async fn an_append_whose_answer_was_lost_is_not_doubled(db: &Database) {
    let line = Line::to(db).await;
    let store = &line.store;
    let epoch = begun(store, "t", "r").await;
    for (place, text) in (1..).zip(["a", "b", "c"]) {
        let wanted = append(epoch, vec![block(1, &[text])], vec![entry(text)]);
        let wanted = annals_store::Append { position: place, blocks_position: place, ..wanted };
        line.cut.store(text == "b", Ordering::SeqCst);
        let first = store.append(&run("r"), DAY, wanted.clone()).await;
        assert_eq!(first.is_err(), text == "b", "{first:?}");
        if text == "b" {
            let again = store.append(&run("r"), DAY, wanted).await.expect("stored before");
            assert_eq!(again.last_seq(), None);
        }
    }
    assert_eq!(texts(store, "r", 1).await, ["a", "b", "c"]);
    assert_eq!(seqs(store, "r").await, (1..=7).collect::<Vec<_>>());
    let nodes = store.nodes(&run("r"), DAY).await.expect("the nodes");
    assert_eq!((nodes[1].log_lines, nodes[1].log_bytes), (3, 6));
}
