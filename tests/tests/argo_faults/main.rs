//! What a real cluster goes through: its controller is killed, its API server is started again or
//! held, PostgreSQL or a server goes away. Every run ends in its true state, with each line once.
//!
//! The tests hold and kill processes of the cluster that `scripts/cluster/up.sh` brings up on this
//! machine. They run one after the other, since each would disturb the others.

mod faults;
mod machine;
#[path = "../argo/place.rs"]
#[allow(dead_code, reason = "the other test program uses all of it")]
mod place;
mod servers;
#[path = "../argo/steady.rs"]
mod steady;
