//! `cargo xtask fuzz`: what no input may do, tried with as many inputs as there is time for. fuzz/README.md says what is tried.
//!
//! libFuzzer on the stable compiler: the core has no unsafe code, so that what cargo-fuzz's sanitizers look for cannot be there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    setup::host,
    shell::{copy_dir, copy_file, fresh_dir},
    steps::{Reported, Steps},
    workspace::Workspace,
};

const TARGETS: [&str; 6] = ["snapshot", "context", "pattern", "rule", "control", "boundary"];

/// What tells libFuzzer where an input has led: cargo-fuzz sets the same. And `fuzzing`, which makes libFuzzer a dependency.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// The most bytes of an input that is kept.
const MOST_KEPT_BYTES: u64 = 4096;
/// The most inputs that are kept of a target.
const MOST_KEPT: usize = 500;

/// Fuzzes each target for so many minutes of a processor's time.
pub fn run(workspace: &Workspace, steps: &mut Steps, options: &[&str]) -> Result<()> {
    let (minutes, targets) = match options {
        ["--minutes", minutes, targets @ ..] => {
            (minutes.parse::<f64>().with_context(|| format!("`{minutes}` is no number of minutes"))?, targets)
        }
        targets => (1.0, targets),
    };
    let fuzz = prepare(workspace, steps, targets)?;
    let mut found = false;
    for target in fuzz.targets.iter().copied() {
        found |= steps
            .run(&format!("no input that was made broke a law of `{target}`"), || fuzz.run(target, minutes * 60.0))
            .is_err();
    }
    if found { Err(Reported.into()) } else { Ok(()) }
}

/// Keeps in fuzz/corpus the fewest inputs that lead wherever those that were found, and those that are kept, have led.
pub fn keep(workspace: &Workspace, steps: &mut Steps, targets: &[&str]) -> Result<()> {
    let fuzz = prepare(workspace, steps, targets)?;
    for target in fuzz.targets.iter().copied() {
        steps.run(&format!("the corpus of `{target}` is as small as it can be"), || fuzz.keep(target))?;
    }
    Ok(())
}

struct Fuzz<'a> {
    targets: Vec<&'static str>,
    /// fuzz/
    package: PathBuf,
    /// Where the programs are.
    programs: PathBuf,
    /// Where inputs are that need not be kept.
    inputs: PathBuf,
    workspace: &'a Workspace,
}

fn prepare<'a>(workspace: &'a Workspace, steps: &mut Steps, targets: &[&str]) -> Result<Fuzz<'a>> {
    let unknown = targets.iter().find(|target| !TARGETS.contains(target));
    ensure!(unknown.is_none(), "`{}` is none of {}", unknown.unwrap_or(&""), TARGETS.join(", "));
    let chosen = |target: &&'static str| targets.is_empty() || targets.contains(target);
    let host = host(workspace)?;
    let target_dir = workspace.target.join("fuzzing");
    let fuzz = Fuzz {
        targets: TARGETS.into_iter().filter(chosen).collect(),
        package: workspace.root.join("fuzz"),
        programs: target_dir.join(&host).join("fuzzing"),
        inputs: target_dir.join("inputs"),
        workspace,
    };
    // With a target, the flags are not those of build scripts.
    let mut cargo = workspace.command(&format!("cargo build --quiet --package variate-fuzz --bins --target {host}"));
    cargo.args(["--profile", "fuzzing"]).env("CARGO_TARGET_DIR", &target_dir);
    cargo.env("RUSTFLAGS", FLAGS).env_remove("CARGO_ENCODED_RUSTFLAGS");
    steps.command("the targets are built for libFuzzer", cargo)?;
    let mut cargo = workspace.command("cargo run --quiet --package variate-fuzz --example seeds --");
    cargo.arg(fuzz.inputs.join("seeds"));
    fresh_dir(&fuzz.inputs.join("seeds"))?;
    steps.command("the seeds are those of the vectors", cargo)?;
    Ok(fuzz)
}

