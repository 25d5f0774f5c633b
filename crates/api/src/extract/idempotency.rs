//! The header `Idempotency-Key`: the same key with the same body answers the same result.

use annals_engine::{Caller, IdempotencyKey};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use sha2::{Digest as _, Sha256};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::problem::{Issue, Problem};

const NAME: &str = "Idempotency-Key";

/// The key that a request carries, if any.
#[derive(Debug)]
pub(crate) struct Idempotency(Option<String>);

impl Idempotency {
    /// The key within what `caller` does by `operation` (and the ids in its path).
    pub(crate) fn of(self, caller: &Caller, operation: &str, raw: &[u8]) -> Option<IdempotencyKey> {
        let user = caller.user_id.as_deref().unwrap_or("-");
        Some(IdempotencyKey {
            key: self.0?,
            scope: format!("{user}/{operation}"),
            body_hash: hex(&Sha256::digest(raw)),
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl<S: Sync> FromRequestParts<S> for Idempotency {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(NAME) else { return Ok(Self(None)) };
        match value.to_str() {
            Ok(key)
                if (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) =>
            {
                Ok(Self(Some(key.to_owned())))
            }
            _ => {
                let msg = "must be 1 to 255 visible ASCII characters";
                Err(Problem::invalid(vec![Issue::at("header", NAME, msg)]))
            }
        }
    }
}

impl IntoParams for Idempotency {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(255))
            .pattern(Some("^[!-~]+$"));
        let description = "The same key with the same body answers the same result, with another \
                           body 409.";
        vec![
            ParameterBuilder::new()
                .name(NAME)
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .description(Some(description))
                .schema(Some(schema.build()))
                .build(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    async fn read(value: &[u8]) -> Result<Idempotency, Problem> {
        let request = Request::post("/").header(NAME, value).body(()).expect("a request");
        Idempotency::from_request_parts(&mut request.into_parts().0, &()).await
    }

    #[tokio::test]
    async fn a_key_belongs_to_its_caller_operation_and_body() {
        let caller = Caller { user_id: Some("ada".into()), run_id: None };
        let key = read(b"k-1").await.expect("a key").of(&caller, "rerun/r1", b"").expect("given");
        assert_eq!((&*key.key, &*key.scope), ("k-1", "ada/rerun/r1"));
        assert_eq!(
            key.body_hash,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[tokio::test]
    async fn keys_are_visible_ascii() {
        for bad in [&b""[..], b"a b", "ä".as_bytes(), &[b'x'; 256]] {
            assert!(read(bad).await.is_err(), "{bad:?}");
        }
    }
}
