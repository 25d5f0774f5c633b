//! The log of a real pod that runs a step as a Workflow's pod does: exact to the line.

use std::time::Duration;

use annals_executor::Launch;
use annals_executor::argo::{
    Cluster, Line, Lines, LogPart, Origin, Parameter, PodLog, Stamped, manifest, secret,
};
use k8s_openapi::api::core::v1::Pod;
use kube::Api;
use kube::api::{DeleteParams, PostParams};
use serde_json::json;

use crate::namespace::{Namespace, launch};
use crate::proxy::cutting_client;

/// Begins the pod that Argo would make of the only template of `launch`.
async fn begin(namespace: &Namespace, launch: &Launch) -> &'static str {
    let config = namespace.config();
    let workflow = manifest(&config, launch).expect("a workflow");
    let script = workflow.spec.templates[0].script.clone().expect("a script");
    let put_in = |source: String, parameter: &Parameter| {
        let named = format!("{{{{workflow.parameters.{}}}}}", parameter.name);
        source.replace(&named, parameter.value.as_deref().expect("a value"))
    };
    let source = workflow.spec.arguments.parameters.iter().fold(script.source, put_in);
    let pod: Pod = serde_json::from_value(json!({
        "metadata": {"name": "p"},
        "spec": {
            "restartPolicy": "Never",
            "terminationGracePeriodSeconds": 1,
            "volumes": workflow.spec.volumes,
            "containers": [{
                "name": "main",
                "image": script.image,
                "imagePullPolicy": "IfNotPresent",
                "command": script.command,
                "args": ["-c", source],
                "env": script.env,
                "volumeMounts": script.volume_mounts,
            }],
        },
    }))
    .expect("a pod");
    let how = PostParams::default();
    let (client, name) = (namespace.client.clone(), &namespace.name);
    Api::namespaced(client.clone(), name)
        .create(&how, &secret(&config, launch))
        .await
        .expect("a Secret");
    Api::namespaced(client, name).create(&how, &pod).await.expect("a pod");
    "p"
}

/// The log from here to its end: what came, and what the end was.
async fn rest(log: &mut PodLog) -> (Vec<Stamped>, LogPart) {
    let mut all = Vec::new();
    let read = async {
        loop {
            match log.next().await {
                LogPart::Lines(found) => all.extend(found),
                end => break end,
            }
        }
    };
    let end = tokio::time::timeout(Duration::from_secs(240), read).await.expect("it ends");
    (all, end)
}

fn texts(found: &[Stamped], wanted: Origin) -> Vec<String> {
    let text = |stamped: &Stamped| match stamped {
        Stamped::Line(Line { origin, bytes, .. }) if *origin == wanted => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
        Stamped::Line(_) => None,
        Stamped::Missing(count) => Some(format!("{count} lines are missing")),
    };
    found.iter().filter_map(text).collect()
}

/// The first place where two lists differ.
fn assert_same(found: &[String], expected: &[String]) {
    let differs = found.iter().zip(expected).position(|(a, b)| a != b);
    if let Some(at) = differs {
        panic!("line {at} is {:?}, not {:?}", found[at], expected[at]);
    }
    assert_eq!(found.len(), expected.len());
}

#[tokio::test]
async fn over_broken_connections_each_line_comes_once() {
    const LINES: usize = 20_000;
    let namespace = Namespace::new("cuts").await;
    let code = format!(
        "import os, sys, time
print(os.environ['PASSWORD'])
print('on stderr', file=sys.stderr)
for n in range({LINES}):
    print(n, '.' * 40)
    if n % 100 == 0: time.sleep(0.1)
print('ä' * 20_000)
print('no line end', end='')"
    );
    let launch = launch("cuts", &code);
    let pod = begin(&namespace, &launch).await;
    // Each cut is in the midst of a line, mostly. What is asked for again begins at a whole second,
    // so that a connection must carry more than is printed in one.
    let cluster = Cluster::with(cutting_client(250_000).await, namespace.config());
    let (found, end) = rest(&mut cluster.log(pod, Lines::default())).await;
    assert_eq!(end, LogPart::Complete);
    let mut expected = vec!["***".to_owned()];
    expected.extend((0..LINES).map(|n| format!("{n} {}", ".".repeat(40))));
    expected.extend(["ä".repeat(20_000), "no line end".to_owned()]);
    assert_same(&texts(&found, Origin::Stdout), &expected);
    assert_eq!(texts(&found, Origin::Stderr), ["on stderr"]);

    // One who read a part of it before, and forgot all else, reads the rest.
    let (rest, end) = rest(&mut namespace.cluster().log(pod, Lines::after(1_000))).await;
    assert_eq!(end, LogPart::Complete);
    let printed = texts(&rest, Origin::Stdout);
    assert_same(&printed, &expected[expected.len() - printed.len()..]);
    assert_eq!(rest.len(), found.len() - 1_000);
    namespace.remove().await;
}

#[tokio::test]
async fn a_log_that_is_rotated_while_it_is_followed_comes_whole() {
    // More than twice what the kubelet keeps in one file.
    const LINES: usize = 300_000;
    let namespace = Namespace::new("rotated").await;
    let code = format!(
        "import time
for n in range({LINES}):
    print(n, '.' * 80)
    if n % 1000 == 0: time.sleep(0.05)"
    );
    let pod = begin(&namespace, &launch("rotated", &code)).await;
    let (found, end) = rest(&mut namespace.cluster().log(pod, Lines::default())).await;
    assert_eq!(end, LogPart::Complete);
    let expected: Vec<_> = (0..LINES).map(|n| format!("{n} {}", ".".repeat(80))).collect();
    assert_same(&texts(&found, Origin::Stdout), &expected);
    namespace.remove().await;
}

#[tokio::test]
async fn a_line_is_there_while_its_pod_runs_and_a_pod_that_goes_is_told_of() {
    let namespace = Namespace::new("live").await;
    let code = "import time
print('here')
time.sleep(1000)";
    let pod = begin(&namespace, &launch("live", code)).await;
    let mut log = namespace.cluster().log(pod, Lines::default());
    let mut found = Vec::new();
    let first = async {
        while texts(&found, Origin::Stdout).is_empty() {
            match log.next().await {
                LogPart::Lines(lines) => found.extend(lines),
                end => panic!("the log ended: {end:?}"),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), first).await.expect("a line");
    let pods: Api<Pod> = Api::namespaced(namespace.client.clone(), &namespace.name);
    pods.delete(pod, &DeleteParams::default().grace_period(0)).await.expect("it goes");
    // It is told to end, and may or may not be heard once more.
    let (_, end) = rest(&mut log).await;
    assert!(matches!(end, LogPart::Complete | LogPart::Gone), "{end:?}");
    let (found, end) = rest(&mut namespace.cluster().log(pod, Lines::default())).await;
    assert_eq!((found, end), (Vec::new(), LogPart::Gone));
    namespace.remove().await;
}
