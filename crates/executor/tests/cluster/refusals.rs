//! What a cluster lacks or forbids is said in clear words, and nothing is left on it.

use annals_executor::argo::{Cluster, ClusterError};
use k8s_openapi::api::core::v1::Secret;
use k8s_openapi::api::rbac::v1::{Role, RoleBinding};
use kube::api::{ListParams, PostParams};
use kube::{Api, Client, Config};
use serde_json::json;

use crate::namespace::{Namespace, launch};

#[tokio::test]
async fn a_namespace_that_is_not_there_is_named() {
    let namespace = Namespace::new("gone").await;
    let config = annals_executor::argo::ArgoConfig {
        namespace: "annals-never-made".into(),
        ..namespace.config()
    };
    let cluster = Cluster::with(namespace.client.clone(), config);
    let refused = cluster.create(&launch("r", "pass")).await.expect_err("no namespace");
    assert_eq!(refused.to_string(), "the cluster has no namespace `annals-never-made`");
    namespace.remove().await;
}

#[tokio::test]
async fn a_right_that_is_missing_is_named_and_nothing_is_left() {
    let namespace = Namespace::new("rights").await;
    let user = format!("user-of-{}", namespace.name);
    may_make_secrets_only(&namespace, &user).await;
    let mut config = Config::infer().await.expect("a cluster");
    config.auth_info.impersonate = Some(user);
    let client = Client::try_from(config).expect("a client");
    let cluster = Cluster::with(client, namespace.config());
    let refused = cluster.create(&launch("r", "pass")).await.expect_err("no right");
    assert!(matches!(&refused, ClusterError::Forbidden { .. }), "{refused:?}");
    let text = refused.to_string();
    assert!(text.starts_with("the cluster forbids creating a Workflow: "), "{text}");
    assert!(text.contains("workflows.argoproj.io is forbidden"), "{text}");
    let secrets: Api<Secret> = Api::namespaced(namespace.client.clone(), &namespace.name);
    let left = secrets.list(&ListParams::default()).await.expect("a list").items;
    assert!(left.is_empty(), "{left:?}");
    namespace.remove().await;
}

async fn may_make_secrets_only(namespace: &Namespace, user: &str) {
    let role: Role = serde_json::from_value(json!({
        "metadata": {"name": "secrets"},
        "rules": [
            {"apiGroups": [""], "resources": ["secrets"], "verbs": ["create", "delete"]},
            {"apiGroups": ["argoproj.io"], "resources": ["workflows"], "verbs": ["delete"]},
        ],
    }))
    .expect("a role");
    let binding: RoleBinding = serde_json::from_value(json!({
        "metadata": {"name": "secrets"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "secrets"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user}],
    }))
    .expect("a binding");
    let (client, name, how) = (namespace.client.clone(), &namespace.name, PostParams::default());
    Api::namespaced(client.clone(), name).create(&how, &role).await.expect("a role");
    Api::namespaced(client, name).create(&how, &binding).await.expect("a binding");
}
