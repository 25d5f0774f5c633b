//! Servers whose runs are carried out on a cluster, when something goes away: the database, a server,
//! or what a Workflow belonged to. The cluster is the fake, so that a test says what happens when.

mod names;
mod orphans;
mod outages;
mod stage;
mod takeover;
