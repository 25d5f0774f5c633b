//! The whole program, as its users see it: each promise of the contract, on both databases.

mod numbers;
