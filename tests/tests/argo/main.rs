//! Runs on a real cluster with Argo Workflows (`KUBECONFIG`, `KUBECTL`), by the whole program.

mod bursts;
mod cuts;
mod deletions;
mod ends;
mod flows;
mod jobs;
mod kills;
mod large;
mod many;
mod packages;
mod place;
mod pods;
mod recorded;
mod refusals;
mod scripts;
#[allow(dead_code, reason = "the other test program uses all of it")]
mod steady;
mod waiting;
