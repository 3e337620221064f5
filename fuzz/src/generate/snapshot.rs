//! Snapshots of both models.

use super::context::TEXTS;
use super::{Choices, joined, pattern, quoted, rule};

/// The JSON text of a snapshot, with a bit of everything.
pub fn snapshot(choices: &mut Choices<'_>) -> String {
    let mut members = vec![format!("\"version\":{}", choices.or_wrong("1"))];
    let kind = choices.below(4);
    if kind != 3 {
        members.push(
            choices
                .pick(&[
                    r#""project":{"name":"p"}"#,
                    r#""project":{"name":"p","arn":"arn:aws:evidently:eu-west-1:1:project/p"}"#,
                ])
                .to_owned(),
        );
        evidently(choices, &mut members);
    }
    if kind >= 2 {
        members.push(app_config(choices));
    }
    if choices.one_in(16) {
        let count = members.len();
        members.swap(0, choices.below(count));
    }
    format!("{{{}}}", joined(&members))
}

/// How many there are of what launches and experiments refer to.
#[derive(Clone, Copy)]
struct Known {
    features: usize,
    segments: usize,
}

fn evidently(choices: &mut Choices<'_>, members: &mut Vec<String>) {
    let segments = choices.list(0, 3, |choices, index| {
        let pattern = pattern(choices);
        let members = vec![name(choices, "s", index), format!("\"pattern\":{}", choices.or_wrong(quoted(&pattern)))];
        item(choices, "segment", members)
    });
    let features = choices.list(1, 3, feature);
    let known = Known { features: features.len(), segments: segments.len() };
    let launches = choices.list(0, features.len().min(2), |choices, index| launch(choices, known, index));
    let experiments = choices.list(0, features.len().min(2), |choices, index| experiment(choices, known, index));
    for (key, items) in
        [("segments", segments), ("features", features), ("launches", launches), ("experiments", experiments)]
    {
        members.push(format!("\"{key}\":{}", choices.or_wrong(format!("[{}]", joined(&items)))));
    }
}

/// An item, rarely in the wrapper of a Get call.
fn item(choices: &mut Choices<'_>, kind: &str, members: Vec<String>) -> String {
    let item = format!("{{{}}}", joined(&members));
    let item = choices.or_wrong(item);
    if choices.one_in(8) { format!("{{\"{kind}\":{item}}}") } else { item }
}

/// A name of which others of its kind have the same, rarely.
fn name(choices: &mut Choices<'_>, prefix: &str, index: usize) -> String {
    let index = if choices.one_in(128) { 0 } else { index };
    format!("\"name\":{}", choices.or_wrong(format!("\"{prefix}{index}\"")))
}

fn reference(choices: &mut Choices<'_>, prefix: &str, count: usize) -> String {
    let index = if choices.one_in(256) { 9 } else { choices.below(count) };
    format!("{prefix}{index}")
}

fn feature(choices: &mut Choices<'_>, index: usize) -> String {
    let kind = choices.below(4);
    let variations = choices.list(2, 3, |choices, index| {
        let value = match kind {
            0 => format!("{{\"boolValue\":{}}}", choices.pick(&["true", "false"])),
            1 => format!(
                "{{\"longValue\":{}}}",
                choices.pick(&["0", "1", "-9007199254740991", "9007199254740991", "5.0", "1e3"])
            ),
            2 => format!("{{\"doubleValue\":{}}}", choices.pick(&["0.5", "1500.0", "-0", "1e300", "5e-324", "1"])),
            _ => format!("{{\"stringValue\":{}}}", quoted(choices.pick(TEXTS))),
        };
        format!("{{{},\"value\":{}}}", name(choices, "v", index), choices.or_wrong(value))
    });
    let mut members = vec![name(choices, "f", index), format!("\"variations\":[{}]", joined(&variations))];
    if choices.one_in(2) {
        members.push(format!("\"defaultVariation\":\"{}\"", reference(choices, "v", 2)));
    }
    if choices.one_in(3) {
        let entity = choices.pick(&["vip", "anna", "用户", "user-1"]);
        members.push(format!("\"entityOverrides\":{{\"{entity}\":\"{}\"}}", reference(choices, "v", 2)));
    }
    if choices.one_in(6) {
        members.push(format!("\"evaluationStrategy\":\"{}\"", choices.pick(&["ALL_RULES", "DEFAULT_VARIATION"])));
    }
    item(choices, "feature", members)
}

fn salt(choices: &mut Choices<'_>, members: &mut Vec<String>) {
    if choices.one_in(4) {
        let salt = format!("\"{}\"", choices.pick(&["", "pepper", "é"]));
        members.push(format!("\"randomizationSalt\":{}", choices.or_wrong(salt)));
    }
}

