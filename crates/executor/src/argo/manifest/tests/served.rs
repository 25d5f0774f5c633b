//! What pods fetch from the server and give it, with a server of a few lines.

use std::net::TcpListener;

use super::pod::run;
use super::server::Served;
use super::*;
use crate::argo::{Gave, Origin};

/// A server that has some parcels and takes others; it is busy for the first `busy` requests.
fn served(parcels: Vec<Parcel>, busy: usize) -> Served {
    Served::answering(move |count, line, body| match count <= busy {
        true => Err("503 Service Unavailable"),
        false => answer(&parcels, line, body),
    })
}

fn answer(parcels: &[Parcel], line: &str, body: &str) -> Result<Vec<u8>, &'static str> {
    let path = line.split(' ').nth(1).expect("a path");
    if path == format!("/api/v1/runs/{RUN}/parcels?epoch=1") {
        let id = annals_domain::ParcelId::of(body.as_bytes());
        return Ok(json!({"id": id}).to_string().into_bytes());
    }
    let id = path.strip_prefix(&format!("/api/v1/runs/{RUN}/parcels/"));
    let found = parcels.iter().find(|parcel| Some(parcel.id.as_str()) == id);
    found.map(|parcel| parcel.content.clone()).ok_or("404 Not Found")
}

fn at(url: &str, launch: Launch) -> Launch {
    Launch { api_url: Some(url.to_owned()), ..launch }
}

/// A launch that is too large for its Workflow, and what its pods will fetch.
fn large() -> (Launch, Vec<Parcel>) {
    let code = format!(
        "import json, os\nx = '{}'\nprint(len(x), json.load(open(os.environ['ANNALS_INPUTS']))['n'])",
        noise(600 << 10)
    );
    // Where the server is stands in no parcel.
    let launch = launch(&script(&code));
    let parcels = parcels(&ArgoConfig::default(), &launch).expect("parcels");
    (launch, parcels)
}

#[test]
fn a_pod_fetches_what_is_too_large_for_its_workflow() {
    let (launch, parcels) = large();
    let served = served(parcels, 1);
    let ran = run(&at(&served.url, launch), 0, "");
    assert_eq!(ran.code, Some(0), "{:?}", ran.lines);
    assert_eq!(ran.of(Origin::Stdout), [format!("{} 20", 600 << 10)]);
    // The first answer was that the server is busy.
    assert_eq!(served.asked().len(), 3);
    let told = ran.of(Origin::Setup);
    assert!(told.iter().any(|line| line.contains("is asked again")), "{told:?}");
}

#[test]
fn a_pod_that_cannot_fetch_says_where_and_why() {
    let (launch, _) = large();
    let served = served(Vec::new(), 0);
    let ran = run(&at(&served.url, launch.clone()), 0, "");
    let outcome = ran.result.outcome(false);
    assert_eq!((ran.code, outcome.exit_code), (Some(SETUP_FAILED), None));
    assert_eq!(outcome.error_type, Some(annals_domain::ErrorType::Platform));
    let message = outcome.message.expect("a message");
    assert!(message.starts_with("the pod cannot run it: GET http://127.0.0.1:"), "{message}");
    assert!(message.ends_with("HTTP Error 404: Not Found: said"), "{message}");
    // Nobody listens there.
    let away = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let ran = run(&at(&format!("http://{away}"), launch), 0, "");
    let message = ran.result.outcome(false).message.expect("a message");
    assert!(message.contains("Connection refused"), "{message}");
}

/// A program that gives so many characters that cannot be packed away.
fn giving(count: usize) -> String {
    format!(
        "import json, os, random\nrandom.seed(1)\n\
         text = ''.join(random.choices('0123456789abcdef', k={count}))\n\
         json.dump(text, open(os.environ['ANNALS_OUTPUTS'], 'w'))"
    )
}

#[test]
fn outputs_up_to_the_limit_are_in_the_workflow_and_larger_ones_the_server_keeps() {
    let served = served(Vec::new(), 0);
    let small = run(&at(&served.url, launch(&script(&giving(150_000)))), 0, "");
    assert!(
        matches!(&small.outputs, Some(Gave::Value(Value::String(text))) if text.len() == 150_000)
    );
    assert_eq!(served.asked(), []);
    let large = run(&at(&served.url, launch(&script(&giving(300_000)))), 0, "");
    assert_eq!(large.code, Some(0), "{:?}", large.lines);
    let asked = served.asked();
    assert_eq!((asked.len(), asked[0].1.len()), (1, 300_002));
    assert_eq!(large.outputs, Some(Gave::Kept(annals_domain::ParcelId::of(asked[0].1.as_bytes()))));
}

#[test]
fn outputs_that_cannot_be_given_fail_the_step() {
    let ran = run(&Launch { api_url: None, ..launch(&script(&giving(300_000))) }, 0, "");
    let outcome = ran.result.outcome(false);
    assert_eq!((ran.code, ran.outputs), (Some(SETUP_FAILED), None));
    assert_eq!(outcome.error_type, Some(annals_domain::ErrorType::Platform));
    let message =
        "its outputs could not be given to the server: the server has no address for pods";
    assert_eq!(outcome.message.as_deref(), Some(message));
}

#[test]
fn a_component_fetches_what_those_before_it_gave() {
    let Spec::Flow(mut spec) = flow() else { unreachable!("it is a flow") };
    spec.components[3].code =
        "import json, os; print(json.load(open(os.environ['ANNALS_INPUTS']))['upstream'])".into();
    let parcel = Parcel::of(br#"{"b":1}"#.to_vec());
    let upstream = format!("s1:kept:{} s2:", parcel.id);
    let served = served(vec![parcel], 0);
    let ran = run(&at(&served.url, launch(&Spec::Flow(spec))), 3, &upstream);
    assert_eq!(ran.of(Origin::Stdout), ["{'b.1': {'b': 1}, 'c': None}"]);
}
