//! The Argo executor's part that speaks to a cluster, on a real one (`KUBECONFIG`).

mod namespace;
mod pod_logs;
mod proxy;
mod refusals;
mod workflows;
