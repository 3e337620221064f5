//! Files and the standard streams.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read, Write};
use std::path::PathBuf;

use super::failure::Failure;

/// A file, or `-`: standard input where something is read, standard output where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    Standard,
    File(PathBuf),
}

/// What was read of a document.
#[derive(Debug)]
pub struct Document {
    /// The beginning: one byte more than the budget tells that it is exceeded.
    pub bytes: Vec<u8>,
    /// How long the whole document is; `None` if it goes on and on.
    pub size: Option<u64>,
}

/// How many bytes more are read, at least, of a document that is too large, to tell how large it is.
const COUNTED_BYTES: u64 = 1 << 20;

impl From<OsString> for Location {
    fn from(text: OsString) -> Location {
        if text == "-" { Location::Standard } else { Location::File(text.into()) }
    }
}

impl Location {
    /// What messages call it when it is read.
    pub fn as_input(&self) -> String {
        self.name("standard input")
    }

    fn as_output(&self) -> String {
        self.name("standard output")
    }

    fn name(&self, standard: &str) -> String {
        match self {
            Location::Standard => standard.to_owned(),
            Location::File(path) => format!("`{}`", path.display()),
        }
    }

    /// Whether both are the same file, so that writing to one would destroy the other.
    pub fn is_same_file(&self, other: &Location) -> bool {
        match (self, other) {
            (Location::File(path), Location::File(other)) => match (fs::canonicalize(path), fs::canonicalize(other)) {
                // Devices, such as /dev/null, are not destroyed.
                (Ok(path), Ok(other)) => path == other && path.is_file(),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether what is written there appears on a terminal.
    pub fn is_terminal_output(&self) -> bool {
        *self == Location::Standard && io::stdout().is_terminal()
    }

    pub fn open(&self) -> Result<Box<dyn Read>, Failure> {
        Ok(match self {
            Location::Standard => Box::new(io::stdin().lock()),
            Location::File(path) => Box::new(File::open(path).map_err(|error| self.unreadable(error))?),
        })
    }

    /// How many bytes there are to read, if that is known beforehand.
    pub fn size(&self) -> Option<u64> {
        match self {
            Location::Standard => None,
            Location::File(path) => fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len()),
        }
    }

    /// Reads a document, of which no more than the budget and a byte is kept. One that is more than twice as large may have
    /// no end (`/dev/zero`, another program's output): it is not read to it.
    #[expect(clippy::arithmetic_side_effects, reason = "bytes that a stream has given are of 64 bits")]
    pub fn read(&self, max_bytes: usize) -> Result<Document, Failure> {
        let mut source = self.open()?;
        let mut bytes = Vec::new();
        let budget = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
        let counted = budget.max(COUNTED_BYTES);
        let mut read = || {
            let kept = (&mut source).take(budget).read_to_end(&mut bytes)? as u64;
            let more = io::copy(&mut (&mut source).take(counted), &mut io::sink())?;
            Ok((more < counted).then_some(kept + more))
        };
        let size = read().map_err(|error| self.unreadable(error))?;
        Ok(Document { bytes, size: size.or_else(|| self.size()) })
    }

    pub fn create(&self) -> Result<Output, Failure> {
        let target = self.as_output();
        let writer: Box<dyn Write> = match self {
            Location::Standard => Box::new(io::stdout().lock()),
            Location::File(path) => match File::create(path) {
                Ok(file) => Box::new(file),
                Err(error) => return Err(Failure::Write { target, error }),
            },
        };
        Ok(Output { writer, target })
    }

    pub fn unreadable(&self, error: io::Error) -> Failure {
        Failure::Read { source: self.as_input(), error }
    }
}

/// Where results go.
pub struct Output {
    writer: Box<dyn Write>,
    target: String,
}

impl Output {
    /// Writes all of the text, and waits until it is on its way.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        let written = self.writer.write_all(text.as_bytes()).and_then(|()| self.writer.flush());
        written.map_err(|error| Failure::Write { target: self.target.clone(), error })
    }
}

/// Writes to standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    Location::Standard.create()?.write(text)
}
