//! What `simulate` prints.

use std::fmt::Write as _;

use variate::json::{separate, write_string};
use variate::movement::Share;

use crate::program::failure::count;
use crate::program::matrix::{printable, write_table};
use crate::program::population::{Population, interval, percent};
use crate::program::subject::Kind;

use super::tally::Tally;

/// What was simulated.
#[derive(Debug)]
pub struct Report<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub population: &'a Population<'a>,
    /// Whether the entities were read.
    pub is_read: bool,
}

impl Report<'_> {
    /// Appends a paragraph for each time. Writing to a String does not fail.
    pub fn write_text(&self, tallies: &[Tally<'_>], computed: &[Option<Vec<Share>>], out: &mut String) {
        for (tally, computed) in tallies.iter().zip(computed) {
            let _ = write!(out, "{} {}", self.kind.as_str(), printable(self.name));
            if self.kind == Kind::Feature {
                let _ = write!(out, " at {}", tally.before.1);
            }
            let entities = count(tally.entities as usize, "entity", "entities");
            let _ = write!(out, ": {entities}");
            if tally.reads_context() && !self.is_read {
                let _ = write!(out, " {}", self.population.knowledge());
            }
            out.push('\n');
            self.write_answers(tally, computed.as_deref(), out);
            self.write_movement(tally, out);
        }
    }

    fn write_answers(&self, tally: &Tally<'_>, computed: Option<&[Share]>, out: &mut String) {
        let noun = match self.kind {
            Kind::Feature => "variation",
            Kind::Flag => "variant",
        };
        let mut table = vec![[noun, "entities", "share", "95 % interval", "computed"].map(str::to_owned).to_vec()];
        for (position, (answer, count)) in tally.answers().into_iter().enumerate() {
            let (low, high) = interval(count, tally.entities);
            let share =
                computed.and_then(|shares| shares.get(position)).map_or_else(|| "-".to_owned(), Share::to_string);
            let interval = format!("{} to {}", percent(low), percent(high));
            table.push(vec![
                printable(&answer.label),
                count.to_string(),
                percent(ratio(count, tally.entities)),
                interval,
                share,
            ]);
        }
        write_table(&table, out);
        if tally.overridden > 0 {
            let _ = writeln!(out, "  {} by an override", count(tally.overridden as usize, "entity", "entities"));
        }
        if let Some(fit) = computed.and_then(|computed| tally.fit(computed)) {
            if fit.degrees_of_freedom > 0 {
                let degrees = count(fit.degrees_of_freedom as usize, "degree", "degrees");
                let _ = write!(out, "  chi-square {:.2}, {degrees} of freedom: ", fit.chi_square);
            } else {
                out.push_str("  ");
            }
            if fit.unexpected > 0 {
                let entities = count(fit.unexpected as usize, "entity gets", "entities get");
                let _ = writeln!(out, "not as computed: {entities} what the lines give nobody");
            } else if fit.is_mismatch {
                out.push_str("not as computed: less than one in a thousand samples is so far off\n");
            } else {
                out.push_str("as computed\n");
            }
        }
    }

    fn write_movement(&self, tally: &Tally<'_>, out: &mut String) {
        let (Some((matrix, moved)), Some((_, now))) = (tally.movement(), tally.after) else { return };
        let (low, high) = interval(moved, tally.entities);
        let until =
            if self.kind == Kind::Feature && now != tally.before.1 { format!("until {now} ") } else { String::new() };
        let share = percent(ratio(moved, tally.entities));
        let _ = writeln!(out, "  {until}{share} move, 95 % interval {} to {}", percent(low), percent(high));
        if moved > 0 {
            matrix.write_text(out);
        }
    }

    /// Appends a line of JSON.
    pub fn write_json(&self, tallies: &[Tally<'_>], computed: &[Option<Vec<Share>>], out: &mut String) {
        let _ = write!(out, "{{\"{}\":", self.kind.as_str());
        write_string(self.name, out);
        out.push_str(",\"moments\":[");
        for (index, (tally, computed)) in tallies.iter().zip(computed).enumerate() {
            separate(index, out);
            self.write_tally(tally, computed.as_deref(), out);
        }
        out.push_str("]}\n");
    }

    fn write_tally(&self, tally: &Tally<'_>, computed: Option<&[Share]>, out: &mut String) {
        out.push('{');
        if self.kind == Kind::Feature {
            let _ = write!(out, "\"at\":\"{}\",", tally.before.1);
        }
        let _ = write!(out, "\"entities\":{},\"overridden\":{},\"shares\":[", tally.entities, tally.overridden);
        for (position, (answer, count)) in tally.answers().into_iter().enumerate() {
            separate(position, out);
            out.push_str("{\"name\":");
            write_string(&answer.label, out);
            let _ = write!(
                out,
                ",\"value\":{},\"entities\":{count},\"share\":{}",
                answer.value,
                ratio(count, tally.entities)
            );
            write_interval(count, tally.entities, out);
            if let Some(share) = computed.and_then(|computed| computed.get(position)) {
                let _ = write!(out, ",\"computed\":{}", share.to_decimal());
            }
            out.push('}');
        }
        out.push(']');
        if let Some(fit) = computed.and_then(|computed| tally.fit(computed)) {
            let (degrees, is_mismatch) = (fit.degrees_of_freedom, fit.is_mismatch);
            let _ = write!(
                out,
                ",\"chiSquare\":{:.6},\"degreesOfFreedom\":{degrees},\"mismatch\":{is_mismatch}",
                fit.chi_square
            );
        }
        if let (Some((matrix, moved)), Some((_, now))) = (tally.movement(), tally.after) {
            out.push_str(",\"movement\":{");
            if self.kind == Kind::Feature {
                let _ = write!(out, "\"to\":\"{now}\",");
            }
            let _ = write!(out, "\"entities\":{moved},\"moved\":{}", ratio(moved, tally.entities));
            write_interval(moved, tally.entities, out);
            out.push_str(",\"shares\":");
            matrix.write_json(out);
            out.push('}');
        }
        out.push('}');
    }
}

fn write_interval(count: u32, of: u32, out: &mut String) {
    let (low, high) = interval(count, of);
    let _ = write!(out, ",\"interval\":[{low:.9},{high:.9}]");
}

#[expect(clippy::float_arithmetic, reason = "statistics of decisions that have been made")]
fn ratio(count: u32, of: u32) -> f64 {
    f64::from(count) / f64::from(of.max(1))
}
