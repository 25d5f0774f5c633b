//! Where a benchmark works: a folder of its own, databases in it, and the program to start there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use tempfile::TempDir;

use crate::Failure;
use crate::database::{Database, Kind};
use crate::fill::{self, Mix};
use crate::report::Figure;
use crate::server::{Program, Server};

/// A place to measure one kind of database in.
#[derive(Debug)]
pub struct Place {
    /// The kind.
    pub kind: Kind,
    /// The program under test.
    pub program: Program,
    folder: TempDir,
    keep: Option<PathBuf>,
    made: Mutex<Vec<Database>>,
}

impl Place {
    /// A new place.
    ///
    /// # Errors
    /// If no folder can be made or there is no interpreter.
    pub fn new(
        kind: Kind,
        keep: Option<PathBuf>,
        program: Option<PathBuf>,
        python: Option<&Path>,
    ) -> Result<Self, Failure> {
        let beside = || std::env::current_exe().map(|own| own.with_file_name("annals"));
        let path = std::path::absolute(program.map_or_else(beside, Ok)?)?;
        let program = Program { path, python: interpreter(python)? };
        if let Some(folder) = &keep {
            std::fs::create_dir_all(folder)?;
        }
        let folder = tempfile::Builder::new().prefix("annals-bench.").tempdir()?;
        Ok(Self { kind, program, folder, keep, made: Mutex::default() })
    }

    /// A figure measured here.
    pub fn figure(
        &self,
        benchmark: &'static str,
        what: impl Into<String>,
        values: Vec<(&'static str, f64)>,
        unit: &'static str,
        samples: usize,
    ) -> Figure {
        let (database, what) = (self.kind.name(), what.into());
        Figure { benchmark, database, what, values, unit, samples, target: None }
    }

    /// A server on a database of that name, at first new and empty.
    ///
    /// # Errors
    /// If the database cannot be made or the server does not start.
    pub async fn serve(&self, name: &str, arguments: &[&str]) -> Result<Server, Failure> {
        self.serve_with(name, arguments, &[]).await
    }

    /// The same, with these variables.
    ///
    /// # Errors
    /// As [`Place::serve`].
    pub async fn serve_with(
        &self,
        name: &str,
        arguments: &[&str],
        variables: &[(&str, &Path)],
    ) -> Result<Server, Failure> {
        let database = self.database(name)?;
        self.note(&database);
        database.make().await?;
        let folder = self.folder.path().join(format!("data-{name}"));
        self.program.serve(&database, &folder, arguments, variables).await
    }

    /// The database that [`Place::serve`] makes under this name.
    ///
    /// # Errors
    /// If there is no server for it.
    pub fn database(&self, name: &str) -> Result<Database, Failure> {
        let name = format!("annals_bench_{name}_{}", std::process::id());
        Database::named(self.kind, self.folder.path(), &name)
    }

    /// A server on a database with `runs` runs.
    ///
    /// # Errors
    /// If the database cannot be filled or the server does not start.
    pub async fn serve_filled(&self, runs: i64) -> Result<Server, Failure> {
        self.serve_filled_with(runs, Mix::Kinds).await
    }

    /// A server on a database with `runs` runs of these kinds.
    ///
    /// # Errors
    /// If the database cannot be filled or the server does not start.
    pub async fn serve_filled_with(&self, runs: i64, mix: Mix) -> Result<Server, Failure> {
        let folder = self.keep.as_deref().unwrap_or(self.folder.path());
        let label = mix.label();
        let name = match self.keep {
            Some(_) => format!("annals_bench_filled_{label}{runs}"),
            None => format!("annals_bench_filled_{label}{runs}_{}", std::process::id()),
        };
        let database = Database::named(self.kind, folder, &name)?;
        if self.keep.is_none() {
            self.note(&database);
        }
        fill::fill(&database, runs, mix).await?;
        let data = self.folder.path().join(format!("data-{label}{runs}"));
        self.program.serve(&database, &data, &["--max-running", "0"], &[]).await
    }

    fn note(&self, database: &Database) {
        self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(database.clone());
    }

    /// Removes the databases made here; their folder goes by itself.
    ///
    /// # Errors
    /// If the server of the databases refuses.
    pub async fn clear(&self) -> Result<(), Failure> {
        let made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        for database in made {
            database.remove().await?;
        }
        Ok(())
    }
}

/// The interpreter itself, not a script or link that leads to it.
fn interpreter(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let named = named.unwrap_or_else(|| Path::new("python3"));
    let show = "import os, sys; print(os.path.realpath(sys.executable))";
    let answer = Command::new(named).args(["-c", show]).output()?;
    let path = String::from_utf8(answer.stdout)?;
    match path.trim() {
        "" => Err(format!("{} does not work", named.display()).into()),
        path => Ok(PathBuf::from(path)),
    }
}
