//! What has no vector: the interface, the text of the document, events, and corners that are ours.

use serde_json::{Value, json};
use variate::control::{Applied, ControlError, Environment, Event, Reason, apply, operations};
use variate::{LoadOptions, Timestamp, load_with};

const NOW_MS: i64 = 1_700_000_000_000;

fn call(snapshot: &str, operation: &str, input: &Value) -> Result<Applied, ControlError> {
    apply(snapshot, operation, &input.to_string(), &Environment::local(Timestamp::from_millis(NOW_MS).unwrap()))
}

/// The operation succeeds; the new snapshot.
#[track_caller]
fn changes(snapshot: &str, operation: &str, input: &Value) -> String {
    call(snapshot, operation, input).unwrap().snapshot.unwrap()
}

/// The operation fails; the name of the exception, the reason, and the fields.
#[track_caller]
fn fails(snapshot: &str, operation: &str, input: &Value) -> (&'static str, Option<Reason>, Vec<String>) {
    let error = call(snapshot, operation, input).unwrap_err();
    (error.name(), error.reason, error.field_list.into_iter().map(|field| field.name).collect())
}

fn invalid(fields: &[&str]) -> (&'static str, Option<Reason>, Vec<String>) {
    let fields = fields.iter().map(ToString::to_string).collect();
    ("ValidationException", Some(Reason::FieldValidationFailed), fields)
}

/// A feature with two variations and a launch of it.
const SHOP: &str = r#"{
  "version": 1,
  "project": {"name": "shop"},
  "appConfig": {"flags": {"version": "1", "flags": {"f":   {"name": "\u0066"}}, "values": {"f": {"enabled": true}}}},
  "features": [
    {"feature": {"name": "checkout", "x-mine": [1.50, 1e2], "variations": [
      {"name": "old", "value": {"boolValue": false}}, {"name": "new", "value": {"boolValue": true}}]}},
    {
      "name": "other",
      "variations": [{"name": "v", "value": {"doubleValue": 1.0}}]
    }
  ],
  "launches": [
    {"name": "ramp", "status": "CREATED", "groups": [{"name": "g", "featureVariations": {"checkout": "new"}}],
     "scheduledSplitsDefinition": {"steps": [{"startTime": "2023-11-14T00:00:00Z", "groupWeights": {"g": 5e4}}]}}
  ]
}
"#;

#[test]
fn every_operation_of_the_model_is_known() {
    let names: Vec<&str> = operations().collect();
    assert_eq!(names.len(), 38);
    for name in names {
        let error = apply("", name, "no JSON", &Environment::local(Timestamp::MAX)).unwrap_err();
        assert_eq!((error.name(), error.reason), ("ValidationException", Some(Reason::CannotParse)), "{name}");
        // All but the lists require something.
        let is_list = ["ListProjects", "ListSegments"].contains(&name);
        assert_eq!(call("", name, &json!({})).is_ok(), is_list, "{name}");
    }
}

#[test]
fn an_unknown_operation_is_refused_before_all_else() {
    let error = apply("no snapshot", "startLaunch", "no JSON", &Environment::local(Timestamp::MAX)).unwrap_err();
    assert_eq!(error.reason, Some(Reason::UnknownOperation));
    assert_eq!(error.message, "Unknown operation: startLaunch");
}

