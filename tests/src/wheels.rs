//! A folder of small packages, so that what there is to install is in the test's hands.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::Setup;
use crate::cluster::{host, on_cluster};

/// The only packages there are, for a server that was set up with [`Wheels::only`].
#[derive(Debug)]
pub struct Wheels(TempDir);

impl Wheels {
    /// None yet.
    ///
    /// # Panics
    /// If there is no room for temporary files.
    #[must_use]
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// Adds `name` at `version`: a module with its `VERSION`.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn add(&self, name: &str, version: &str) {
        let info = format!("{name}-{version}.dist-info");
        let path = self.0.path().join(format!("{name}-{version}-py3-none-any.whl"));
        let mut wheel = ZipWriter::new(File::create(path).expect("a file"));
        let files = [
            (format!("{name}.py"), format!("VERSION = '{version}'\n")),
            (
                format!("{info}/METADATA"),
                format!("Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"),
            ),
            (
                format!("{info}/WHEEL"),
                "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n".into(),
            ),
            (
                format!("{info}/RECORD"),
                format!("{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n"),
            ),
        ];
        for (path, text) in files {
            wheel.start_file(path, SimpleFileOptions::default()).expect("room");
            wheel.write_all(text.as_bytes()).expect("room");
        }
        wheel.finish().expect("room");
    }

    /// A server that finds these packages and no others, and looks for them every time.
    ///
    /// # Panics
    /// If the folder has no name.
    #[must_use]
    pub fn only(&self, setup: Setup) -> Setup {
        if on_cluster() {
            return setup.of_steps("UV_DEFAULT_INDEX", &index_of(self.0.path()));
        }
        let folder = self.0.path().to_str().expect("a path of plain letters");
        setup
            .own_environments()
            .variable("UV_FIND_LINKS", folder)
            // No index of packages has any.
            .variable("UV_DEFAULT_INDEX", &format!("file://{folder}"))
            .variable("ANNALS_RESOLUTION_MAX_AGE_SECONDS", "0")
    }
}

/// Serves the folder as an index for as long as the tests run, whatever is added to it; answers where.
fn index_of(folder: &Path) -> String {
    let folder = folder.to_owned();
    let listener = std::net::TcpListener::bind((host(), 0)).expect("pods reach this machine");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = vec![0; 8192];
            let read = stream.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..read]).into_owned();
            let path = request.split(' ').nth(1).unwrap_or("/");
            // Whoever has hung up misses nothing.
            let _ = stream.write_all(&served(&folder, path));
        }
    });
    url
}

/// An index of packages; it goes with what holds it.
#[derive(Debug)]
pub struct Index {
    /// Where it is.
    pub url: String,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Index {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Wheels {
    /// Serves what there is now as an index of packages (PEP 503) on that address of the machine.
    ///
    /// # Panics
    /// If the address cannot be served on.
    pub async fn index(&self, host: &str) -> Index {
        let listener = TcpListener::bind((host, 0)).await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let folder = self.0.path().to_owned();
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let folder = folder.clone();
                tokio::spawn(async move {
                    let mut request = vec![0; 8192];
                    let read = stream.read(&mut request).await.unwrap_or(0);
                    let request = String::from_utf8_lossy(&request[..read]).into_owned();
                    let path = request.split(' ').nth(1).unwrap_or("/");
                    // Whoever has hung up misses nothing.
                    let _ = stream.write_all(&served(&folder, path)).await;
                });
            }
        });
        Index { url, task }
    }
}

/// The whole answer to a request for `path`: a wheel, or the page of a package.
fn served(folder: &Path, path: &str) -> Vec<u8> {
    let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let (kind, body) = match std::fs::read(folder.join(name)).ok().filter(|_| !name.is_empty()) {
        Some(wheel) => ("application/octet-stream", wheel),
        None => ("text/html", page(folder, name).into_bytes()),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}

fn page(folder: &Path, package: &str) -> String {
    let entries = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let own = names.filter(|name| name.replace('_', "-").starts_with(&format!("{package}-")));
    own.map(|name| format!("<a href=\"/{name}\">{name}</a>\n")).collect()
}

impl Default for Wheels {
    fn default() -> Self {
        Self::new()
    }
}
