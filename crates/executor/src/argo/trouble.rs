//! What goes wrong with a cluster, in words for whoever runs it.

use kube::core::Status;

use super::ManifestError;

/// Why the cluster did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No cluster is configured: neither `KUBECONFIG` nor a pod's own account.
    #[error("no cluster is configured: {0}")]
    Config(String),
    /// The launch has no Workflow.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// There is no such namespace.
    #[error("the cluster has no namespace `{0}`")]
    NoNamespace(String),
    /// Argo Workflows is not installed.
    #[error("the cluster has no Argo Workflows (argoproj.io/v1alpha1): install it first")]
    NoArgo,
    /// The server's account may not do it, or a quota is used up.
    #[error("the cluster forbids {doing}: {said}")]
    Forbidden {
        /// What was being done.
        doing: String,
        /// What the cluster said.
        said: String,
    },
    /// The cluster said no for another reason, or could not be reached.
    #[error("{doing}: {source}")]
    Failed {
        /// What was being done.
        doing: String,
        /// What happened.
        source: Box<kube::Error>,
    },
}

impl ClusterError {
    /// What `error`, met while `doing` something in `namespace`, means.
    pub(super) fn of(doing: &str, namespace: &str, error: kube::Error) -> Self {
        let kube::Error::Api(status) = &error else { return Self::failed(doing, error) };
        let kind = status.details.as_ref().map_or("", |details| details.kind.as_str());
        match (status.code, kind) {
            (404, "namespaces") => Self::NoNamespace(namespace.to_owned()),
            // What is missing is not an object but the resource.
            (404, "") => Self::NoArgo,
            (403, _) => Self::Forbidden { doing: doing.to_owned(), said: status.message.clone() },
            _ => Self::failed(doing, error),
        }
    }

    fn failed(doing: &str, error: kube::Error) -> Self {
        Self::Failed { doing: doing.to_owned(), source: Box::new(error) }
    }

    /// Whether the same may succeed later: the cluster is busy, or cannot be reached.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Failed { source, .. } => match status_of(source) {
                Some(status) => status.code == 429 || status.code >= 500,
                None => !matches!(**source, kube::Error::SerdeError(_)),
            },
            _ => false,
        }
    }
}

/// The cluster's own answer, if it gave one.
pub(super) fn status_of(error: &kube::Error) -> Option<&Status> {
    match error {
        kube::Error::Api(status) => Some(status),
        _ => None,
    }
}

/// Whether the cluster said that what was asked for is not there.
pub(super) fn is_missing(error: &kube::Error) -> bool {
    status_of(error).is_some_and(|status| status.code == 404)
}

/// Whether the cluster said that what was to be made is there already.
pub(super) fn is_there(error: &kube::Error) -> bool {
    status_of(error).is_some_and(|status| status.reason == "AlreadyExists")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn error(code: u16, kind: &str) -> ClusterError {
        let status = json!({"code": code, "message": "said", "details": {"kind": kind}});
        let status: Status = serde_json::from_value(status).expect("a status");
        ClusterError::of("creating it", "runs", kube::Error::Api(status.boxed()))
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(error(404, "namespaces").to_string(), "the cluster has no namespace `runs`");
        assert!(matches!(error(404, ""), ClusterError::NoArgo));
        assert_eq!(error(403, "workflows").to_string(), "the cluster forbids creating it: said");
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for code in [429, 500, 503] {
            assert!(error(code, "workflows").is_passing(), "{code}");
        }
        for code in [400, 403, 404, 409, 422] {
            assert!(!error(code, "workflows").is_passing(), "{code}");
        }
    }
}
