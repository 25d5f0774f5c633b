//! The side that asks.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};

use super::{ReaderLimits, Request, Work, this_program};
use crate::{Document, Field, Options, PageImage, Unreadable, text};

/// Reads files in processes of their own, one a file.
#[derive(Debug, Clone)]
pub struct Reader {
    program: PathBuf,
    arguments: Vec<OsString>,
    options: Options,
    limits: ReaderLimits,
}

impl Reader {
    /// A reader that starts this program with these arguments, which then calls
    /// [`crate::serve_one`].
    #[must_use]
    pub fn new(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
        options: Options,
        limits: ReaderLimits,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.into(), arguments, options, limits }
    }

    /// A reader that starts the program that runs, as `annals read-document`.
    ///
    /// # Errors
    /// That its file is not found.
    pub fn of_this_program(limits: ReaderLimits) -> Result<Self, String> {
        Ok(Self::new(this_program()?, ["read-document"], Options::default(), limits))
    }

    /// Reads a file. If the future is dropped, the process is ended.
    ///
    /// # Errors
    /// Why the file was not read; which limit was met, if one was.
    pub async fn read(&self, bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
        self.ask(bytes, name, Work::Read).await
    }

    /// Draws a page of a PDF, as [`crate::page_image()`] does. If the future is dropped, the process
    /// is ended.
    ///
    /// # Errors
    /// Why the page was not drawn; which limit was met, if one was.
    pub async fn page_image(
        &self,
        bytes: &[u8],
        name: &str,
        page: usize,
        width: u32,
    ) -> Result<PageImage, Unreadable> {
        self.ask(bytes, name, Work::Draw { page, width }).await
    }

    /// Reads a file and looks for values in it with the built-in engine; answers what a task of a
    /// job with this file alone gives: `{columns, results, confidence, evidence, pages}`. If the
    /// future is dropped, the process is ended.
    ///
    /// # Errors
    /// Why the file was not read; which limit was met, if one was.
    pub async fn find(
        &self,
        bytes: &[u8],
        name: &str,
        fields: &[Field],
    ) -> Result<serde_json::Value, Unreadable> {
        let work = Work::Find { fields: fields.to_vec() };
        let found: String = self.ask(bytes, name, work).await?;
        serde_json::from_str(&found).map_err(|error| failed(&error.into()))
    }

    async fn ask<A: DeserializeOwned>(
        &self,
        bytes: &[u8],
        name: &str,
        work: Work,
    ) -> Result<A, Unreadable> {
        if bytes.is_empty() {
            return Err(Unreadable::Empty);
        }
        let limit = Duration::from_secs(self.limits.seconds);
        let mut child = self.start().map_err(|error| failed(&error))?;
        // Its group is ended with it, and before it is waited for: after that its number may be
        // another's.
        let group = Group::of(&child);
        match tokio::time::timeout(limit, self.talk(&mut child, bytes, name, work)).await {
            Ok(answer) => {
                let answer = answer.map_err(|error| failed(&error))?;
                drop(group);
                let status = child.wait().await.map_err(|error| failed(&error))?;
                self.understand(&answer, status)
            }
            Err(_) => {
                drop(group);
                child.wait().await.map_err(|error| failed(&error))?;
                Err(self.too_slow())
            }
        }
    }

    fn start(&self) -> std::io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).process_group(0).kill_on_drop(true).env_clear();
        // The last tells a supervisor whose process this is, should its parent be killed.
        for name in ["PATH", "TESSDATA_PREFIX", "ANNALS_STEP"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
    }

    /// Sends the file and reads what is answered, at once: neither pipe holds all of it.
    async fn talk(
        &self,
        child: &mut Child,
        bytes: &[u8],
        name: &str,
        work: Work,
    ) -> std::io::Result<Answer> {
        let (Some(mut stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(std::io::Error::other("the reader has no pipes"));
        };
        let (name, options) = (name.to_owned(), self.options.clone());
        let request = Request { name, options, limits: self.limits, work };
        let mut line = serde_json::to_vec(&request)?;
        line.push(b'\n');
        let sending = async move {
            // A reader that ends before it has read all says why in its answer.
            let sent = async {
                stdin.write_all(&line).await?;
                stdin.write_all(bytes).await?;
                stdin.shutdown().await
            };
            let _ = sent.await;
            Ok(())
        };
        let mut answer = Answer::default();
        let mut stdout = stdout.take(self.limits.answer + 1);
        let mut stderr = stderr.take(64 << 10);
        tokio::try_join!(
            sending,
            stdout.read_to_end(&mut answer.json),
            stderr.read_to_end(&mut answer.complaint)
        )?;
        Ok(answer)
    }

    fn understand<A: DeserializeOwned>(
        &self,
        answer: &Answer,
        status: ExitStatus,
    ) -> Result<A, Unreadable> {
        use std::os::unix::process::ExitStatusExt as _;
        if answer.json.len() as u64 > self.limits.answer {
            return Err(Unreadable::TooLarge { limit: self.limits.answer });
        }
        if let Ok(read) = serde_json::from_slice(&answer.json) {
            return read;
        }
        let said = String::from_utf8_lossy(&answer.complaint);
        if OUT_OF_MEMORY.iter().any(|words| said.contains(words)) {
            return Err(Unreadable::TooMuchMemory { bytes: self.limits.memory });
        }
        if said.contains("overflowed its stack") {
            return Err(Unreadable::broken("its parts are nested too deeply"));
        }
        let signal = status.signal().and_then(|number| Signal::try_from(number).ok());
        if signal == Some(Signal::SIGXCPU) {
            return Err(self.too_slow());
        }
        let how = signal.map_or_else(|| status.to_string(), |signal| signal.to_string());
        let said = text::shortened(&text::one_line(&said), 200);
        Err(Unreadable::Failed {
            what: format!("its reader ended with {how} {said}").trim().into(),
        })
    }

    fn too_slow(&self) -> Unreadable {
        Unreadable::TooSlow { seconds: self.limits.seconds }
    }
}

fn failed(error: &std::io::Error) -> Unreadable {
    Unreadable::Failed { what: format!("its reader failed: {error}") }
}

/// What came back.
#[derive(Default)]
struct Answer {
    json: Vec<u8>,
    complaint: Vec<u8>,
}

/// The process group of a reader that was not waited for. It ends with this value.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        Self(child.id().and_then(|id| i32::try_from(id).ok()).map(Pid::from_raw))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // That it is gone already is as well.
            let _ = killpg(group, Signal::SIGKILL);
        }
    }
}

/// What a process says that gets no more memory: Rust, the system, C++.
const OUT_OF_MEMORY: [&str; 4] =
    ["memory allocation of", "out of memory", "Cannot allocate memory", "bad_alloc"];