fn status(choices: &mut Choices<'_>) -> String {
    let status = choices.pick(&["\"RUNNING\"", "\"RUNNING\"", "\"RUNNING\"", "\"CREATED\"", "\"COMPLETED\""]);
    format!("\"status\":{}", choices.or_wrong(status))
}

/// Groups of a launch, or treatments of an experiment.
///
/// They are of the feature of that number, rarely of others: only one launch may run on a feature.
fn arms(choices: &mut Choices<'_>, known: Known, feature: usize, prefix: &str) -> String {
    let arms = choices.list(2, 3, |choices, index| {
        let features = choices.list(1, 2, |choices, _| {
            let feature =
                if choices.one_in(12) { reference(choices, "f", known.features) } else { format!("f{feature}") };
            format!("\"{feature}\":\"{}\"", reference(choices, "v", 2))
        });
        format!("{{{},\"featureVariations\":{{{}}}}}", name(choices, prefix, index), joined(&features))
    });
    joined(&arms)
}

fn weights(choices: &mut Choices<'_>, prefix: &str) -> String {
    let weights = choices.list(0, 2, |choices, index| {
        let weight = if choices.one_in(3) {
            choices.between(0, 50_000).to_string()
        } else {
            choices.pick(&["50000", "0", "33333", "5e4", "1"]).to_owned()
        };
        format!("\"{prefix}{index}\":{}", choices.or_wrong(weight))
    });
    format!("{{{}}}", joined(&weights))
}

fn segment(choices: &mut Choices<'_>, known: Known) -> String {
    let place = choices.pick(&["", "arn:aws:evidently:eu-west-1:1:segment/"]);
    format!("\"{place}{}\"", reference(choices, "s", known.segments))
}

fn launch(choices: &mut Choices<'_>, known: Known, index: usize) -> String {
    let mut members =
        vec![name(choices, "l", index), status(choices), format!("\"groups\":[{}]", arms(choices, known, index, "g"))];
    salt(choices, &mut members);
    let steps = choices.list(1, 2, |choices, _| {
        let start = choices.pick(&[
            "0",
            "\"2023-01-01T00:00:00Z\"",
            "1700000000.5",
            "\"2026-11-21 08:00:00.5+01:00\"",
            "-1",
            "\"1970-01-01t23:59:60z\"",
        ]);
        let start = choices.or_wrong(start);
        let mut step = vec![format!("\"startTime\":{start}"), format!("\"groupWeights\":{}", weights(choices, "g"))];
        if known.segments > 0 && choices.one_in(2) {
            let overrides = choices.list(1, 2, |choices, index| {
                format!(
                    "{{\"segment\":{},\"evaluationOrder\":{},\"weights\":{}}}",
                    segment(choices, known),
                    index + choices.below(2),
                    weights(choices, "g")
                )
            });
            step.push(format!("\"segmentOverrides\":[{}]", joined(&overrides)));
        }
        format!("{{{}}}", joined(&step))
    });
    members.push(format!("\"scheduledSplitsDefinition\":{{\"steps\":[{}]}}", joined(&steps)));
    item(choices, "launch", members)
}

fn experiment(choices: &mut Choices<'_>, known: Known, index: usize) -> String {
    let mut members = vec![
        name(choices, "x", index),
        status(choices),
        format!("\"treatments\":[{}]", arms(choices, known, index, "t")),
    ];
    salt(choices, &mut members);
    let rate = choices.pick(&["100000", "50000", "0", "1"]);
    members.push(format!("\"samplingRate\":{}", choices.or_wrong(rate)));
    if known.segments > 0 && choices.one_in(2) {
        members.push(format!("\"segment\":{}", segment(choices, known)));
    }
    members.push(format!(
        "\"onlineAbDefinition\":{{\"controlTreatmentName\":\"t0\",\"treatmentWeights\":{}}}",
        weights(choices, "t")
    ));
    item(choices, "experiment", members)
}

const ATTRIBUTES: &str = r#""colour":{"constraints":{"type":"string","enum":["x","red"],"required":true}},"tag":{"constraints":{"type":"string","pattern":"^[a-z]*$"}},"size":{"constraints":{"type":"number","minimum":1,"maximum":9}},"tags":{"constraints":{"type":"array","elements":{"type":"string"}}},"sizes":{"constraints":{"type":"array","elements":{"type":"number","minimum":-1}}},"wide":{"constraints":{"type":"boolean"}},"any":{}"#;

