//! `variate evaluate`: one decision.

use variate::LoadOptions;
use variate::request::{EvaluationRequest, evaluate_feature};

use super::args::Evaluate;
use super::failure::Failure;
use super::{Exit, files, snapshot};

pub fn run(args: &Evaluate, options: LoadOptions) -> Result<Exit, Failure> {
    let project = snapshot::load(&args.snapshot, options)?;
    let request = EvaluationRequest {
        feature: &args.feature,
        entity_id: &args.entity_id,
        evaluation_context: args.context.as_deref(),
    };
    let decision = evaluate_feature(&project, &request, args.project.as_deref(), args.time.now())
        .map_err(|error| Failure::request(error, &project, &args.feature))?;
    let mut line = String::from("{");
    decision.write_members(&mut line);
    line.push_str("}\n");
    files::print(&line)?;
    Ok(Exit::Success)
}
