//! Reads requests into types and answers problems where that fails.
//!
//! The names differ from axum's on purpose: what these refuse, they refuse in the common form.

mod body;
mod check;
mod idempotency;
mod params;
mod place;
mod pod;
mod values;

pub(crate) use body::{BodyLimit, Empty, JsonBody, RawBody};
pub(crate) use check::{Case, Check};
pub(crate) use idempotency::Idempotency;
pub(crate) use params::Params;
pub(crate) use place::{ArtifactPath, At, Place, number, parameter, text};
pub(crate) use values::{Bounded, Text, flag, given, instant, page, parsed, word};

use annals_engine::Caller;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::problem::{Kind, Problem};

/// Who asks, as the guard found out.
pub(crate) struct Asker(pub(crate) Caller);

impl<S: Sync> FromRequestParts<S> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Caller>().cloned();
        caller.map(Self).ok_or(Problem::new(Kind::Unauthorized, Kind::Unauthorized.sentence()))
    }
}
