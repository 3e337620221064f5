//! `variate explain`: one decision, and why.

use variate::LoadOptions;
use variate::request::{EvaluationRequest, FlagRequest, explain_feature, explain_one_flag};

use super::args::Explain;
use super::failure::Failure;
use super::{Exit, files, snapshot};

pub fn run(args: &Explain, options: LoadOptions) -> Result<Exit, Failure> {
    let project = snapshot::load(&args.snapshot, options)?;
    let (entity_id, context) = (args.entity_id.as_deref(), args.context.as_deref());
    let (name, explanation) = if let Some(feature) = args.feature.as_deref() {
        // INVARIANT: of a feature there is one, and there is a flag where there is no feature.
        let entity_id = entity_id.unwrap_or_default();
        let request = EvaluationRequest { feature, entity_id, evaluation_context: context };
        (feature, explain_feature(&project, &request, args.project.as_deref(), args.time.now()))
    } else {
        let flag = args.flag.as_deref().unwrap_or_default();
        (flag, explain_one_flag(&project, flag, &FlagRequest { entity_id, context }))
    };
    let explanation = explanation.map_err(|error| Failure::request(error, &project, name))?;
    let mut out = String::new();
    if args.json {
        explanation.write_json(&mut out);
    } else {
        out.push_str(&explanation.to_text());
    }
    out.push('\n');
    files::print(&out)?;
    Ok(Exit::Success)
}
