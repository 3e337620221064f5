//! Programs that others wrote: run quietly, heard when they fail.

use std::{
    fs,
    io::{self, ErrorKind, Read},
    path::Path,
    process::{Command, ExitStatus, Stdio},
};

use anyhow::{Context, Result, bail};

/// A program and its arguments, none of them with a space in it.
pub fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}

/// npm is a script, and goes by another name where scripts need an extension.
pub fn npm(arguments: &str) -> Command {
    command(&format!("{} {arguments}", if cfg!(windows) { "npm.cmd" } else { "npm" }))
}

/// Runs to the end and returns all output. When the program fails, the error is that output and one sentence.
pub fn run(command: &mut Command) -> Result<String> {
    // One pipe for both streams, so that their lines stay in order.
    let (mut reader, writer) = io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    // The command keeps its ends of the pipe open; without this the reader would wait for ever.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut output = Vec::new();
    reader.read_to_end(&mut output)?;
    let output = String::from_utf8_lossy(&output).into_owned();
    let status = child.wait()?;
    if !status.success() {
        bail!("{}\n{}", output.trim_end(), sentence(command, status));
    }
    Ok(output)
}

/// What a program says on its standard output.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{}\n{}", complaint.trim_end(), sentence(command, output.status));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs with the user's own terminal.
pub fn show(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if !status.success() {
        bail!("{}", sentence(command, status));
    }
    Ok(())
}

fn not_started(command: &Command, error: &io::Error) -> anyhow::Error {
    let program = command.get_program().display();
    if error.kind() == ErrorKind::NotFound {
        anyhow::anyhow!("`{program}` is not installed or not on the PATH")
    } else {
        anyhow::anyhow!("`{program}` cannot be started: {error}")
    }
}

fn sentence(command: &Command, status: ExitStatus) -> String {
    let mut line =
        Path::new(command.get_program()).file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    format!("`{line}` failed ({status})")
}

/// An empty folder, whatever was there.
pub fn fresh_dir(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("cannot empty {}", path.display()))?;
    }
    fs::create_dir_all(path).with_context(|| format!("cannot create {}", path.display()))
}

/// A folder with all that is in it, except what npm installed.
pub fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_name() == "node_modules" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &copy)?;
        } else {
            copy_file(&entry.path(), &copy)?;
        }
    }
    Ok(())
}

pub fn copy_file(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

pub fn read_file(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

pub fn write_file(path: &Path, text: impl AsRef<[u8]>) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
