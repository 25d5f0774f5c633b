//! Rows under one another, columns as wide as they need to be.

use console::measure_text_width;

use super::Paint;

/// The space between two columns.
const GAP: usize = 2;

/// A table being filled.
#[derive(Debug)]
pub struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these column names.
    #[must_use]
    pub fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; a cell may be coloured.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// The table as text, each line ended.
    #[must_use]
    pub fn show(&self, paint: Paint) -> String {
        let header: Vec<String> = self.header.iter().map(|name| (*name).to_owned()).collect();
        let widths: Vec<usize> = (0..header.len())
            .map(|column| {
                let cells = std::iter::once(&header).chain(&self.rows);
                cells.filter_map(|row| row.get(column)).map(|c| measure_text_width(c)).max()
            })
            .map(|width| width.unwrap_or(0))
            .collect();
        let mut text = paint.dim(&line(&header, &widths)) + "\n";
        for row in &self.rows {
            text.push_str(&line(row, &widths));
            text.push('\n');
        }
        text
    }
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let mut text = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        text.push_str(cell);
        let pad = (width + GAP).saturating_sub(measure_text_width(cell));
        text.extend(std::iter::repeat_n(' ', pad));
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::ColorChoice;

    #[test]
    fn columns_line_up_by_what_is_seen_not_by_bytes() {
        let paint = Paint::choose(ColorChoice::Always, true);
        let mut table = Table::new(&["NAME", "STATUS", "TOOK"]);
        table.row(["日本".into(), paint.added("success"), "1 s".into()]);
        table.row(["a".into(), "running".into(), String::new()]);
        let shown = console::strip_ansi_codes(&table.show(paint)).into_owned();
        assert_eq!(shown, "NAME  STATUS   TOOK\n日本  success  1 s\na     running\n");
    }
}
