//! Workflows are made once, watched, told to end and removed with all that is theirs.

use std::time::Duration;

use annals_executor::argo::{Change, Workflow, workflow_name};
use futures::{Stream, StreamExt as _};
use k8s_openapi::api::core::v1::Secret;
use kube::Api;
use kube::api::ListParams;

use crate::namespace::{Namespace, attempt, launch};

/// The first change that `wanted` knows.
async fn seen<T>(
    changes: &mut (impl Stream<Item = Vec<Change>> + Unpin),
    wanted: impl Fn(&Change) -> Option<T>,
) -> T {
    let find = async {
        loop {
            let changes = changes.next().await.expect("a watch never ends");
            if let Some(found) = changes.iter().find_map(&wanted) {
                return found;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), find).await.expect("it is seen in time")
}

#[tokio::test]
async fn a_workflow_from_its_making_to_its_end() {
    let namespace = Namespace::new("life").await;
    let cluster = namespace.cluster();
    let mut changes = Box::pin(cluster.watch());
    seen(&mut changes, |change| matches!(change, Change::Complete).then_some(())).await;

    let launch = launch("life", "import time; time.sleep(1000)");
    cluster.create(&launch).await.expect("a workflow");
    cluster.create(&launch).await.expect("it is there already");
    assert_eq!(cluster.known().await.expect("a list"), [attempt("life")]);
    let uid = seen(&mut changes, |change| match change {
        Change::Is(of, workflow) if *of == attempt("life") => workflow.metadata.uid.clone(),
        _ => None,
    })
    .await;
    let secrets: Api<Secret> = Api::namespaced(namespace.client.clone(), &namespace.name);
    let secret = secrets.get(&workflow_name(&launch.attempt)).await.expect("its Secret");
    let owners = secret.metadata.owner_references.expect("an owner");
    assert_eq!(owners[0].uid, uid);

    assert!(cluster.terminate(&launch.attempt).await.expect("it is told"));
    let told = |change: &Change| match change {
        Change::Is(_, workflow) => workflow.is_shut_down().then_some(()),
        _ => None,
    };
    seen(&mut changes, told).await;

    cluster.delete(&launch.attempt).await.expect("it goes");
    cluster.delete(&launch.attempt).await.expect("it is gone already");
    seen(&mut changes, |c| matches!(c, Change::Gone(of) if *of == attempt("life")).then_some(()))
        .await;
    assert!(!cluster.terminate(&launch.attempt).await.expect("an answer"));
    assert_eq!(cluster.known().await.expect("a list"), []);
    let left = secrets.list(&ListParams::default()).await.expect("a list").items;
    assert!(left.is_empty(), "{left:?}");
    namespace.remove().await;
}

#[tokio::test]
async fn what_another_annals_has_in_the_namespace_is_left_alone() {
    let namespace = Namespace::new("two").await;
    let cluster = namespace.cluster();
    cluster.create(&launch("one", "pass")).await.expect("a workflow");
    let config =
        annals_executor::argo::ArgoConfig { instance: "other".into(), ..namespace.config() };
    let other = annals_executor::argo::Cluster::with(namespace.client.clone(), config);
    other.create(&launch("two", "pass")).await.expect("a workflow");
    assert_eq!(cluster.known().await.expect("a list"), [attempt("one")]);
    assert_eq!(other.known().await.expect("a list"), [attempt("two")]);
    let all: Api<Workflow> = Api::namespaced(namespace.client.clone(), &namespace.name);
    assert_eq!(all.list(&ListParams::default()).await.expect("a list").items.len(), 2);
    namespace.remove().await;
}
