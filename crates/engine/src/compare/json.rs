//! The difference of two JSON values, by place.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Pair, Section};

/// The most places that are told.
const PLACES: usize = 1000;

/// Where two values differ. A place is a JSON Pointer (RFC 6901), empty for the whole.
pub(super) fn section(a: Option<&Value>, b: Option<&Value>) -> Section {
    let mut changes = Vec::new();
    differ(String::new(), a, b, &mut changes);
    let more = changes.len() > PLACES;
    changes.truncate(PLACES);
    Section { changes, more, unknown: None }
}

fn differ(place: String, a: Option<&Value>, b: Option<&Value>, changes: &mut Vec<Pair<Value>>) {
    if a == b || changes.len() > PLACES {
        return;
    }
    match (a, b) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => in_objects(&place, a, b, changes),
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            for n in 0..a.len().max(b.len()) {
                differ(format!("{place}/{n}"), a.get(n), b.get(n), changes);
            }
        }
        _ => changes.push(Pair { name: place, a: a.cloned(), b: b.cloned() }),
    }
}

fn in_objects(
    place: &str,
    a: &Map<String, Value>,
    b: &Map<String, Value>,
    changes: &mut Vec<Pair<Value>>,
) {
    let names: BTreeSet<_> = a.keys().chain(b.keys()).collect();
    for name in names {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        differ(format!("{place}/{escaped}"), a.get(name), b.get(name), changes);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(a: &Value, b: &Value) -> Vec<(String, Option<Value>, Option<Value>)> {
        let changes = section(Some(a), Some(b)).changes;
        changes.into_iter().map(|pair| (pair.name, pair.a, pair.b)).collect()
    }

    #[test]
    fn only_what_differs_is_told_where_it_is() {
        let a = json!({"x": [1, {"y/z": 2}], "same": {"k": [1]}, "gone": null, "s": "t"});
        let b = json!({"s": {"t": 1}, "same": {"k": [1]}, "x": [1, {"y/z": 3}, 4]});
        assert_eq!(
            places(&a, &b),
            [
                ("/gone".into(), Some(json!(null)), None),
                ("/s".into(), Some(json!("t")), Some(json!({"t": 1}))),
                ("/x/1/y~1z".into(), Some(json!(2)), Some(json!(3))),
                ("/x/2".into(), None, Some(json!(4))),
            ]
        );
        assert_eq!(places(&a, &a), []);
        assert_eq!(section(None, Some(&a)).changes[0].name, "");
    }

    #[test]
    fn very_many_places_are_cut() {
        let list = |from: usize| Value::from((from..from + 5000).collect::<Vec<_>>());
        let told = section(Some(&list(0)), Some(&list(1)));
        assert_eq!((told.changes.len(), told.more), (PLACES, true));
    }
}
