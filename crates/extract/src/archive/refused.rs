//! Why an archive was not unpacked.

/// Why an archive was not unpacked: one plain sentence each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no ZIP, or its sums do not agree.
    #[error("The archive is damaged: {what}.")]
    Broken {
        /// What was found to be wrong.
        what: String,
    },
    /// A file opens with a password only.
    #[error("The archive is protected by a password.")]
    Encrypted,
    /// Archives lie too deep in archives.
    #[error("Archives lie in each other more than {limit} deep.")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Too many files.
    #[error("The archive holds more than {limit} files.")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// Too many bytes.
    #[error("The archive holds more than {limit} bytes.")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// Far more than its size lets one expect.
    #[error("The archive holds more than {limit} times its own size.")]
    TooDense {
        /// The limit.
        limit: u64,
    },
    /// A path that leads elsewhere, or is none.
    #[error("The archive has a path that leaves its folder: {path}.")]
    PathLeaves {
        /// The path.
        path: String,
    },
    /// A symbolic link, a device or the like.
    #[error("The archive has a link or a special file: {path}.")]
    Link {
        /// Its path.
        path: String,
    },
    /// Not the archive's fault.
    #[error("The archive's files could not be kept: {what}.")]
    Sink {
        /// What the sink said.
        what: String,
    },
}

impl Refused {
    pub(super) fn broken(what: impl std::fmt::Display) -> Self {
        let what = crate::text::one_line(&what.to_string());
        Self::Broken { what: crate::text::shortened(what.trim_end_matches('.'), 200) }
    }

    #[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
    pub(super) fn sink(error: std::io::Error) -> Self {
        Self::Sink { what: error.to_string() }
    }
}
