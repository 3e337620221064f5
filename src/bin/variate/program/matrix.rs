//! Who gets what before and after, as a matrix.

use std::fmt::Write as _;

use variate::json::{separate, write_string};
use variate::movement::Share;

use super::subject::{Answer, Shares};

/// Shares of entities by what they get before (a row) and after (a column).
#[derive(Debug)]
pub struct Matrix {
    pub rows: Vec<Answer>,
    pub columns: Vec<Answer>,
    pub shares: Shares,
}

impl Matrix {
    /// Whether an entity that gets the one and then the other gets something else: another variation, or another value of it.
    pub fn is_move(&self, row: usize, column: usize) -> bool {
        self.rows.get(row) != self.columns.get(column)
    }

    /// The share of entities that get something else.
    pub fn moved(&self) -> Share {
        self.moved_of(&self.shares)
    }

    /// The same of other shares between the same answers.
    pub fn moved_of(&self, shares: &Shares) -> Share {
        let moving = shares.iter().filter(|((row, column), _)| self.is_move(*row, *column));
        moving.fold(Share::ZERO, |sum, (_, share)| sum.plus(*share))
    }

    /// Appends lines: the rows and columns that anybody gets, in their order. What moves is between brackets.
    pub fn write_text(&self, out: &mut String) {
        let used = |of: fn(&(usize, usize)) -> usize| {
            let mut used: Vec<usize> =
                self.shares.iter().filter(|(_, share)| !share.is_zero()).map(|(key, _)| of(key)).collect();
            used.sort_unstable();
            used.dedup();
            used
        };
        let (rows, columns) = (used(|(row, _)| *row), used(|(_, column)| *column));
        let label = |answers: &[Answer], position: usize| {
            answers.get(position).map_or_else(String::new, |answer| printable(&answer.label))
        };
        let mut table = vec![vec!["from \\ to".to_owned()]];
        table.iter_mut().for_each(|head| head.extend(columns.iter().map(|column| label(&self.columns, *column))));
        for row in rows {
            let mut cells = vec![label(&self.rows, row)];
            cells.extend(columns.iter().map(|column| match self.shares.get(&(row, *column)) {
                Some(share) if !share.is_zero() && self.is_move(row, *column) => format!("[{share}]"),
                Some(share) if !share.is_zero() => share.to_string(),
                _ => "-".to_owned(),
            }));
            table.push(cells);
        }
        write_table(&table, out);
    }

    /// Appends a list of `{"from":…,"to":…,"share":…,"moves":…}`.
    pub fn write_json(&self, out: &mut String) {
        out.push('[');
        let used = self.shares.iter().filter(|(_, share)| !share.is_zero());
        for (index, ((row, column), share)) in used.enumerate() {
            separate(index, out);
            let label = |answers: &[Answer], position, out: &mut String| {
                write_string(answers.get(position).map_or("", |answer: &Answer| answer.label.as_str()), out);
            };
            out.push_str("{\"from\":");
            label(&self.rows, *row, out);
            out.push_str(",\"to\":");
            label(&self.columns, *column, out);
            let _ = write!(out, ",\"share\":{},\"moves\":{}}}", share.to_decimal(), self.is_move(*row, *column));
        }
        out.push(']');
    }
}

/// A text within a line: characters that control a terminal, end the line or turn the direction of what follows become
/// spaces, as in explanations.
pub fn printable(text: &str) -> String {
    let is_control = |character| matches!(character, '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|character| if is_control(character) { ' ' } else { character }).collect()
}

/// Appends rows of cells: the first column to the left, the others to the right. Two spaces before each.
pub fn write_table(table: &[Vec<String>], out: &mut String) {
    let columns = table.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column| {
        table.iter().filter_map(|row| row.get(column)).map(|cell: &String| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in table {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // Writing to a String does not fail.
            let _ = if column == 0 { write!(out, "  {cell:<width$}") } else { write!(out, "  {cell:>width$}") };
        }
        out.push('\n');
    }
}
