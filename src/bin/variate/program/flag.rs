//! `variate flag`: what AppConfig flags are for one request.

use variate::LoadOptions;
use variate::json::{separate, write_string};
use variate::request::{FlagRequest, NamedFlag, evaluate_flags, evaluate_one_flag};

use super::args::Flag;
use super::failure::Failure;
use super::{Exit, files, snapshot};

pub fn run(args: &Flag, options: LoadOptions) -> Result<Exit, Failure> {
    let project = snapshot::load(&args.snapshot, options)?;
    let request = FlagRequest { entity_id: args.entity_id.as_deref(), context: args.context.as_deref() };
    let mut line = String::new();
    match args.flag.as_slice() {
        [key] => {
            let decision = evaluate_one_flag(&project, key, &request);
            decision.map_err(|error| Failure::request(error, &project, key))?.write_json(&mut line);
        }
        keys => {
            let all = project.flags().iter().map(|entry| entry.key.as_str());
            let keys: Vec<&str> = if keys.is_empty() { all.collect() } else { each_once(keys) };
            let decisions = evaluate_flags(&project, keys, &request);
            write_all(&decisions.map_err(|error| Failure::request(error, &project, ""))?, &mut line);
        }
    }
    line.push('\n');
    files::print(&line)?;
    Ok(Exit::Success)
}

/// The keys in their order; the answer is an object, and one that is named twice is in it once.
fn each_once(keys: &[String]) -> Vec<&str> {
    let is_first = |(index, key): &(usize, &String)| !keys.iter().take(*index).any(|earlier| earlier == *key);
    keys.iter().enumerate().filter(is_first).map(|(_, key)| key.as_str()).collect()
}

/// The answers by key; a flag that has none has the reason for that.
fn write_all(answers: &[NamedFlag<'_, '_>], line: &mut String) {
    line.push('{');
    for (index, (key, answer)) in answers.iter().enumerate() {
        separate(index, line);
        write_string(key, line);
        line.push(':');
        match answer {
            Ok(decision) => decision.write_json(line),
            Err(error) => {
                line.push_str("{\"reason\":");
                write_string(&error.to_string(), line);
                line.push('}');
            }
        }
    }
    line.push('}');
}
