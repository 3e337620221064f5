//! Reads a stream line by line, in constant memory.

use std::io::{self, BufRead as _, BufReader, Read};

use super::failure::Fault;

/// An entity id takes at most 6 KiB; the rest is for its context.
const MAX_LINE_BYTES: usize = 1 << 20;

const BUFFER_BYTES: usize = 1 << 16;

pub struct Lines<R> {
    reader: BufReader<R>,
    /// The line that was read last, with the white space around it.
    line: Vec<u8>,
    /// Lines so far, blank ones included.
    pub number: u64,
    /// Bytes so far.
    pub bytes: u64,
}

impl<R: Read> Lines<R> {
    pub fn new(reader: R) -> Lines<R> {
        Lines { reader: BufReader::with_capacity(BUFFER_BYTES, reader), line: Vec::new(), number: 0, bytes: 0 }
    }

    /// Whether the next line has yet to arrive, which may take a while.
    pub fn would_wait(&self) -> bool {
        !self.reader.buffer().contains(&b'\n')
    }

    /// The next line that is not blank; `None` at the end.
    #[expect(clippy::arithmetic_side_effects, reason = "bytes and lines that a stream has given are of 64 bits")]
    pub fn next(&mut self) -> io::Result<Option<Result<&str, Fault>>> {
        loop {
            self.line.clear();
            let mut limited = (&mut self.reader).take(MAX_LINE_BYTES as u64 + 1);
            let length = limited.read_until(b'\n', &mut self.line)?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.bytes += length as u64;
            if length > MAX_LINE_BYTES && !self.line.ends_with(b"\n") {
                self.bytes += self.reader.skip_until(b'\n')? as u64;
                return Ok(Some(Err(Fault { message: format!("a line has at most {MAX_LINE_BYTES} bytes") })));
            }
            if !self.line.trim_ascii().is_empty() {
                break;
            }
        }
        let text = str::from_utf8(self.line.trim_ascii_end());
        Ok(Some(text.map_err(|_| Fault { message: "the line is not UTF-8".to_owned() })))
    }
}
