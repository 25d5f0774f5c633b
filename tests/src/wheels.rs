//! A folder of small packages, so that what there is to install is in the test's hands.

use std::fs::File;
use std::io::Write as _;

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::Setup;

/// The only packages there are, for a server that was set up with [`Wheels::only`].
#[derive(Debug)]
pub struct Wheels(TempDir);

impl Wheels {
    /// None yet.
    ///
    /// # Panics
    /// If there is no room for temporary files.
    #[must_use]
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// Adds `name` at `version`: a module with its `VERSION`.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn add(&self, name: &str, version: &str) {
        let info = format!("{name}-{version}.dist-info");
        let path = self.0.path().join(format!("{name}-{version}-py3-none-any.whl"));
        let mut wheel = ZipWriter::new(File::create(path).expect("a file"));
        let files = [
            (format!("{name}.py"), format!("VERSION = '{version}'\n")),
            (
                format!("{info}/METADATA"),
                format!("Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"),
            ),
            (
                format!("{info}/WHEEL"),
                "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n".into(),
            ),
            (
                format!("{info}/RECORD"),
                format!("{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n"),
            ),
        ];
        for (path, text) in files {
            wheel.start_file(path, SimpleFileOptions::default()).expect("room");
            wheel.write_all(text.as_bytes()).expect("room");
        }
        wheel.finish().expect("room");
    }

    /// A server that finds these packages and no others, and looks for them every time.
    ///
    /// # Panics
    /// If the folder has no name.
    #[must_use]
    pub fn only(&self, setup: Setup) -> Setup {
        let folder = self.0.path().to_str().expect("a path of plain letters");
        setup
            .own_environments()
            .variable("UV_FIND_LINKS", folder)
            // No index of packages has any.
            .variable("UV_DEFAULT_INDEX", &format!("file://{folder}"))
            .variable("ANNALS_RESOLUTION_MAX_AGE_SECONDS", "0")
    }
}

impl Default for Wheels {
    fn default() -> Self {
        Self::new()
    }
}
