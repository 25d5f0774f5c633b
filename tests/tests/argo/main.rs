//! Runs on a real cluster with Argo Workflows (`KUBECONFIG`, `KUBECTL`), by the whole program.

mod deletions;
mod ends;
mod flows;
mod kills;
mod many;
mod packages;
mod place;
mod refusals;
mod scripts;
