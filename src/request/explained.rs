//! Requests for decisions with their reasons: refused as those for the decisions alone are.

use crate::evaluate::{explain, explain_flag};
use crate::explain::Explanation;
use crate::project::Project;
use crate::time::Timestamp;

use super::{EvaluationRequest, FlagRequest, RequestError, flag, identity};

/// EvaluateFeature, and why it answers so.
///
/// # Errors
/// As [`evaluate_feature`](super::evaluate_feature).
pub fn explain_feature<'p>(
    project: &'p Project,
    request: &EvaluationRequest<'_>,
    requested_project: Option<&str>,
    now: Timestamp,
) -> Result<Explanation<'p>, RequestError> {
    super::with_input(request, |entity, context| {
        let feature = super::find(project, identity(project, requested_project)?, request.feature)?;
        Ok(explain(feature, entity, context, now))
    })?
}

/// Decides what one flag is, and tells why.
///
/// # Errors
/// As [`evaluate_one_flag`](super::evaluate_one_flag).
pub fn explain_one_flag<'p>(
    project: &'p Project,
    flag: &str,
    request: &FlagRequest<'_>,
) -> Result<Explanation<'p>, RequestError> {
    flag::with_input(request, |entity, context| Ok(explain_flag(flag::find(project, flag)?, entity, context)))?
}
