//! A page as lines of segments: words that belong together, apart from others by a gap, a tab or
//! the border of a cell. Formats with and without places look alike from here on.

use std::ops::Range;

use crate::document::{Page, Word};

/// Words of a line that stand together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Segment {
    /// The words, a blank between them.
    pub text: String,
    /// The left edge: in points, or where there are none in characters.
    pub left: f32,
    /// The right edge.
    pub right: f32,
    /// The words with places, and where each stands in the text.
    pub words: Vec<(Range<usize>, Word)>,
}

impl Segment {
    /// Those of the words that stand in this part of the text.
    pub(crate) fn words_in(&self, range: &Range<usize>) -> Vec<Word> {
        let meets =
            |words: &&(Range<usize>, Word)| words.0.start < range.end && range.start < words.0.end;
        self.words.iter().filter(meets).map(|(_, word)| word.clone()).collect()
    }

    /// How much of the line the two share.
    pub(crate) fn overlap(&self, other: &Self) -> f32 {
        self.right.min(other.right) - self.left.max(other.left)
    }

    fn of_words(words: Vec<Word>) -> Self {
        let mut segment = Self { left: f32::MAX, right: f32::MIN, ..Self::default() };
        for word in words {
            if !segment.text.is_empty() {
                segment.text.push(' ');
            }
            let start = segment.text.len();
            segment.text += &word.text;
            segment.left = segment.left.min(word.x);
            segment.right = segment.right.max(word.x + word.w);
            segment.words.push((start..segment.text.len(), word));
        }
        segment
    }
}

/// A line of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Line {
    /// Which page, from 1.
    pub page: usize,
    /// Where its middle is, in the heights of a usual line from the top.
    pub at: f32,
    /// From left to right; never none.
    pub segments: Vec<Segment>,
    /// Whether tabs or cells part the segments, so that each has a column of its own.
    pub is_row: bool,
}

/// The lines of a page.
pub(crate) fn lines(page: &Page, number: usize) -> Vec<Line> {
    if page.words.is_empty() { of_text(&page.text, number) } else { of_words(&page.words, number) }
}

/// How wide a column of a table without places is.
const COLUMN: f32 = 1000.0;

#[expect(clippy::cast_precision_loss, reason = "lines are few and short")]
fn of_text(text: &str, page: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let is_row = line.contains('\t');
        let segments = if is_row { cells(line) } else { spaced(line) };
        if !segments.is_empty() {
            lines.push(Line { page, at: at as f32, segments, is_row });
        }
    }
    lines
}

/// The cells of a table's row that are not empty.
#[expect(clippy::cast_precision_loss, reason = "columns are few")]
fn cells(line: &str) -> Vec<Segment> {
    let cells = line.split('\t').enumerate().filter(|(_, text)| !text.trim().is_empty());
    let cell = |(column, text): (usize, &str)| {
        let left = column as f32 * COLUMN;
        Segment {
            text: text.trim().to_owned(),
            left,
            right: left + COLUMN - 1.0,
            words: Vec::new(),
        }
    };
    cells.map(cell).collect()
}

/// The parts of a line that two blanks or more keep apart.
#[expect(clippy::cast_precision_loss, reason = "lines are short")]
fn spaced(line: &str) -> Vec<Segment> {
    let (mut segments, mut begin) = (Vec::new(), 0);
    while let Some(text) = line.get(begin..).filter(|rest| !rest.trim().is_empty()) {
        let start = begin + text.len() - text.trim_start().len();
        let length = line[start..].find("  ").unwrap_or(line.len() - start);
        let words = line[start..start + length].trim_end();
        let left = line[..start].chars().count() as f32;
        let right = left + words.chars().count() as f32;
        segments.push(Segment { text: words.to_owned(), left, right, words: Vec::new() });
        begin = start + length;
    }
    segments
}

fn of_words(words: &[Word], page: usize) -> Vec<Line> {
    let usual = usual_height(words);
    let middle = |word: &Word| word.y + word.h / 2.0;
    let mut words: Vec<&Word> = words.iter().collect();
    words.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut rows: Vec<(f32, Vec<Word>)> = Vec::new();
    for word in words {
        let at = middle(word);
        match rows.last_mut() {
            Some((line, row)) if continues(at - *line, row, word, usual) => {
                row.push(word.clone());
            }
            _ => rows.push((at, vec![word.clone()])),
        }
    }
    let line =
        |(at, row)| Line { page, at: at / usual, segments: segments(row, usual), is_row: false };
    rows.into_iter().map(line).collect()
}

/// Whether a word so far below the middle of a line is on it. It is measured against the line's
/// first word, so that a slope does not draw lines together; in a slanted scan the two share half
/// of their height still.
fn continues(below: f32, row: &[Word], word: &Word, usual: f32) -> bool {
    let shared = row.first().map_or(0.0, |first| {
        let high = first.h.min(word.h);
        ((first.y + first.h).min(word.y + word.h) - first.y.max(word.y)) / high.max(0.1)
    });
    below < usual.min(word.h.max(usual * 0.5)) * 0.5 || (shared >= 0.5 && below < usual * 0.7)
}

fn usual_height(words: &[Word]) -> f32 {
    let mut heights: Vec<f32> = words.iter().map(|word| word.h).filter(|h| *h > 0.0).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or(10.0)
}

/// The words of a line, cut where the gap is wider than between words.
fn segments(mut row: Vec<Word>, usual: f32) -> Vec<Segment> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (mut segments, mut open): (Vec<Segment>, Vec<Word>) = (Vec::new(), Vec::new());
    for word in row {
        let gap = open.last().map(|last| word.x - (last.x + last.w));
        let wide = usual.max(word.h.min(usual * 2.0)) * 0.75;
        if gap.is_some_and(|gap| gap > wide) {
            segments.push(Segment::of_words(std::mem::take(&mut open)));
        }
        open.push(word);
    }
    segments.push(Segment::of_words(open));
    segments
}