fn app_config(choices: &mut Choices<'_>) -> String {
    let mut members = Vec::new();
    let keys = ["flag", "menu", "banner"];
    if !choices.one_in(6) {
        let definitions = keys.map(|key| {
            format!(
                "\"{key}\":{}",
                if choices.one_in(3) { format!("{{\"attributes\":{{{ATTRIBUTES}}}}}") } else { String::from("{}") }
            )
        });
        let count = choices.below(keys.len() + 1);
        let values: Vec<String> =
            keys.iter().take(count).map(|key| format!("\"{key}\":{}", flag_value(choices))).collect();
        members.push(format!(
            "\"flags\":{{\"version\":\"1\",\"flags\":{{{}}},\"values\":{{{}}}}}",
            definitions.join(","),
            joined(&values)
        ));
    }
    if choices.one_in(2) {
        let runs = choices.list(1, 2, |choices, index| run(choices, keys[index]));
        members.push(format!("\"experimentRuns\":[{}]", joined(&runs)));
    }
    format!("\"appConfig\":{{{}}}", joined(&members))
}

fn enabled(choices: &mut Choices<'_>) -> String {
    let enabled = choices.pick(&["true", "true", "false", "\"true\""]);
    choices.or_wrong(enabled)
}

fn attributes(choices: &mut Choices<'_>) -> Vec<String> {
    choices.list(0, 3, |choices, _| {
        let attribute = choices.pick(&[
            "\"colour\":\"x\"",
            "\"tag\":\"a\"",
            "\"size\":2.5",
            "\"tags\":[\"x\"]",
            "\"sizes\":[0,1.5]",
            "\"wide\":true",
            "\"any\":[]",
        ]);
        let (key, value) = attribute.split_once(':').unwrap_or_default();
        format!("{key}:{}", choices.or_wrong(value))
    })
}

fn flag_value(choices: &mut Choices<'_>) -> String {
    if choices.one_in(3) {
        let mut members = vec![format!("\"enabled\":{}", enabled(choices))];
        members.extend(attributes(choices));
        return format!("{{{}}}", joined(&members));
    }
    let mut variants = choices.list(1, 3, |choices, index| {
        let rule = rule(choices);
        let attributes = joined(&attributes(choices));
        format!(
            "{{{},\"enabled\":{},\"rule\":{},\"attributeValues\":{{{attributes}}}}}",
            name(choices, "v", index),
            enabled(choices),
            quoted(&rule)
        )
    });
    variants.push(format!("{{\"name\":\"Default\",\"enabled\":{}}}", enabled(choices)));
    format!("{{\"_variants\":[{}]}}", joined(&variants))
}

fn run(choices: &mut Choices<'_>, key: &str) -> String {
    let treatment = |choices: &mut Choices<'_>, key: &str| {
        let weight = choices.pick(&["1", "33.333333", "66.6", "0", "1000000000000"]);
        let attributes = choices.pick(&[
            "",
            r#""tag":{"StringValue":"y"}"#,
            r#""size":{"NumberValue":1}"#,
            r#""wide":{"BooleanValue":false},"tags":{"StringArray":["y"]}"#,
            r#""sizes":{"NumberArray":[2]}"#,
        ]);
        format!(
            "{{\"Key\":\"{key}\",\"Weight\":{},\"FlagValue\":{{\"Enabled\":{},\"AttributeValues\":{{{attributes}}}}}}}",
            choices.or_wrong(weight),
            enabled(choices)
        )
    };
    let treatments = choices.list(0, 2, |choices, index| treatment(choices, &format!("t{index}")));
    let control = treatment(choices, "c");
    let audience = if choices.one_in(2) { rule(choices) } else { String::from("true") };
    let overrides = choices.pick(&["", r#""vip":"t0""#, r#""vip":"c","anna":"t0""#]);
    let exposure = choices.pick(&["100", "62.5", "0", "33.3333333"]);
    let status = choices.pick(&["RUNNING", "RUNNING", "RUNNING", "DONE"]);
    format!(
        "{{\"ApplicationId\":\"abc1234\",\"ExperimentDefinitionId\":\"exp5678\",\"Run\":{},\"Status\":\"{status}\",\"ExposurePercentage\":{},\
         \"TreatmentOverrides\":{{\"Inline\":{{{overrides}}}}},\"ExperimentDefinitionSnapshot\":{{\"FlagKey\":\"{key}\",\"AudienceRule\":{},\
         \"Treatments\":[{}],\"Control\":{control}}}}}",
        choices.or_wrong("1"),
        choices.or_wrong(exposure),
        quoted(&audience),
        joined(&treatments)
    )
}
