//! What was measured, as a table for people or as JSON.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::machine::Machine;

/// Where a figure should lie.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Target {
    fn met(self, value: f64) -> bool {
        match self {
            Self::AtMost(limit) => value <= limit,
            Self::AtLeast(limit) => value >= limit,
        }
    }

    fn text(self) -> String {
        match self {
            Self::AtMost(limit) => format!("≤ {limit}"),
            Self::AtLeast(limit) => format!("≥ {limit}"),
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The benchmark it belongs to.
    pub benchmark: &'static str,
    /// The database it was measured on.
    pub database: &'static str,
    /// What was measured.
    pub what: String,
    /// The values with their labels; a single one has the label "".
    pub values: Vec<(&'static str, f64)>,
    /// Their unit.
    pub unit: &'static str,
    /// How many times it was measured.
    pub samples: usize,
    /// The label of the value that has a target, and the target.
    pub target: Option<(&'static str, Target)>,
}

impl Figure {
    /// A figure with a target for the value labelled `label`.
    #[must_use]
    pub fn with_target(mut self, label: &'static str, target: Target) -> Self {
        self.target = Some((label, target));
        self
    }

    fn met(&self) -> Option<bool> {
        let (label, target) = self.target?;
        let (_, value) = self.values.iter().find(|(name, _)| *name == label)?;
        Some(target.met(*value))
    }

    fn text(&self) -> String {
        let part = |(label, value): &(&str, f64)| format!("{label} {}", number(*value));
        let parts: Vec<_> = self.values.iter().map(part).collect();
        format!("{} {}", parts.join(", ").trim(), self.unit)
    }

    fn goal(&self) -> String {
        let Some((label, target)) = self.target else { return String::new() };
        format!("{label} {}", target.text()).trim().to_owned()
    }

    fn row(&self) -> [String; 7] {
        let met = self.met().map_or("", |met| if met { "yes" } else { "no" });
        [
            self.benchmark.to_owned(),
            self.database.to_owned(),
            self.what.clone(),
            self.text(),
            self.goal(),
            met.to_owned(),
            self.samples.to_string(),
        ]
    }

    fn json(&self) -> Value {
        let values: Map<String, Value> =
            self.values.iter().map(|(label, value)| ((*label).to_owned(), json!(value))).collect();
        json!({
            "benchmark": self.benchmark,
            "database": self.database,
            "what": self.what,
            "values": values,
            "unit": self.unit,
            "samples": self.samples,
            "target": self.target.map(|(label, target)| json!({"of": label, "is": target})),
            "met": self.met(),
        })
    }
}

/// A number with as many digits as it deserves.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 1000.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The figures as a Markdown table that is readable on a terminal too.
#[must_use]
pub fn table(machine: &Machine, figures: &[Figure]) -> String {
    let head =
        ["benchmark", "database", "what", "figure", "target", "met", "samples"].map(str::to_owned);
    let rows: Vec<_> = figures.iter().map(Figure::row).collect();
    let width = |column: usize| {
        let cells = std::iter::once(&head).chain(&rows).map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..head.len()).map(width).collect();
    let rule = widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>();
    let line = |cells: &[String]| {
        let cells = cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}"));
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let body: String = rows.iter().map(|row| line(row)).collect();
    format!("{machine}\n\n{}{}{body}", line(&head), line(&rule))
}

/// The figures as JSON.
#[must_use]
pub fn as_json(machine: &Machine, figures: &[Figure]) -> String {
    let figures: Vec<_> = figures.iter().map(Figure::json).collect();
    format!("{:#}", json!({ "machine": machine, "figures": figures }))
}
