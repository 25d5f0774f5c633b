use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

fn description() -> Value {
    let mut api = crate::open().merge(crate::guarded()).into_openapi();
    finish(&mut api, false);
    serde_json::to_value(&api).expect("JSON")
}

fn operations(api: &Value) -> Vec<(String, &Value)> {
    let paths = api["paths"].as_object().expect("paths");
    let methods = |(path, item): (&String, &'static str)| format!("{} {path}", item.to_uppercase());
    let all = ["get", "post", "put", "patch", "delete"];
    let found = paths.iter().flat_map(|(path, item)| {
        all.into_iter().filter_map(move |m| Some((methods((path, m)), item.get(m)?)))
    });
    found.collect()
}

#[test]
fn every_route_is_described() {
    let api = description();
    let mut names: Vec<_> = operations(&api).into_iter().map(|(name, _)| name).collect();
    names.sort();
    insta::assert_snapshot!(names.join("\n"));
}

#[test]
fn every_operation_is_whole() {
    let api = description();
    let mut ids = BTreeSet::new();
    for (name, operation) in operations(&api) {
        assert!(ids.insert(operation["operationId"].to_string()), "{name}: id twice");
        assert!(operation["summary"].is_string(), "{name}: no summary");
        for part in name.split('/').filter_map(|part| part.strip_prefix('{')) {
            let parameters = operation["parameters"].as_array().expect("parameters");
            let wanted = part.trim_end_matches('}');
            let found = parameters.iter().find(|p| p["name"] == wanted && p["in"] == "path");
            assert!(found.is_some_and(|p| p["required"] == true), "{name}: {wanted}");
        }
        for (code, response) in operation["responses"].as_object().expect("responses") {
            if code.as_str() >= "400" {
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{name} {code}");
            }
        }
    }
}

/// A reference to nothing makes the description useless to every generator.
#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|inner| references(inner, found));
            }
            Value::Array(list) => list.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }
    let api = description();
    let mut found = BTreeSet::new();
    references(&api, &mut found);
    assert!(found.len() > 20, "{found:?}");
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("a local reference");
        assert!(api.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn a_token_may_be_left_out_on_an_open_server_only() {
    for (open, first) in [(true, "{}"), (false, r#"{"bearer":[]}"#)] {
        let mut api = crate::open().into_openapi();
        finish(&mut api, open);
        let api = serde_json::to_value(&api).expect("JSON");
        assert_eq!(api["security"][0].to_string(), first);
        assert_eq!(api["paths"]["/healthz"]["get"]["security"][0].to_string(), "{}");
    }
}
