//! Why a command failed, in words and as an exit status.

use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

#[cfg(feature = "control")]
use variate::control::ControlError;
use variate::request::RequestError;
use variate::{Code, Problem, Project};

use super::files::Location;

/// How many problems a message shows.
const SHOWN: usize = 20;

#[derive(Debug)]
pub enum Failure {
    /// What is asked for cannot be answered.
    Request {
        error: RequestError,
        /// The feature that may have been meant.
        meant: Option<String>,
    },
    /// The same of one of several snapshots.
    Within {
        source: String,
        failure: Box<Failure>,
    },
    /// Requests, entities or contexts cannot be read at all.
    Input {
        what: &'static str,
        source: String,
        why: String,
    },
    /// A line of a stream is invalid.
    Line {
        number: u64,
        fault: Fault,
    },
    /// The snapshot cannot be served.
    Snapshot {
        source: String,
        problems: Vec<Arc<Problem>>,
        lenient: bool,
        /// Whether the snapshot would load leniently.
        confined: bool,
    },
    /// An operation of the control plane failed.
    #[cfg(feature = "control")]
    Control {
        error: ControlError,
        status: u8,
    },
    Read {
        source: String,
        error: io::Error,
    },
    Write {
        target: String,
        error: io::Error,
    },
    Usage(clap::Error),
}

/// What is wrong with a line of a stream.
#[derive(Debug)]
pub struct Fault {
    pub message: String,
}

impl Fault {
    /// As AWS and the package call it.
    pub const NAME: &'static str = "ValidationException";
    pub const CODE: &'static str = "InvalidRequest";

    pub fn field(name: &str, error: impl fmt::Display) -> Fault {
        Fault { message: format!("{name}: {error}") }
    }
}

impl Failure {
    /// The refusal of a request for a feature or a flag.
    pub fn request(error: RequestError, project: &Project, name: &str) -> Failure {
        let meant = match &error {
            RequestError::UnknownFeature { .. } => {
                closest(project.features().iter().map(|entry| &*entry.name), name).map(str::to_owned)
            }
            RequestError::UnknownFlag { .. } => {
                closest(project.flags().iter().map(|entry| &*entry.key), name).map(str::to_owned)
            }
            RequestError::UnknownProject { .. }
            | RequestError::Quarantined { .. }
            | RequestError::QuarantinedFlag { .. }
            | RequestError::Invalid { .. } => None,
        };
        Failure::Request { error, meant }
    }

    /// The same, with the snapshot that it is about.
    #[must_use]
    pub fn within(self, location: &Location) -> Failure {
        Failure::Within { source: location.as_input(), failure: Box::new(self) }
    }

    /// Tells standard error, and gives the exit status.
    pub fn report(self) -> ExitCode {
        let status = match &self {
            Failure::Usage(error) => return usage(error),
            // Whoever read the output has had enough.
            Failure::Write { error, .. } if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Failure::Request { .. } | Failure::Within { .. } | Failure::Input { .. } | Failure::Line { .. } => 1,
            Failure::Snapshot { .. } => 3,
            #[cfg(feature = "control")]
            Failure::Control { error, status } => {
                let _ = io::stderr().write_all(format!("{}\n", error.to_json()).as_bytes());
                return ExitCode::from(*status);
            }
            Failure::Read { .. } | Failure::Write { .. } => 4,
        };
        tell(&self);
        ExitCode::from(status)
    }
}

/// Wrong usage, or help, which is asked for and goes to standard output: that can fail as all output can.
fn usage(error: &clap::Error) -> ExitCode {
    match error.print().and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Failure::Write { target: "standard output".to_owned(), error }.report()
        }
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// Writes a line to standard error. Nobody can be told when that fails.
pub fn tell(message: &impl fmt::Display) {
    let _ = io::stderr().write_all(format!("variate: {message}\n").as_bytes());
}

/// A number with its noun.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Request { error, meant } => {
                write!(f, "{} ({}): {error}", error.name(), error.code())?;
                if let RequestError::Quarantined { problems } | RequestError::QuarantinedFlag { problems } = error {
                    write_problems(problems, f)?;
                }
                match meant {
                    Some(name) => write!(f, "; did you mean `{name}`?"),
                    None => Ok(()),
                }
            }
            Failure::Within { source, failure } => write!(f, "the snapshot in {source}: {failure}"),
            Failure::Input { what, source, why } => write!(f, "the {what} in {source} are refused: {why}"),
            Failure::Line { number, fault } => {
                write!(f, "line {number}: {} ({}): {}", Fault::NAME, Fault::CODE, fault.message)
            }
            Failure::Snapshot { source, problems, lenient, confined } => {
                let found = count(problems.len(), "problem", "problems");
                write!(f, "the snapshot in {source} is refused: {found}")?;
                write_problems(problems, f)?;
                if problems.iter().any(|problem| problem.code == Code::TooLarge) {
                    f.write_str("\nhint: --max-bytes raises the size budget")
                } else if *lenient {
                    f.write_str(
                        "\nhint: `variate lint` lists all problems; one of these is not confined to some features or flags",
                    )
                } else if *confined {
                    f.write_str(
                        "\nhint: `variate lint` lists all problems; --lenient serves the features and flags that have none",
                    )
                } else {
                    f.write_str("\nhint: `variate lint` lists all problems")
                }
            }
            #[cfg(feature = "control")]
            Failure::Control { error, .. } => error.fmt(f),
            Failure::Read { source, error } => write!(f, "cannot read {source}: {error}"),
            Failure::Write { target, error } => write!(f, "cannot write {target}: {error}"),
            Failure::Usage(error) => error.fmt(f),
        }
    }
}

/// The first problems, each on its own line.
fn write_problems(problems: &[Arc<Problem>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for problem in problems.iter().take(SHOWN) {
        write!(f, "\n{problem}")?;
    }
    match problems.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, "\nand {more} more"),
    }
}

/// The name that is most like this one, if one is like it at all.
pub fn closest<'p>(names: impl Iterator<Item = &'p str>, sought: &str) -> Option<&'p str> {
    // The time to compare grows with the length, and no name is longer (S3).
    if sought.len() > 127 {
        return None;
    }
    let likeness = names.map(|name| (strsim::jaro_winkler(name, sought), name));
    let (_, name) = likeness.filter(|(likeness, _)| *likeness > 0.8).max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(name)
}
