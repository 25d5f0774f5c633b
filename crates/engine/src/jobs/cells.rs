//! The cells of results, with what people made of them.

use std::collections::HashMap;

use annals_domain::NodeName;
use annals_store::Correction;
use serde_json::Value;

/// The rows that a task gave.
pub(super) fn rows(outputs: &Value) -> &[Value] {
    outputs.get("results").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The names of a task's columns.
pub(super) fn columns(outputs: &Value) -> Vec<&str> {
    let columns = outputs.get("columns").and_then(Value::as_array);
    columns.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Puts corrections in the place of what was found; answers them with the values that were found.
pub(super) fn correct(
    outputs: &mut Value,
    corrections: Vec<Correction>,
) -> Vec<(Correction, Value)> {
    let columns: Vec<String> = columns(outputs).into_iter().map(str::to_owned).collect();
    let mut made = Vec::with_capacity(corrections.len());
    for correction in corrections {
        let column = columns.iter().position(|name| *name == correction.column);
        let row = usize::try_from(correction.row).ok();
        let cell = column
            .zip(row)
            .and_then(|(column, row)| outputs.get_mut("results")?.get_mut(row)?.get_mut(column));
        if let Some(cell) = cell {
            let found = std::mem::replace(cell, correction.value.clone());
            made.push((correction, found));
        }
    }
    made
}

/// Corrections by task.
pub(super) fn by_task(corrections: Vec<Correction>) -> HashMap<NodeName, Vec<Correction>> {
    let mut by_task: HashMap<_, Vec<_>> = HashMap::new();
    for correction in corrections {
        by_task.entry(correction.node.clone()).or_default().push(correction);
    }
    by_task
}
