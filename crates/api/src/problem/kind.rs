//! The kinds of error and their stable names.

use axum::http::StatusCode;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $slug:literal, $title:literal, $sentence:literal;)+) => {
        /// What kind of error a problem is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Kind { $($(#[$doc])* $name),+ }

        impl Kind {
            /// The HTTP status.
            pub(crate) const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status),+ }
            }

            /// The stable name.
            pub(crate) fn uri(self) -> String {
                let slug = match self { $(Self::$name => $slug),+ };
                format!("urn:annals:problem:{slug}")
            }

            /// The kind for people.
            pub(crate) const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }

            /// What to say where nothing more is known.
            pub(crate) const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence),+ }
            }

            /// The first kind with this status.
            pub(crate) fn of(status: StatusCode) -> Self {
                let all = [$(Self::$name),+];
                all.into_iter().find(|kind| kind.status() == status).unwrap_or(
                    if status.is_client_error() { Self::Malformed } else { Self::Internal },
                )
            }
        }
    };
}

kinds! {
    /// The request cannot be read.
    Malformed = BAD_REQUEST, "malformed", "Malformed request", "The request cannot be read.";
    /// It can be read and is refused.
    Refused = BAD_REQUEST, "refused", "Refused", "The request is refused.";
    /// No token, or not one that is known.
    Unauthorized = UNAUTHORIZED, "unauthorized", "Not authorised",
        "A valid token is needed: send it as `Authorization: Bearer <token>`.";
    /// The token, the host or the origin may not do this.
    Forbidden = FORBIDDEN, "forbidden", "Forbidden", "This is not allowed.";
    /// There is no such thing.
    NotFound = NOT_FOUND, "not-found", "Not found",
        "Nothing is served at this path; /api/openapi.json lists every path.";
    /// The path does not know the method.
    Method = METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed",
        "This path does not know this method; the header Allow lists those it knows.";
    /// The state of things forbids it.
    Conflict = CONFLICT, "conflict", "Conflict", "The present state forbids this.";
    /// The body is too large.
    TooLarge = PAYLOAD_TOO_LARGE, "too-large", "Too large", "The body is over the limit.";
    /// The bytes asked for lie beyond the end.
    Range = RANGE_NOT_SATISFIABLE, "range-not-satisfiable", "Range not satisfiable",
        "The bytes asked for lie beyond the end.";
    /// The body is not JSON.
    MediaType = UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Unsupported media type",
        "The body must be application/json.";
    /// A value does not validate.
    Invalid = UNPROCESSABLE_ENTITY, "invalid", "Invalid value", "A value does not validate.";
    /// The path speaks WebSocket only.
    Upgrade = UPGRADE_REQUIRED, "upgrade-required", "Upgrade required",
        "This path speaks WebSocket only.";
    /// Annals itself failed.
    Internal = INTERNAL_SERVER_ERROR, "internal", "Internal error",
        "Annals failed to answer; the server's log says why.";
    /// Something needed is away.
    Unavailable = SERVICE_UNAVAILABLE, "unavailable", "Unavailable",
        "Something this rests on cannot be reached for now; try again shortly.";
}
