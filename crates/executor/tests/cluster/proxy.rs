//! A connection to the cluster that breaks off again and again.

use kube::{Client, Config};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A client whose every connection is cut after so many bytes from the cluster.
pub async fn cutting_client(after: usize) -> Client {
    let mut config = Config::infer().await.expect("a cluster");
    let host = config.cluster_url.host().expect("a host").to_owned();
    let port = config.cluster_url.port_u16().unwrap_or(443);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let here = listener.local_addr().expect("an address");
    config.cluster_url = format!("https://{here}").parse().expect("an address");
    // The certificate is the cluster's, not this address'.
    config.accept_invalid_certs = true;
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let there = TcpStream::connect((host.clone(), port)).await.expect("the cluster");
            tokio::spawn(carry(client, there, after));
        }
    });
    Client::try_from(config).expect("a client")
}

/// Carries bytes both ways until `left` came from the cluster.
async fn carry(client: TcpStream, cluster: TcpStream, mut left: usize) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_cluster, mut to_cluster) = cluster.into_split();
    let up = tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_cluster).await });
    let mut buffer = [0; 16 << 10];
    while left > 0 {
        let Ok(count @ 1..) = from_cluster.read(&mut buffer).await else { break };
        let count = count.min(left);
        if to_client.write_all(&buffer[..count]).await.is_err() {
            break;
        }
        left -= count;
    }
    up.abort();
}
