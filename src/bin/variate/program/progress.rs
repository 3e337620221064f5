//! Shows on a terminal how far a stream has come.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use super::failure::tell;

pub struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    /// For an input of that many bytes. `None` where nobody would see it, or where it would stand between the results.
    pub fn start(bytes: Option<u64>, output_is_terminal: bool) -> Option<Progress> {
        if output_is_terminal || !io::stderr().is_terminal() {
            return None;
        }
        let template = match bytes {
            Some(_) => "{bar:32} {percent}% {msg} in {elapsed}, {eta} left",
            None => "{spinner} {msg} in {elapsed}",
        };
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr());
        // Also when it is dropped because the stream broke off.
        let bar = bar.with_finish(ProgressFinish::AndClear);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Some(Progress { bar, started: Instant::now() })
    }

    pub fn update(&self, bytes: u64, entities: u64) {
        self.bar.set_position(bytes);
        self.bar.set_message(format!("{entities} entities"));
    }

    /// Removes the bar and leaves the counts.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "entities and milliseconds that were counted are of 64 bits, and time is 1 at least"
    )]
    pub fn finish(self, entities: u64) {
        let elapsed_ms = self.started.elapsed().as_millis().max(1);
        self.bar.finish_and_clear();
        let rate = u128::from(entities) * 1000 / elapsed_ms;
        let (seconds, millis) = (elapsed_ms / 1000, elapsed_ms % 1000);
        tell(&format!("{entities} entities in {seconds}.{millis:03} s, {rate} per second"));
    }
}
