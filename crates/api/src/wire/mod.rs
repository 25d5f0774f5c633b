//! What goes over the wire. One file an interface, since each has words of its own.

/// A choice of words that a parameter takes, in any case.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                $(if text.eq_ignore_ascii_case($word) { return Ok(Self::$variant); })+
                Err(format!("must be one of {}", [$($word),+].join(", ")))
            }
        }
    };
}

pub mod automations;
pub mod bulk;
pub mod compare;
pub mod flow_bodies;
pub mod flow_runs;
pub mod flows;
pub mod google;
pub mod history;
pub mod jobs;
pub mod log;
pub mod node;
pub mod pod;
pub mod recordings;
pub mod retention;
pub mod run;
pub mod runs;
pub mod search;
pub mod secrets;
pub mod stats;
pub mod submit;
pub mod tasks;
pub mod words;
