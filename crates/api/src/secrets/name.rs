//! A secret's name in a path.

use utoipa::openapi::path::Parameter;

use crate::extract::{Place, parameter, text};
use crate::problem::Problem;

/// A secret's name, checked where a secret is made.
pub(super) struct SecretName(pub(super) String);

impl Place for SecretName {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        Ok(Self(part("name")))
    }
    fn describe() -> Vec<Parameter> {
        let name = text(128).pattern(Some("^[A-Za-z_][A-Za-z0-9_.-]*$"));
        vec![parameter("name", "The secret's name.", name.build().into())]
    }
}
