//! Which request does what.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::faults::{Fault, On};
use crate::http::Request;
use crate::state::{Shared, State, name_of};
use crate::streams;

/// What a request is about: `…/namespaces/NS/PLURAL[/NAME[/log]]`.
struct Target<'r> {
    plural: &'r str,
    name: Option<&'r str>,
    log: bool,
}

impl<'r> Target<'r> {
    fn of(request: &'r Request) -> Option<Self> {
        let place = request.path.iter().position(|part| part == "namespaces")?;
        let mut rest = request.path[place + 2..].iter().map(String::as_str);
        Some(Self { plural: rest.next()?, name: rest.next(), log: rest.next() == Some("log") })
    }

    fn on(&self, request: &Request) -> On {
        match (request.method.as_str(), self.plural, self.name) {
            ("POST", "workflows", None) => On::CreateWorkflow,
            ("POST", "secrets", None) => On::CreateSecret,
            ("GET", "workflows", None) if is_watch(request) => On::WatchWorkflows,
            ("GET", "workflows", None) => On::ListWorkflows,
            ("GET", "workflows", Some(_)) => On::GetWorkflow,
            ("PATCH", "workflows", _) => On::PatchWorkflow,
            ("DELETE", "workflows", _) => On::DeleteWorkflow,
            ("GET", "pods", Some(_)) if self.log => On::Log,
            ("GET", "pods", Some(_)) => On::GetPod,
            _ => On::Other,
        }
    }
}

/// Answers a request, as the faults let it.
pub(crate) async fn answer(
    request: &Request,
    answer: &mut Answer,
    shared: &Arc<Shared>,
) -> std::io::Result<()> {
    let Some(target) = Target::of(request) else {
        return answer.refuse(404, "NotFound", "", None).await;
    };
    let fault = shared.faults().meet(target.on(request));
    shared.tell();
    match fault {
        Some(Fault::Refused { code, retry_after }) => {
            return answer.refuse(code, "Refused", target.plural, retry_after).await;
        }
        Some(Fault::Gone) => return streams::gone(answer).await,
        Some(Fault::DoneBut(code)) => answer.say_instead(code),
        Some(Fault::Cut(bytes)) => answer.cut_after(bytes),
        Some(Fault::Slow(time)) => tokio::time::sleep(time).await,
        None => {}
    }
    if is_watch(request) {
        return streams::watch(request, target.plural, answer, shared).await;
    }
    if let (true, Some(pod)) = (target.log, target.name) {
        return streams::log(request, pod, answer, shared).await;
    }
    let done = shared.change(|state| carry_out(request, &target, state));
    match done {
        Ok((code, object)) => answer.object(code, &object).await,
        Err((code, reason)) => answer.refuse(code, reason, target.plural, None).await,
    }
}

type Done = Result<(u16, Value), (u16, &'static str)>;

fn carry_out(request: &Request, target: &Target<'_>, state: &mut State) -> Done {
    let (plural, missing) = (target.plural, (404, "NotFound"));
    let shown = |object: &Arc<Value>| shown(object, request.metadata_only);
    match (request.method.as_str(), target.name) {
        ("GET", None) => Ok((200, list(request, plural, state))),
        ("GET", Some(name)) => {
            state.get(plural, name).map(|object| (200, shown(&object))).ok_or(missing)
        }
        // To see whether it would be made.
        ("POST", None) if request.query.contains_key("dryRun") => Ok((201, request.body.clone())),
        ("POST", None) => {
            let made = state.create(plural, request.body.clone());
            made.map(|object| (201, shown(&object))).ok_or((409, "AlreadyExists"))
        }
        ("PATCH", Some(name)) => {
            let patched = state.patch(plural, name, &request.body);
            patched.map(|object| (200, shown(&object))).ok_or(missing)
        }
        ("DELETE", Some(name)) => {
            state.delete(plural, name).map(|object| (200, shown(&object))).ok_or(missing)
        }
        _ => Err((405, "MethodNotAllowed")),
    }
}

fn list(request: &Request, plural: &str, state: &State) -> Value {
    let after = request.query.get("continue").map_or("", String::as_str);
    let limit = request.query.get("limit").and_then(|limit| limit.parse().ok());
    let mut found = state.list(plural, after);
    found.retain(|object| is_selected(request, object));
    let whole = found.len();
    found.truncate(limit.unwrap_or(usize::MAX));
    let next = found.last().filter(|_| found.len() < whole).map(|last| name_of(last));
    let items: Vec<_> = found.iter().map(|object| shown(object, request.metadata_only)).collect();
    let (kind, version) = match request.metadata_only {
        true => ("PartialObjectMetadataList", "meta.k8s.io/v1"),
        false => ("List", "v1"),
    };
    let version_of_list = state.version().to_string();
    json!({
        "kind": kind,
        "apiVersion": version,
        "metadata": {"resourceVersion": version_of_list, "continue": next.unwrap_or_default()},
        "items": items,
    })
}

/// An object, or only its metadata.
fn shown(object: &Arc<Value>, metadata_only: bool) -> Value {
    if !metadata_only {
        return Value::clone(object);
    }
    json!({
        "kind": "PartialObjectMetadata",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": object["metadata"],
    })
}

pub(crate) fn is_watch(request: &Request) -> bool {
    request.query.get("watch").is_some_and(|watch| watch != "false")
}

/// Whether the object has the labels that the request names.
pub(crate) fn is_selected(request: &Request, object: &Value) -> bool {
    let selector = request.query.get("labelSelector").map_or("", String::as_str);
    selector
        .split(',')
        .filter_map(|part| part.split_once('='))
        .all(|(name, value)| object["metadata"]["labels"][name] == value.trim_start_matches('='))
}
