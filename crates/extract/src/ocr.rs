//! Reading pictures with the program Tesseract, where it is installed.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::document::{Page, PageSize, Word};
use crate::{Unreadable, text};

/// What reads pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ocr {
    /// The program: a name on the `PATH`, or a path.
    pub program: String,
    /// The languages that are looked for, in Tesseract's words. Those that are not installed are
    /// left out.
    pub languages: Vec<String>,
}

impl Default for Ocr {
    fn default() -> Self {
        let languages = ["eng", "deu", "fra", "spa"].map(str::to_owned).to_vec();
        Self { program: "tesseract".to_owned(), languages }
    }
}

impl Ocr {
    /// The pages of a picture: one, or as many as a TIFF holds. Places are in pixels.
    ///
    /// # Errors
    /// Tesseract is not there, or cannot read the picture.
    pub(crate) fn read(&self, picture: &[u8]) -> Result<Vec<Page>, Unreadable> {
        let languages = self.languages()?;
        let mut command = Command::new(&self.program);
        command.args(["stdin", "stdout"]);
        if !languages.is_empty() {
            command.args(["-l", &languages]);
        }
        let answer = run(command.arg("tsv"), picture)?;
        Ok(pages(&answer))
    }

    /// Those of the languages that are installed, as Tesseract takes them.
    fn languages(&self) -> Result<String, Unreadable> {
        let listed = run(Command::new(&self.program).arg("--list-langs"), b"")?;
        let has = |language: &&String| listed.lines().any(|line| line.trim() == **language);
        Ok(self.languages.iter().filter(has).cloned().collect::<Vec<_>>().join("+"))
    }
}

/// Runs the program with this input; what it prints.
fn run(command: &mut Command, input: &[u8]) -> Result<String, Unreadable> {
    // Its own threads gain little on one page and take the cores of other files.
    command.env("OMP_THREAD_LIMIT", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Unreadable::OcrMissing,
        _ => failed(&error.to_string()),
    })?;
    let (output, complaint) = feed(child, input).map_err(|error| failed(&error.to_string()))?;
    match complaint {
        None => Ok(output),
        Some(complaint) => Err(failed(&complaint)),
    }
}

fn failed(what: &str) -> Unreadable {
    let what = text::shortened(text::one_line(what).trim_end_matches('.'), 200);
    Unreadable::OcrFailed { what }
}

/// Writes and reads at once, since neither pipe holds a whole picture: what was printed, and what
/// was complained of if the program failed.
fn feed(mut child: Child, input: &[u8]) -> std::io::Result<(String, Option<String>)> {
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let (mut output, mut complaint) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // A program that stops reading says why in another way.
            stdin.is_some_and(|mut stdin| stdin.write_all(input).is_ok())
        });
        scope.spawn(|| stderr.map(|mut stderr| stderr.read_to_end(&mut complaint)));
        child.stdout.take().map_or(Ok(0), |mut stdout| stdout.read_to_end(&mut output))
    })?;
    let failed = !child.wait()?.success();
    let complaint = String::from_utf8_lossy(&complaint).into_owned();
    Ok((String::from_utf8_lossy(&output).into_owned(), failed.then_some(complaint)))
}

/// The pages of Tesseract's table: a row a word, with the numbers of page, block, paragraph and
/// line before it, then its place, how sure it is, and the word.
fn pages(table: &str) -> Vec<Page> {
    let mut pages = vec![Page::default()];
    let mut line_before: Vec<String> = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let &[level, number, block, paragraph, line, _, x, y, w, h, _, word] = cells.as_slice()
        else {
            continue;
        };
        let number: usize = number.parse().unwrap_or(1);
        let [x, y, w, h] = [x, y, w, h].map(|place| place.parse().unwrap_or(0.0));
        if level == "1" {
            if number > pages.len() {
                pages.push(Page::default());
            }
            if let Some(page) = pages.last_mut() {
                page.size = Some(PageSize { width: w, height: h });
            }
        }
        let word = word.trim();
        let Some(page) = pages.last_mut().filter(|_| level == "5" && !word.is_empty()) else {
            continue;
        };
        let line_now = [block, paragraph, line].map(str::to_owned).to_vec();
        if !page.text.is_empty() {
            page.text.push(if line_now == line_before { ' ' } else { '\n' });
        }
        line_before = line_now;
        page.text += word;
        page.words.push(Word { text: word.to_owned(), x, y, w, h });
    }
    pages
}
