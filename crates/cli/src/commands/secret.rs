//! `annals secret`: values that runs may use and nobody reads back.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use crate::client::Client;
use crate::error::{CliError, Exit, Outcome};
use crate::input;
use crate::output::{Screen, clean};

const EXAMPLES: &str = "\
Examples:
  annals secret set DB_PASSWORD                     asks for the value without showing it
  annals secret set DB_PASSWORD --from-file pw.txt
  annals submit etl.py --secret PASSWORD=DB_PASSWORD";

/// Secrets for runs to use. Their values are never shown again, and are masked in logs.
#[derive(Debug, Subcommand)]
pub enum SecretCommand {
    /// Store a secret; the value is asked for, or read from standard input or a file
    #[command(after_help = EXAMPLES)]
    Set {
        /// The secret's name
        name: String,
        /// Read the value from this file; one line end after it is left out
        #[arg(long, value_name = "FILE")]
        from_file: Option<PathBuf>,
    },
    /// List the names of the secrets
    List,
    /// Remove a secret
    Remove {
        /// The secret's name
        name: String,
    },
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(command: SecretCommand, client: &Client, screen: &mut Screen) -> Outcome {
    match command {
        SecretCommand::Set { name, from_file } => {
            let value = value_for(&name, from_file.as_deref())?;
            let request = client.request(Method::PUT, &["secrets", &name]);
            let answer = client.json(request.json(&json!({ "value": value }))).await?;
            if screen.json() {
                screen.answer(&answer)?;
                return Ok(Exit::Success);
            }
            screen.note(format!("The secret {} is stored.", clean(&name)))?;
        }
        SecretCommand::List => list(client, screen).await?,
        SecretCommand::Remove { name } => {
            client.send(client.request(Method::DELETE, &["secrets", &name])).await?;
            screen.note(format!("The secret {} is gone.", clean(&name)))?;
        }
    }
    Ok(Exit::Success)
}

fn value_for(name: &str, file: Option<&Path>) -> Result<String, CliError> {
    if let Some(file) = file {
        return input::read_text(file).map(without_line_end);
    }
    let stdin = std::io::stdin();
    let unread = |error| CliError::Usage(format!("cannot read the value: {error}"));
    if stdin.is_terminal() {
        let terminal = console::Term::stderr();
        terminal.write_str(&format!("Value of {}: ", clean(name))).map_err(CliError::printing)?;
        return terminal.read_secure_line().map_err(unread);
    }
    let mut value = String::new();
    stdin.lock().read_to_string(&mut value).map_err(unread)?;
    Ok(without_line_end(value))
}

fn without_line_end(mut value: String) -> String {
    if value.ends_with('\n') {
        value.pop();
        if value.ends_with('\r') {
            value.pop();
        }
    }
    value
}

async fn list(client: &Client, screen: &mut Screen) -> Result<(), CliError> {
    let mut cursor: Option<String> = None;
    loop {
        let answer = client.get(&["secrets"], &[("cursor", cursor)]).await?;
        let page: Page = answer.read()?;
        if screen.json() {
            screen.answer(&answer)?;
        } else {
            page.secrets.iter().try_for_each(|secret| screen.say(clean(&secret.name)))?;
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(());
        }
    }
}

/// A page of secrets.
#[derive(Debug, Deserialize)]
struct Page {
    secrets: Vec<Secret>,
    next_cursor: Option<String>,
}

/// A secret's row.
#[derive(Debug, Deserialize)]
struct Secret {
    name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_not_part_of_a_value() {
        assert_eq!(without_line_end("a\n".into()), "a");
        assert_eq!(without_line_end("a\r\n".into()), "a");
        assert_eq!(without_line_end("a\n\n".into()), "a\n");
        assert_eq!(without_line_end(" a ".into()), " a ");
    }
}
