//! How the time that something takes grows with it. There is no limit on time: a machine may be slow, or busy.

use std::time::Duration;

use cpu_time::ThreadTime;

/// What is shorter than this is a matter of clocks and caches.
const LEAST: Duration = Duration::from_millis(1);

/// How often times are taken that seem to grow by too much.
const ROUNDS: usize = 10;

/// The time of the processor that this takes, on this thread.
pub fn time_of<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let start = ThreadTime::now();
    let answer = act();
    (answer, start.elapsed())
}

/// Fails if the second takes more than so many times as long as the first. Times only get smaller the more often they are
/// taken; what is slow by nature stays so.
pub fn assert_at_most(most: u32, name: &str, first: impl Fn() -> Duration, second: impl Fn() -> Duration) {
    let (mut less, mut more) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        (less, more) = (less.min(first()), more.min(second()));
        if more <= less.max(LEAST) * most {
            return;
        }
    }
    panic!("{name}: {less:?} becomes {more:?}");
}
