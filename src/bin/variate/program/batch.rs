//! `variate batch`: several decisions for one document of requests.

use std::borrow::Cow;

use variate::LoadOptions;
use variate::json::{Arena, Json, MAX_DEPTH, write_list};
use variate::request::{EvaluationRequest, RequestError, batch_evaluate_feature};

use super::args::Batch;
use super::failure::Failure;
use super::{Exit, files, snapshot};

/// The requests as they stand in their document.
struct Requests<'a> {
    items: Vec<Item<'a>>,
    project: Option<&'a str>,
}

struct Item<'a> {
    feature: &'a str,
    entity_id: &'a str,
    /// Always text: an object is written out.
    evaluation_context: Option<Cow<'a, str>>,
}

/// A context stands in an item of the list of the document; it may be as deep as one that stands alone.
const LEVELS_ABOVE_CONTEXT: usize = 3;

pub fn run(args: &Batch, options: LoadOptions) -> Result<Exit, Failure> {
    args.check()?;
    let project = snapshot::load(&args.snapshot, options)?;
    let refused = |why| Failure::Input { what: "requests", source: args.requests.as_input(), why };
    let document = args.requests.read(options.max_bytes)?;
    if document.bytes.len() > options.max_bytes {
        let size = document.size.map_or_else(|| "they".to_owned(), |size| format!("{size} bytes"));
        return Err(refused(format!("{size} are more than --max-bytes allows")));
    }
    let text = str::from_utf8(&document.bytes).map_err(|_| refused("they are not UTF-8".to_owned()))?;
    let arena = Arena::new();
    let document = Json::parse_within(text, &arena, MAX_DEPTH + LEVELS_ABOVE_CONTEXT)
        .map_err(|error| refused(error.to_string()))?;
    let requests = Requests::read(&document).map_err(|error| Failure::request(error, &project, ""))?;

    let items: Vec<_> = requests.items.iter().map(Item::as_request).collect();
    let requested_project = args.project.as_deref().or(requests.project);
    let results = batch_evaluate_feature(&project, &items, requested_project, args.time.now())
        .map_err(|error| Failure::request(error, &project, ""))?;
    let mut line = String::from("{\"results\":");
    write_list(&results, &mut line, |result, out| result.write_json(out));
    line.push_str("}\n");
    files::print(&line)?;
    Ok(Exit::Success)
}

impl<'a> Requests<'a> {
    /// Checks the types of all members; the library checks their values. Sentences as in the package.
    fn read(document: &'a Json<'_>) -> Result<Requests<'a>, RequestError> {
        let mut fields = Vec::new();
        let (requests, project) = match document {
            Json::Array(_) => (Some(document), None),
            Json::Object(_) => (document.get("requests"), document.get("project")),
            _ => {
                fields.push(("request".to_owned(), "expected an object".to_owned()));
                (None, None)
            }
        };
        let items = match requests {
            Some(Json::Array(items)) => {
                items.iter().enumerate().filter_map(|(index, item)| Item::read(item, index, &mut fields)).collect()
            }
            _ => {
                if fields.is_empty() {
                    fields.push(("requests".to_owned(), "expected a list".to_owned()));
                }
                Vec::new()
            }
        };
        let project = match project {
            None | Some(Json::Null) => None,
            Some(Json::String(project)) => Some(*project),
            Some(_) => {
                fields.push(("project".to_owned(), "a project is given by its name or ARN, a string".to_owned()));
                None
            }
        };
        if fields.is_empty() {
            Ok(Requests { items, project })
        } else {
            Err(RequestError::Invalid { cannot_parse: false, fields })
        }
    }
}

impl<'a> Item<'a> {
    fn read(item: &'a Json<'_>, index: usize, fields: &mut Vec<(String, String)>) -> Option<Item<'a>> {
        let Json::Object(_) = item else {
            fields.push((format!("requests[{index}]"), "expected an object".to_owned()));
            return None;
        };
        let mut fault = |member, sentence: &str| {
            fields.push((format!("requests[{index}].{member}"), sentence.to_owned()));
        };
        let feature = item.get("feature").and_then(Json::as_str);
        if feature.is_none() {
            fault("feature", "a feature is given by its name, a string");
        }
        let entity_id = item.get("entityId").and_then(Json::as_str);
        if entity_id.is_none() {
            fault("entityId", "an entity id is a string");
        }
        let evaluation_context = match item.get("evaluationContext") {
            None | Some(Json::Null) => None,
            Some(Json::String(text)) => Some(Cow::Borrowed(*text)),
            Some(object @ Json::Object(_)) => {
                let mut text = String::new();
                object.write(&mut text);
                Some(Cow::Owned(text))
            }
            Some(_) => {
                fault("evaluationContext", "an evaluation context is an object or the JSON text of one");
                None
            }
        };
        Some(Item { feature: feature?, entity_id: entity_id?, evaluation_context })
    }

    fn as_request(&self) -> EvaluationRequest<'_> {
        EvaluationRequest {
            feature: self.feature,
            entity_id: self.entity_id,
            evaluation_context: self.evaluation_context.as_deref(),
        }
    }
}
