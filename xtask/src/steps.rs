//! What a command does, told as guarantees: one line each, with the time it took.

use std::{
    error::Error,
    fmt,
    io::{Write, stdout},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::shell;

/// The steps so far.
#[derive(Debug, Default)]
pub struct Steps {
    passed: Vec<(String, Duration)>,
    failed: Vec<(String, Duration)>,
}

/// The error of a step whose failure is on the screen already.
#[derive(Debug)]
pub struct Reported;

impl fmt::Display for Reported {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a step failed")
    }
}

impl Error for Reported {}

impl Steps {
    /// Does the work. What it returns is written behind the time: a count, a size, or nothing.
    pub fn run(&mut self, guarantee: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
        // Written before the work, so that a step that never ends is known by name.
        print!("{guarantee:<WIDTH$}");
        let _ = stdout().flush();
        let start = Instant::now();
        let outcome = work();
        let time = start.elapsed();
        match outcome {
            Ok(detail) => {
                println!("{}", format!("{}  {detail}", seconds(time)).trim_end());
                self.passed.push((guarantee.to_owned(), time));
                Ok(())
            }
            Err(error) => {
                println!("{}  FAILED\n\n{error:#}", seconds(time));
                self.failed.push((guarantee.to_owned(), time));
                Err(Reported.into())
            }
        }
    }

    /// A step that is a program, heard only when it fails.
    pub fn command(&mut self, guarantee: &str, mut command: Command) -> Result<()> {
        self.run(guarantee, || shell::run(&mut command).map(|_| String::new()))
    }

    /// The times once more, in one place, and the verdict as the last line.
    pub fn summary(&self) {
        println!();
        for (guarantee, time) in &self.passed {
            println!("passed   {} {guarantee}", seconds(*time));
        }
        for (guarantee, time) in &self.failed {
            println!("FAILED   {} {guarantee}", seconds(*time));
        }
        let total: Duration = self.passed.iter().chain(&self.failed).map(|(_, time)| *time).sum();
        println!("in all   {}", seconds(total));
        println!("{} passed, {} failed", self.passed.len(), self.failed.len());
    }
}

/// Where the times begin: behind the longest guarantee.
const WIDTH: usize = 64;

fn seconds(time: Duration) -> String {
    format!("{:>7.1} s", time.as_secs_f64())
}
