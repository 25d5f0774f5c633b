//! Which environment variables go on to supervisors, tools and steps; all others stay behind, so
//! that no server setting or secret reaches a program by accident.

use std::ffi::OsString;

use annals_domain::NodeName;

use crate::local::LocalConfig;

type Variables = Vec<(OsString, OsString)>;

/// What steps inherit. Names ending in `*` stand for all that begin so.
const STEP: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "LC_*",
    "TZ",
    "TZDIR",
    "TMPDIR",
    "TEMP",
    "TMP",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NIX_SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "AWS_CA_BUNDLE",
    "HTTPLIB2_CA_CERTS",
    "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "CUDA_VISIBLE_DEVICES",
    "NVIDIA_VISIBLE_DEVICES",
    "OMP_NUM_THREADS",
];

/// What the tools that build environments inherit besides.
const TOOL: &[&str] = &[
    "UV_*",
    "PIP_*",
    "PYENV_*",
    "XDG_*",
    "NETRC",
    "SSH_AUTH_SOCK",
    "GIT_*",
    "CC",
    "CXX",
    "CFLAGS",
    "CXXFLAGS",
    "CPPFLAGS",
    "LDFLAGS",
    "PKG_CONFIG_PATH",
];

/// `pip`'s settings that `uv` knows by another name.
const PIP_AS_UV: &[(&str, &str)] = &[
    ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"),
    ("PIP_EXTRA_INDEX_URL", "UV_INDEX"),
    ("PIP_FIND_LINKS", "UV_FIND_LINKS"),
];

/// What a supervisor gets: enough to give steps and tools theirs.
pub(crate) fn of_supervisor(config: &LocalConfig) -> Variables {
    taken(|name| listed(STEP, name) || listed(TOOL, name) || passed(config, name))
}

/// What every step inherits.
pub(crate) fn of_step(config: &LocalConfig) -> Variables {
    taken(|name| listed(STEP, name) || passed(config, name))
}

/// The variable that tells a step's process which step it is.
pub(crate) const STEP_NAME: &str = "ANNALS_STEP";

/// The same with its value, as it stands in a process's environment.
pub(crate) fn step_mark(step: &NodeName) -> String {
    format!("{STEP_NAME}={step}")
}

/// What the tools get: no colours, no questions, a cache of their own, no downloads of Python.
pub(crate) fn of_tool(config: &LocalConfig) -> Variables {
    let mut variables = taken(|name| listed(STEP, name) || listed(TOOL, name));
    for (pip, uv) in PIP_AS_UV {
        if let Some(value) = std::env::var_os(pip) {
            default(
                &mut variables,
                uv,
                if *uv == "UV_FIND_LINKS" { commas(&value) } else { value },
            );
        }
    }
    let cache = config.data_dir.join("cache");
    default(&mut variables, "UV_CACHE_DIR", cache.join("uv").into());
    default(&mut variables, "UV_PYTHON_DOWNLOADS", "never".into());
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("UV_NO_PROGRESS", "1"),
        ("PIP_NO_INPUT", "1"),
        ("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
        ("PIP_ROOT_USER_ACTION", "ignore"),
        ("PYTHONUTF8", "1"),
    ] {
        default(&mut variables, name, value.into());
    }
    variables
}

/// `pip` parts several places by blanks, `uv` by commas.
fn commas(places: &std::ffi::OsStr) -> OsString {
    let places = places.to_string_lossy();
    places.split_whitespace().collect::<Vec<_>>().join(",").into()
}

fn default(variables: &mut Variables, name: &str, value: OsString) {
    if !variables.iter().any(|(known, _)| known == name) {
        variables.push((name.into(), value));
    }
}

fn taken(wanted: impl Fn(&str) -> bool) -> Variables {
    std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(&wanted)).collect()
}

fn listed(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => *known == name,
    })
}

/// Whether the operator lets it through; the names of the step protocol are never inherited.
fn passed(config: &LocalConfig, name: &str) -> bool {
    !name.starts_with("ANNALS_") && config.pass_env.iter().any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_names_go_on() {
        assert!(listed(STEP, "LC_ALL") && listed(STEP, "PATH") && listed(TOOL, "UV_INDEX"));
        for kept_back in ["DATABASE_URL", "ANNALS_ADMIN_TOKEN", "PATHS", "AWS_SECRET_ACCESS_KEY"] {
            assert!(!listed(STEP, kept_back) && !listed(TOOL, kept_back), "{kept_back}");
        }
    }

    #[test]
    fn the_protocol_is_never_inherited() {
        let mut config = LocalConfig::new("/d".into(), "/s".into());
        config.pass_env = vec!["ANNALS_TOKEN".into(), "MY_SETTING".into()];
        assert!(passed(&config, "MY_SETTING"));
        assert!(!passed(&config, "ANNALS_TOKEN"));
    }
}
