"""The life of a project, by every operation of the API. The tests build on each other, in the order of their names."""

import datetime
import json
import unittest
from collections import Counter

from client import make, seen, set_clock

START = 1795262400
HOUR = 3600
PROJECT = "arn:aws:evidently:eu-west-1:123456789012:project/shop"

client = make()


def at(hours):
    return datetime.datetime.fromtimestamp(START + hours * HOUR, datetime.timezone.utc)


def shares(feature, context=None):
    """How often each variation and reason comes up among 400 visitors."""
    counts = Counter()
    more = {} if context is None else {"evaluationContext": json.dumps(context)}
    for first in range(0, 400, 20):
        requests = [{"feature": feature, "entityId": f"visitor-{first + number}", **more} for number in range(20)]
        answer = client.batch_evaluate_feature(project="shop", requests=requests)
        counts.update((result["variation"], result["reason"]) for result in answer["results"])
    return counts


def variations(*names):
    return [{"name": name, "value": {"stringValue": f"value of {name}"}} for name in names]


class Life(unittest.TestCase):
    def test_01_a_project(self):
        set_clock(START)
        project = client.create_project(name="shop", description="of these tests", tags={"team": "web"})["project"]
        self.assertEqual((project["arn"], project["createdTime"]), (PROJECT, at(0)))
        for name in ("shop", PROJECT):
            self.assertEqual(client.get_project(project=name)["project"]["name"], "shop")
        client.update_project(project="shop", description="")
        delivery = client.update_project_data_delivery(project="shop", cloudWatchLogs={"logGroup": "/shop/evaluations"})
        self.assertEqual(delivery["project"]["dataDelivery"]["cloudWatchLogs"]["logGroup"], "/shop/evaluations")
        self.assertEqual([item["name"] for item in client.list_projects()["projects"]], ["shop"])

    def test_02_features(self):
        feature = client.create_feature(
            project=PROJECT, name="checkout", variations=variations("old", "new"), entityOverrides={"anna": "new", "jörg": "new"}
        )["feature"]
        self.assertEqual((feature["defaultVariation"], feature["valueType"]), ("old", "STRING"))
        kinds = [("booleans", "boolValue", True, False), ("longs", "longValue", -(2**53 - 1), 2**53 - 1), ("doubles", "doubleValue", 0.1, -1e300)]
        for name, kind, one, other in kinds:
            values = [{"name": "one", "value": {kind: one}}, {"name": "other", "value": {kind: other}}]
            client.create_feature(project="shop", name=name, variations=values, defaultVariation="other")
            self.assertEqual(client.evaluate_feature(project="shop", feature=name, entityId="a")["value"], {kind: other})
        self.assertEqual(client.get_feature(project="shop", feature="checkout")["feature"]["entityOverrides"], {"anna": "new", "jörg": "new"})
        names = []
        for page in client.get_paginator("list_features").paginate(project="shop", PaginationConfig={"PageSize": 3}):
            names += [item["name"] for item in page["features"]]
        self.assertEqual(sorted(names), ["booleans", "checkout", "doubles", "longs"])
        answer = client.evaluate_feature(project=PROJECT, feature="checkout", entityId="jörg")
        self.assertEqual((answer["variation"], answer["reason"], answer["details"]), ("new", "ENTITY_OVERRIDES_MATCH", "{}"))

    def test_03_segments(self):
        client.create_segment(name="germans", pattern='{"country":["DE"]}', description="all", tags={"a": "b"})
        client.create_segment(name="others", pattern='{"country":[{"anything-but":"DE"}]}')
        self.assertEqual(client.get_segment(segment="germans")["segment"]["pattern"], '{"country":["DE"]}')
        self.assertEqual(len(client.list_segments()["segments"]), 2)
        for country, matches in (("DE", True), ("FR", False)):
            payload = json.dumps({"country": country})
            self.assertEqual(client.test_segment_pattern(pattern='{"country":["DE"]}', payload=payload)["match"], matches)

    def test_04_a_launch(self):
        def step(hours, share, **more):
            return {"startTime": at(hours), "groupWeights": {"old": 100_000 - share, "new": share}, **more}

        groups = [{"name": name, "feature": "checkout", "variation": name} for name in ("old", "new")]
        steps = [step(1, 0), step(2, 25_000)]
        monitor = {"metricDefinition": {"name": "errors", "entityIdKey": "user.id", "valueKey": "errors", "unitLabel": "Count", "eventPattern": '{"page":["checkout"]}'}}
        launch = client.create_launch(
            project="shop", name="ramp", groups=groups, scheduledSplitsConfig={"steps": steps}, metricMonitors=[monitor], randomizationSalt="salt"
        )["launch"]
        self.assertEqual((launch["status"], launch["type"]), ("CREATED", "aws.evidently.splits"))
        override = {"segment": launch["arn"].replace("project/shop/launch/ramp", "segment/germans"), "evaluationOrder": 1, "weights": {"new": 100_000}}
        steps.append(step(3, 50_000, segmentOverrides=[override]))
        client.update_launch(project="shop", launch="ramp", description="a ramp", scheduledSplitsConfig={"steps": steps})
        started = client.start_launch(project="shop", launch="ramp")["launch"]
        self.assertEqual((started["status"], started["execution"]["startedTime"]), ("RUNNING", at(0)))
        self.assertEqual(shares("checkout"), {("old", "DEFAULT"): 400})
        set_clock(START + HOUR)
        self.assertEqual(shares("checkout"), {("old", "LAUNCH_RULE_MATCH"): 400})
        set_clock(START + 2 * HOUR)
        self.assertAlmostEqual(shares("checkout")["new", "LAUNCH_RULE_MATCH"], 100, delta=35)
        set_clock(START + 3 * HOUR)
        self.assertEqual(shares("checkout", {"country": "DE"}), {("new", "LAUNCH_RULE_MATCH"): 400})
        self.assertAlmostEqual(shares("checkout")["new", "LAUNCH_RULE_MATCH"], 200, delta=50)
        details = client.evaluate_feature(project="shop", feature="checkout", entityId="a", evaluationContext='{"country":"DE"}')["details"]
        self.assertEqual(json.loads(details), {"launch": "ramp", "group": "new"})
        references = client.list_segment_references(segment="germans", type="LAUNCH")["referencedBy"]
        self.assertEqual([(item["name"], item["status"]) for item in references], [("ramp", "RUNNING")])

    def test_05_a_feature_changes_under_it(self):
        feature = client.update_feature(project="shop", feature="checkout", addOrUpdateVariations=variations("newest"), defaultVariation="newest")["feature"]
        self.assertEqual([item["name"] for item in feature["variations"]], ["old", "new", "newest"])
        with self.assertRaises(client.exceptions.ConflictException):
            client.update_feature(project="shop", feature="checkout", removeVariations=["old"])
        client.update_feature(project="shop", feature="checkout", evaluationStrategy="DEFAULT_VARIATION", entityOverrides={})
        self.assertEqual(shares("checkout"), {("newest", "DEFAULT"): 400})
        client.update_feature(project="shop", feature="checkout", evaluationStrategy="ALL_RULES")
        ended = client.stop_launch(project="shop", launch="ramp", desiredState="COMPLETED", reason="won")["endedTime"]
        self.assertEqual(ended, at(3))
        launch = client.get_launch(project="shop", launch="ramp")["launch"]
        self.assertEqual((launch["status"], launch["statusReason"], launch["execution"]["endedTime"]), ("COMPLETED", "won", at(3)))
        self.assertEqual([item["name"] for item in client.list_launches(project="shop", status="COMPLETED")["launches"]], ["ramp"])
        self.assertEqual(client.list_launches(project="shop", status="RUNNING").get("launches", []), [])

    def test_06_an_experiment(self):
        treatments = [{"name": name, "feature": "longs", "variation": variation} for name, variation in (("control", "one"), ("much", "other"))]
        goal = {"metricDefinition": {"name": "spent", "entityIdKey": "user", "valueKey": "amount"}, "desiredChange": "INCREASE"}
        experiment = client.create_experiment(
            project="shop",
            name="generous",
            metricGoals=[goal],
            treatments=treatments,
            onlineAbConfig={"controlTreatmentName": "control", "treatmentWeights": {"control": 50_000, "much": 50_000}},
            samplingRate=20_000,
            segment="germans",
        )["experiment"]
        self.assertEqual((experiment["status"], experiment["type"]), ("CREATED", "aws.evidently.onlineab"))
        client.update_experiment(project="shop", experiment="generous", samplingRate=100_000, removeSegment=True)
        client.update_experiment(project="shop", experiment="generous", segment="germans", description="who spends more")
        self.assertEqual(client.start_experiment(project="shop", experiment="generous", analysisCompleteTime=at(100))["startedTime"], at(3))
        self.assertEqual(shares("longs"), {("other", "DEFAULT"): 400})
        germans = shares("longs", {"country": "DE"})
        self.assertEqual(germans["one", "EXPERIMENT_RULE_MATCH"] + germans["other", "EXPERIMENT_RULE_MATCH"], 400)
        self.assertAlmostEqual(germans["one", "EXPERIMENT_RULE_MATCH"], 200, delta=50)
        details = client.evaluate_feature(project="shop", feature="longs", entityId="a", evaluationContext='{"country":"DE"}')["details"]
        self.assertEqual(set(json.loads(details)), {"experiment", "treatment", "salt"})
        with self.assertRaises(client.exceptions.ClientError):
            client.get_experiment_results(project="shop", experiment="generous", metricNames=["spent"], treatmentNames=["much"])
        self.assertEqual(len(client.list_experiments(project="shop", status="RUNNING")["experiments"]), 1)
        client.stop_experiment(project="shop", experiment="generous", desiredState="CANCELLED", reason="enough")
        self.assertEqual(client.get_experiment(project="shop", experiment="generous")["experiment"]["status"], "CANCELLED")

    def test_07_tags(self):
        feature = f"{PROJECT}/feature/checkout"
        client.tag_resource(resourceArn=feature, tags={"team": "a b", "cost": ""})
        self.assertEqual(client.list_tags_for_resource(resourceArn=feature)["tags"], {"team": "a b", "cost": ""})
        client.untag_resource(resourceArn=feature, tagKeys=["team", "none"])
        self.assertEqual(client.list_tags_for_resource(resourceArn=feature)["tags"], {"cost": ""})

    def test_08_events(self):
        event = {"timestamp": at(3), "type": "aws.evidently.custom", "data": json.dumps({"user": "a", "amount": 3})}
        answer = client.put_project_events(project="shop", events=[event, {**event, "data": "none"}])
        self.assertEqual((answer["failedEventCount"], len(answer["eventResults"])), (1, 2))

    def test_09_every_exception(self):
        exceptions = client.exceptions
        missing = [
            lambda: client.get_feature(project="shop", feature="none"),
            lambda: client.get_project(project="none"),
            lambda: client.update_feature(project="shop", feature="none"),
            lambda: client.evaluate_feature(project="shop", feature="none", entityId="a"),
            lambda: client.evaluate_feature(project="none", feature="checkout", entityId="a"),
            lambda: client.batch_evaluate_feature(project="none", requests=[{"feature": "checkout", "entityId": "a"}]),
            lambda: client.put_project_events(project="none", events=[]),
            lambda: client.list_launches(project="none"),
            lambda: client.delete_segment(segment="none"),
            lambda: client.list_tags_for_resource(resourceArn=f"{PROJECT}/feature/none"),
        ]
        for call in missing:
            self.assertRaises(exceptions.ResourceNotFoundException, call)
        conflicts = [
            lambda: client.create_project(name="shop"),
            lambda: client.create_segment(name="germans", pattern='{"a":["b"]}'),
            lambda: client.start_launch(project="shop", launch="ramp"),
            lambda: client.update_launch(project="shop", launch="ramp", description="late"),
            lambda: client.stop_experiment(project="shop", experiment="generous"),
            lambda: client.delete_segment(segment="germans"),
            lambda: client.delete_project(project="shop"),
        ]
        for call in conflicts:
            self.assertRaises(exceptions.ConflictException, call)
        # What botocore itself lets through: maxima, patterns, enumerations.
        invalid = [
            lambda: client.create_project(name="x" * 128),
            lambda: client.create_project(name="a b"),
            lambda: client.create_feature(project="shop", name="a", variations=variations(*"abcdef")),
            lambda: client.create_feature(project="shop", name="a", variations=variations("a"), evaluationStrategy="SOME"),
            lambda: client.create_feature(project="shop", name="a", variations=[{"name": "a", "value": {"longValue": 2**53}}]),
            lambda: client.create_segment(name="a", pattern='{"a":"b"}'),
            lambda: client.stop_launch(project="shop", launch="ramp"),
            lambda: client.list_features(project="shop", maxResults=101),
            lambda: client.list_launches(project="shop", status="WALKING"),
            lambda: client.evaluate_feature(project="shop", feature="checkout", entityId="x" * 513),
            lambda: client.evaluate_feature(project="shop", feature="checkout", entityId="a", evaluationContext="[]"),
            lambda: client.batch_evaluate_feature(project="shop", requests=[{"feature": "checkout", "entityId": "a"}] * 21),
            lambda: client.start_experiment(project="shop", experiment="generous", analysisCompleteTime=at(-1)),
        ]
        for number, call in enumerate(invalid):
            with self.subTest(number), self.assertRaises(exceptions.ValidationException) as caught:
                call()
            self.assertIn(caught.exception.response["reason"], ("fieldValidationFailed", "cannotParse", "other"))

    def test_10_quotas(self):
        for number in range(client.get_project(project="shop")["project"]["featureCount"], 100):
            client.create_feature(project="shop", name=f"f-{number}", variations=variations("only"))
        with self.assertRaises(client.exceptions.ServiceQuotaExceededException) as caught:
            client.create_feature(project="shop", name="one-more", variations=variations("only"))
        self.assertEqual(caught.exception.response["serviceCode"], "evidently")

    def test_11_the_texts_that_were_seen_on_the_service(self):
        def told(call):
            try:
                call()
            except client.exceptions.ClientError as error:
                response = error.response
                return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"], response.get("resourceId"), response.get("resourceType")
            self.fail("it was accepted")

        none = f"{PROJECT}/feature/none"
        self.assertEqual(
            told(lambda: client.evaluate_feature(project="shop", feature="none", entityId="a")), (404, f"Feature does not exist with arn '{none}'", None, None)
        )
        self.assertEqual(
            told(lambda: client.update_feature(project="shop", feature="none")), (404, f"Feature with arn '{none}' does not exist.", none, "feature")
        )
        self.assertEqual(told(lambda: client.delete_project(project="shop")), (409, "Project has sub-resources", PROJECT, "project"))

    def test_12_an_end(self):
        client.delete_launch(project="shop", launch="ramp")
        client.delete_experiment(project="shop", experiment="generous")
        for segment in ("germans", "others"):
            client.delete_segment(segment=segment)
        for page in client.get_paginator("list_features").paginate(project="shop"):
            for feature in page["features"]:
                client.delete_feature(project="shop", feature=feature["name"])
        client.delete_project(project="shop")
        self.assertEqual(client.list_projects()["projects"], [])

    def test_13_nothing_was_left_out(self):
        operations = set(client.meta.service_model.operation_names)
        exceptions = {"ValidationException", "ResourceNotFoundException", "ConflictException", "ServiceQuotaExceededException"}
        self.assertEqual(len(operations), 38)
        self.assertEqual((operations | exceptions) - seen, set())


if __name__ == "__main__":
    unittest.main()