#[test]
fn a_snapshot_with_problems_is_refused_with_their_places() {
    let error = call(r#"{"version": 1, "features": 5}"#, "ListProjects", &json!({})).unwrap_err();
    let places: Vec<&str> = error.field_list.iter().map(|field| field.name.as_str()).collect();
    assert_eq!((error.name(), error.http_status(), places), ("SnapshotError", 500, vec!["project", "features"]));
    let error = call("[", "ListProjects", &json!({})).unwrap_err();
    assert_eq!(error.name(), "SnapshotError");
}

#[test]
fn an_error_is_the_body_of_the_api_with_its_name() {
    let error = call(SHOP, "GetLaunch", &json!({"project": "shop", "launch": "nope"})).unwrap_err();
    assert_eq!(
        error.to_json(),
        concat!(
            r#"{"name":"ResourceNotFoundException","#,
            r#""message":"Launch with arn 'arn:aws:evidently:local:000000000000:project/shop/launch/nope' does not exist.","#,
            r#""resourceId":"arn:aws:evidently:local:000000000000:project/shop/launch/nope","resourceType":"launch"}"#,
        )
    );
    let error = call(SHOP, "CreateProject", &json!({"name": "second"})).unwrap_err();
    assert_eq!((error.name(), error.http_status()), ("ServiceQuotaExceededException", 402));
    assert!(error.to_json().ends_with(r#""resourceType":"project","serviceCode":"evidently"}"#), "{}", error.to_json());
    let error = call(SHOP, "GetFeature", &json!({"project": "shop", "feature": "a b"})).unwrap_err();
    assert_eq!(
        error.to_json(),
        concat!(
            r#"{"name":"ValidationException","#,
            r#""message":"feature: expected a text of 1 to 127 letters, digits, dots, dashes and underscores","#,
            r#""reason":"fieldValidationFailed","fieldList":[{"name":"feature","#,
            r#""message":"expected a text of 1 to 127 letters, digits, dots, dashes and underscores"}]}"#,
        )
    );
}

/// What changed, as a patch of lines: removed ones, then new ones.
fn difference<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let missing =
        |from: &'t str, other: &str| from.lines().filter(|line| !other.lines().any(|known| known == *line)).collect();
    (missing(before, after), missing(after, before))
}

#[test]
fn what_an_operation_does_not_touch_stays_as_it_was_written() {
    let started = changes(SHOP, "StartLaunch", &json!({"project": "shop", "launch": "ramp"}));
    let (removed, added) = difference(SHOP, &started);
    assert_eq!(
        removed,
        [
            r#"    {"name": "ramp", "status": "CREATED", "groups": [{"name": "g", "featureVariations": {"checkout": "new"}}],"#,
            r#"     "scheduledSplitsDefinition": {"steps": [{"startTime": "2023-11-14T00:00:00Z", "groupWeights": {"g": 5e4}}]}}"#,
        ]
    );
    assert_eq!(
        added,
        [
            r#"    {"name": "ramp", "status": "RUNNING", "groups": [{"name": "g", "featureVariations": {"checkout": "new"}}],"#,
            concat!(
                r#"     "scheduledSplitsDefinition": {"steps": [{"startTime": "2023-11-14T00:00:00Z", "groupWeights": {"g": 5e4}}]}, "#,
                r#""execution": {"startedTime": 1700000000}, "lastUpdatedTime": 1700000000}"#,
            ),
        ]
    );
}

#[test]
fn an_item_in_its_wrapper_stays_there() {
    let input = json!({"project": "shop", "feature": "checkout", "description": "d"});
    let (removed, added) = difference_of("UpdateFeature", &input);
    let line =
        r#"      {"name": "old", "value": {"boolValue": false}}, {"name": "new", "value": {"boolValue": true}}]"#;
    assert_eq!(removed, [format!("{line}}}}},")]);
    assert_eq!(added, [format!(r#"{line}, "description": "d", "lastUpdatedTime": 1700000000}}}},"#)]);
}

#[test]
fn what_is_deleted_leaves_no_trace() {
    let (removed, added) = difference_of("DeleteFeature", &json!({"project": "shop", "feature": "other"}));
    let last =
        r#"      {"name": "old", "value": {"boolValue": false}}, {"name": "new", "value": {"boolValue": true}}]}}"#;
    assert_eq!(added, [last]);
    assert_eq!(
        removed,
        [
            &format!("{last},"),
            "    {",
            r#"      "name": "other","#,
            r#"      "variations": [{"name": "v", "value": {"doubleValue": 1.0}}]"#,
            "    }",
        ]
    );
}

/// What an operation on [`SHOP`] changes.
#[track_caller]
fn difference_of(operation: &str, input: &Value) -> (Vec<String>, Vec<String>) {
    let changed = changes(SHOP, operation, input);
    let (removed, added) = difference(SHOP, &changed);
    let owned = |lines: Vec<&str>| lines.into_iter().map(str::to_owned).collect();
    (owned(removed), owned(added))
}

#[test]
fn a_document_in_one_line_stays_in_one_line() {
    let compact = changes(
        r#"{"version":1,"project":{"name":"p"}}"#,
        "CreateSegment",
        &json!({"name": "s", "pattern": r#"{"a":[1]}"#}),
    );
    assert_eq!(
        compact,
        concat!(
            r#"{"version":1,"project":{"name":"p"},"segments":[{"arn":"arn:aws:evidently:local:000000000000:segment/s","#,
            r#""createdTime":1700000000,"experimentCount":0,"lastUpdatedTime":1700000000,"launchCount":0,"name":"s","#,
            r#""pattern":"{\"a\":[1]}"}]}"#,
        )
    );
    let spaced =
        changes(&compact.replace("\":", "\": ").replace(",\"", ", \""), "DeleteSegment", &json!({"segment": "s"}));
    assert_eq!(spaced, r#"{"version": 1, "project": {"name": "p"}, "segments": []}"#);
}

#[test]
fn what_is_new_is_laid_out_as_its_surroundings() {
    let created = changes("", "CreateProject", &json!({"name": "p", "tags": {"a": "b"}}));
    assert!(
        created.starts_with("{\n  \"version\": 1,\n  \"project\": {\n    \"activeExperimentCount\": 0,\n"),
        "{created}"
    );
    assert!(created.ends_with("\"tags\": {\n      \"a\": \"b\"\n    }\n  }\n}\n"), "{created}");
    let tabbed = created.replace("  ", "\t");
    let untagged = changes(
        &tabbed,
        "UntagResource",
        &json!({"resourceArn": "arn:aws:evidently:local:000000000000:project/p", "tagKeys": ["a"]}),
    );
    assert!(untagged.ends_with("\t\t\"status\": \"AVAILABLE\"\n\t}\n}\n"), "{untagged}");
    let feature = json!({"project": "p", "name": "f", "variations": [{"name": "v", "value": {"longValue": 1}}]});
    assert!(changes(&untagged, "CreateFeature", &feature).contains("\n\t\"features\": [\n\t\t{\n\t\t\t\"arn\":"));
}

#[test]
fn nothing_has_changed_where_nothing_is_new() {
    let arn = "arn:aws:evidently:local:000000000000:project/shop";
    for (operation, input) in [
        ("UntagResource", json!({"resourceArn": arn, "tagKeys": ["absent"]})),
        ("TagResource", json!({"resourceArn": arn, "tags": {}})),
        ("GetProject", json!({"project": "shop"})),
        ("EvaluateFeature", json!({"project": arn, "feature": "checkout", "entityId": "e"})),
    ] {
        assert_eq!(call(SHOP, operation, &input).unwrap().snapshot, None, "{operation}");
    }
}

#[test]
fn a_document_as_deep_as_one_may_be_is_edited() {
    let depth = 120;
    let extra = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let document = format!(r#"{{"version": 1, "project": {{"name": "p"}}, "extra": {extra}}}"#);
    assert!(load_with(document.as_bytes(), LoadOptions::default()).is_ok());
    assert!(changes(&document, "UpdateProject", &json!({"project": "p", "description": "d"})).contains(&extra));
}

#[test]
fn unpaired_surrogates_are_replaced() {
    let error = apply("", "CreateProject", r#"{"name": "\ud800"}"#, &Environment::local(Timestamp::MAX)).unwrap_err();
    assert_eq!(error.field_list[0].name, "name");
    let document = r#"{"version": 1, "project": {"name": "p", "description": "\ud800"}}"#;
    assert!(
        changes(document, "UpdateProject", &json!({"project": "p", "description": "d"}))
            .contains(r#""description": "d""#)
    );
}

#[test]
fn counts_and_rules_are_brought_up_to_date_where_they_are_written() {
    let written =
        SHOP.replace(r#""name": "shop""#, r#""name": "shop", "launchCount": 7, "activeLaunchCount": 0.0"#).replace(
            r#""name": "other","#,
            r#""name": "other", "evaluationRules": [{"name": "gone", "type": "aws.evidently.splits"}],"#,
        );
    let started = changes(&written, "StartLaunch", &json!({"project": "shop", "launch": "ramp"}));
    assert!(started.contains(r#"{"name": "shop", "launchCount": 1, "activeLaunchCount": 1}"#), "{started}");
    assert!(started.contains(r#""evaluationRules": [],"#), "{started}");
    // Where they are not written they are not added.
    assert_eq!(started.matches("evaluationRules").count(), 1);
    let got = call(&started, "GetFeature", &json!({"project": "shop", "feature": "checkout"})).unwrap().output;
    assert!(got.contains(r#""evaluationRules":[{"name":"ramp","type":"aws.evidently.splits"}]"#), "{got}");
}

#[test]
fn events_are_handed_out_and_their_ids_follow_from_them() {
    let data = |feature: &str| json!({"feature": feature, "entityId": "e", "variation": "v"}).to_string();
    let input = json!({"project": "shop", "events": [
        {"type": "aws.evidently.evaluation", "timestamp": 1.5, "data": data("f")},
        {"type": "aws.evidently.evaluation", "timestamp": 1, "data": "{}"},
        {"type": "aws.evidently.custom", "timestamp": "1970-01-01T00:00:02Z", "data": "{}"},
        {"type": "aws.evidently.custom", "timestamp": 1, "data": "[]"},
        {"type": "aws.evidently.custom", "timestamp": 1, "data": "{"},
    ]});
    let applied = call(SHOP, "PutProjectEvents", &input).unwrap();
    assert_eq!(applied, call(SHOP, "PutProjectEvents", &input).unwrap());
    assert_eq!(applied.snapshot, None);
    let output: Value = serde_json::from_str(&applied.output).unwrap();
    assert_eq!(output["failedEventCount"], json!(3));
    let results = output["eventResults"].as_array().unwrap();
    let codes: Vec<Option<&str>> = results.iter().map(|result| result["errorCode"].as_str()).collect();
    let failed = Some("ValidationException");
    assert_eq!(codes, [None, failed, None, failed, failed]);
    let ids: std::collections::BTreeSet<&str> =
        results.iter().map(|result| result["eventId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 5);
    for id in &ids {
        let groups: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert!(
            id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-')) && id.as_bytes()[14] == b'8',
            "{id}"
        );
    }
    assert_eq!(applied.events.len(), 2);
    let Event { project, event_type, timestamp, data: sent, .. } = &applied.events[0];
    assert_eq!(project, "arn:aws:evidently:local:000000000000:project/shop");
    assert_eq!((event_type.as_str(), timestamp.millis(), sent), ("aws.evidently.evaluation", 1500, &data("f")));
}

#[test]
fn contradictions_in_one_call_are_refused() {
    let input = json!({"project": "shop", "feature": "checkout", "removeVariations": ["old"],
        "addOrUpdateVariations": [{"name": "old", "value": {"boolValue": true}}]});
    assert_eq!(fails(SHOP, "UpdateFeature", &input), invalid(&["removeVariations[0]"]));
    let input = json!({"project": "shop", "experiment": "e", "segment": "s", "removeSegment": true});
    assert_eq!(fails(SHOP, "UpdateExperiment", &input), invalid(&["segment", "removeSegment"]));
}

#[test]
fn the_type_of_a_feature_stays() {
    let input = json!({"project": "shop", "feature": "other",
        "addOrUpdateVariations": [{"name": "v", "value": {"longValue": 1}}]});
    assert_eq!(fails(SHOP, "UpdateFeature", &input), invalid(&["addOrUpdateVariations[0].value"]));
}

#[test]
fn groups_and_steps_are_judged_together_though_one_is_given() {
    let group = |name: &str| json!([{"name": name, "feature": "checkout", "variation": "old"}]);
    let input = json!({"project": "shop", "launch": "ramp", "groups": group("h")});
    assert_eq!(fails(SHOP, "UpdateLaunch", &input), invalid(&["groups"]));
    let splits = |name: &str| json!({"steps": [{"startTime": 0, "groupWeights": {name: 1}}]});
    let input = json!({"project": "shop", "launch": "ramp", "scheduledSplitsConfig": splits("h")});
    assert_eq!(fails(SHOP, "UpdateLaunch", &input), invalid(&["scheduledSplitsConfig.steps[0].groupWeights.h"]));
    let input =
        json!({"project": "shop", "launch": "ramp", "groups": group("h"), "scheduledSplitsConfig": splits("h")});
    changes(SHOP, "UpdateLaunch", &input);
}

#[test]
fn a_launch_without_steps_cannot_be_started_twice_or_at_all() {
    let without = SHOP
        .replace(r#""steps": [{"startTime": "2023-11-14T00:00:00Z", "groupWeights": {"g": 5e4}}]"#, r#""steps": []"#);
    let input = json!({"project": "shop", "launch": "ramp"});
    assert_eq!(fails(&without, "StartLaunch", &input), ("ValidationException", Some(Reason::Other), vec![]));
    // One that runs without steps is in conflict all the same.
    assert_eq!(fails(&without.replace("CREATED", "RUNNING"), "StartLaunch", &input).0, "ConflictException");
}

#[test]
fn names_of_fields_are_written_as_javascript_would() {
    let input =
        json!({"project": "shop", "feature": "checkout", "entityOverrides": {"a b": "nope", "x": "nope", "é": "new"}});
    assert_eq!(fails(SHOP, "UpdateFeature", &input), invalid(&[r#"entityOverrides["a b"]"#, "entityOverrides.x"]));
}

#[test]
fn a_segment_needs_a_project_to_stand_in_a_snapshot() {
    let input = json!({"name": "s", "pattern": r#"{"a":[1]}"#});
    assert_eq!(fails("", "CreateSegment", &input), invalid(&["project"]));
    let with = changes(r#"{"version":1,"project":{"name":"p"}}"#, "CreateSegment", &input);
    let error = call(&with, "DeleteProject", &json!({"project": "p"})).unwrap_err();
    assert_eq!((error.name(), error.message.as_str()), ("ConflictException", "Project has sub-resources"));
}

#[test]
fn a_salt_has_no_zero() {
    let input = json!({"project": "shop", "launch": "ramp", "randomizationSalt": "a\u{0}b"});
    assert_eq!(fails(SHOP, "UpdateLaunch", &input), invalid(&["randomizationSalt"]));
}

#[test]
fn half_an_app_config_resource_is_completed_or_refused() {
    let half = json!({"project": "shop", "appConfigResource": {"applicationId": "abcd"}});
    assert_eq!(fails(SHOP, "UpdateProject", &half), invalid(&["appConfigResource.environmentId"]));
    let whole = json!({"project": "shop", "appConfigResource": {"applicationId": "abcd", "environmentId": "efgh"}});
    let changed = changes(SHOP, "UpdateProject", &whole);
    let output =
        call(&changed, "UpdateProject", &json!({"project": "shop", "appConfigResource": {"applicationId": "wxyz"}}))
            .unwrap()
            .output;
    let output: Value = serde_json::from_str(&output).unwrap();
    let resource = &output["project"]["appConfigResource"];
    assert_eq!((&resource["applicationId"], &resource["environmentId"]), (&json!("wxyz"), &json!("efgh")));
    assert_eq!(resource["configurationProfileId"].as_str().unwrap().len(), 7);
}

/// Texts seen on the service (C3), word for word.
#[test]
fn the_words_of_the_service() {
    let says = |operation: &str, input: Value| call(SHOP, operation, &input).unwrap_err();
    let project = "arn:aws:evidently:local:000000000000:project";
    let error = says("EvaluateFeature", json!({"project": "shop", "feature": "nope", "entityId": "e"}));
    assert_eq!(error.message, format!("Feature does not exist with arn '{project}/shop/feature/nope'"));
    assert_eq!((error.resource_id, error.resource_type), (None, None));
    for (operation, member) in
        [("EvaluateFeature", "entityId"), ("BatchEvaluateFeature", "requests"), ("PutProjectEvents", "events")]
    {
        let value = match member {
            "entityId" => json!("e"),
            "requests" => json!([{"feature": "f", "entityId": "e"}]),
            _ => json!([]),
        };
        let error = says(operation, json!({"project": "nope", "feature": "f", member: value}));
        assert_eq!(error.message, format!("Project does not exist with arn '{project}/nope'"));
        assert_eq!((error.resource_id, error.resource_type), (None, None));
    }
    let error = says("UpdateFeature", json!({"project": "shop", "feature": "nope"}));
    assert_eq!(error.message, format!("Feature with arn '{project}/shop/feature/nope' does not exist."));
    assert_eq!(
        (error.resource_id, error.resource_type),
        (Some(format!("{project}/shop/feature/nope")), Some("feature"))
    );
    let error = says("DeleteFeature", json!({"project": "nope", "feature": "f"}));
    assert_eq!(error.message, format!("Project with arn '{project}/nope/feature/f' does not exist."));
    assert_eq!(error.resource_type, Some("project"));
    let error = says("DeleteProject", json!({"project": "shop"}));
    assert_eq!(error.message, "Project has sub-resources");
    assert_eq!((error.resource_id, error.resource_type), (Some(format!("{project}/shop")), Some("project")));
}

#[test]
fn the_snapshot_the_input_and_what_the_snapshot_becomes_have_a_size_budget() {
    let input = r#"{"project": "shop", "name": "more", "variations": [{"name": "v", "value": {"boolValue": true}}]}"#;
    let create = |max_bytes| {
        let environment = Environment { max_bytes, ..Environment::local(Timestamp::from_millis(NOW_MS).unwrap()) };
        apply(SHOP, "CreateFeature", input, &environment)
    };
    let error = create(input.len() - 1).unwrap_err();
    assert_eq!((error.name(), error.reason), ("ValidationException", Some(Reason::FieldValidationFailed)));
    assert_eq!(error.message, format!("the input is larger than the size budget: `{}`", input.len()));
    let told = |size| format!("the document is larger than the size budget: `{size}`");
    let error = create(SHOP.len() - 1).unwrap_err();
    assert_eq!((error.name(), error.message.contains(&told(SHOP.len()))), ("SnapshotError", true), "{error}");
    // What fails has changed nothing; the snapshot would have become one that does not load (C5).
    let becomes = create(1 << 20).unwrap().snapshot.unwrap().len();
    assert!(create(becomes).is_ok());
    let error = create(becomes - 1).unwrap_err();
    assert_eq!((error.name(), error.message.contains(&told(becomes))), ("ValidationException", true), "{error}");
}