impl Fuzz<'_> {
    /// In rounds, for libFuzzer counts the time that has passed and not what it had of it.
    fn run(&self, target: &str, budget: f64) -> Result<String> {
        let found = self.inputs.join(target).join("found");
        let broken = self.inputs.join(target).join("broken");
        fs::create_dir_all(&found)?;
        fs::create_dir_all(&broken)?;
        let before = files(&found)?.len();
        let (mut seconds, mut runs) = (0.0, 0);
        while seconds + 1.0 < budget {
            let mut folders = vec![found.clone(), self.seeds(target), self.corpus(target)];
            folders.retain(|folder| folder.exists());
            let mut libfuzzer = self.libfuzzer(target, &folders);
            libfuzzer.arg(format!("-artifact_prefix={}/", broken.display()));
            libfuzzer.arg(format!("-max_total_time={}", (budget - seconds).ceil()));
            // What takes so long, or so much memory, is a fault of its own.
            libfuzzer.args(["-max_len=65536", "-len_control=20", "-timeout=20", "-rss_limit_mb=2048"]);
            let round = Round::of(libfuzzer)?;
            seconds += round.seconds;
            runs += round.runs;
            if let Some(said) = round.broken {
                bail!("{said}\n{}", self.how_to_go_on(target, &broken)?);
            }
        }
        let new = files(&found)?.len() - before;
        Ok(format!("{:.1} CPU minutes, {runs} runs, {new} new inputs", seconds / 60.0))
    }

    fn how_to_go_on(&self, target: &str, broken: &Path) -> Result<String> {
        let newest = files(broken)?.into_iter().max_by_key(|file| fs::metadata(file).and_then(|it| it.modified()).ok());
        let input = newest.context("libFuzzer has left no input")?;
        let input = input.strip_prefix(&self.workspace.root).unwrap_or(&input).display();
        Ok(format!("again: cargo run --package variate-fuzz --bin {target} -- {input}"))
    }

    fn keep(&self, target: &str) -> Result<String> {
        // What the seeds do is there already, so they come first, and only what is added to them is kept.
        let (all, candidates) = (self.inputs.join(target).join("kept"), self.inputs.join(target).join("candidates"));
        fresh_dir(&all)?;
        fresh_dir(&candidates)?;
        let seeds = self.seeds(target);
        copy_dir(&seeds, &all)?;
        for folder in [self.corpus(target), self.inputs.join(target).join("found")] {
            for file in files(&folder)? {
                if fs::metadata(&file)?.len() <= MOST_KEPT_BYTES {
                    copy_file(&file, &candidates.join(file.file_name().unwrap_or_default()))?;
                }
            }
        }
        let mut libfuzzer = self.libfuzzer(target, &[all.clone(), candidates]);
        // Places are enough: how often each is come by would keep thousands.
        libfuzzer.args(["-set_cover_merge=1", "-use_counters=0"]);
        if let Some(said) = Round::of(libfuzzer)?.broken {
            bail!(said);
        }
        let mut added = files(&all)?;
        added.retain(|file| !seeds.join(file.file_name().unwrap_or_default()).exists());
        ensure!(added.len() <= MOST_KEPT, "{} inputs would be kept: more than {MOST_KEPT}", added.len());
        let corpus = self.corpus(target);
        fresh_dir(&corpus)?;
        for file in &added {
            copy_file(file, &corpus.join(file.file_name().unwrap_or_default()))?;
        }
        Ok(format!("{} inputs", added.len()))
    }

    fn libfuzzer(&self, target: &str, folders: &[PathBuf]) -> Command {
        // The shell knows how much of the time the program had.
        let mut command = self.workspace.command("sh -c");
        command.arg(r#""$@"; status=$?; times; exit $status"#).arg("sh");
        command.arg(self.programs.join(target)).args(folders).arg("-print_final_stats=1");
        command
            .arg(format!("-dict={}", self.package.join("dictionaries").join(target).with_extension("dict").display()));
        command
    }

    fn seeds(&self, target: &str) -> PathBuf {
        self.inputs.join("seeds").join(target)
    }

    fn corpus(&self, target: &str) -> PathBuf {
        self.package.join("corpus").join(target)
    }
}

/// What libFuzzer has done.
struct Round {
    seconds: f64,
    runs: u64,
    /// What it says of the input that broke a law.
    broken: Option<String>,
}

impl Round {
    fn of(mut command: Command) -> Result<Round> {
        let output = command.stdin(Stdio::null()).output().context("`sh` cannot be started")?;
        let said = String::from_utf8_lossy(&output.stderr);
        let runs = said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units: "));
        let broken = (!output.status.success()).then(|| {
            let fault = said.lines().position(|line| line.contains("panicked at") || line.contains("ERROR: libFuzzer"));
            let lines: Vec<&str> = said.lines().skip(fault.unwrap_or_default()).take(8).collect();
            lines.join("\n")
        });
        let runs = runs.and_then(|runs| runs.trim().parse().ok()).unwrap_or_default();
        let seconds = seconds(&String::from_utf8_lossy(&output.stdout)).context("`times` says nothing")?;
        Ok(Round { seconds, runs, broken })
    }
}

/// The time of all children, of the second line that `times` writes: `0m1.25s 0m0.10s`.
fn seconds(times: &str) -> Option<f64> {
    let of_children = times.trim_end().lines().last()?;
    let seconds = of_children.split_whitespace().map(|time| {
        let (minutes, seconds) = time.strip_suffix('s')?.split_once('m')?;
        Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
    });
    seconds.sum()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn the_time_of_children_is_added_up() {
        assert_eq!(seconds("0m0.01s 0m0.02s\n2m1.50s 0m0.25s\n"), Some(121.75));
        assert_eq!(seconds("no times"), None);
    }
}
