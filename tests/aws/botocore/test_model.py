"""The check itself: it finds what botocore overlooks."""

import unittest

from client import make
from model import problems

model = make().meta.service_model


def found(shape, value):
    return [path for path, _ in problems(model.shape_for(shape), value)]


class Model(unittest.TestCase):
    def test_what_is_right(self):
        variation = {"name": "a", "value": {"longValue": 5}}
        self.assertEqual(found("Variation", variation), [])
        self.assertEqual(found("ResourceNotFoundException", {"message": "none", "resourceId": None}), [])

    def test_what_is_wrong(self):
        wrong = [
            ("Variation", {"name": "a b"}, "$.name"),
            ("Variation", {"name": "x" * 128}, "$.name"),
            ("Variation", {"name": ""}, "$.name"),
            ("Variation", {"name": "a", "weight": 1}, "$.weight"),
            ("VariableValue", {"longValue": 2**53}, "$.longValue"),
            ("VariableValue", {"longValue": 5.5}, "$.longValue"),
            ("VariableValue", {"longValue": True}, "$.longValue"),
            ("VariableValue", {"boolValue": "true"}, "$.boolValue"),
            ("VariableValue", {"boolValue": True, "longValue": 1}, "$"),
            ("VariableValue", {}, "$"),
            ("LaunchStatus", "WALKING", "$"),
            ("Launch", {"createdTime": "2026-11-21T12:00:00Z"}, "$.createdTime"),
            ("Launch", {"groups": {}}, "$.groups"),
            ("LaunchGroup", {"name": "a"}, "$.featureVariations"),
            ("EvaluateFeatureResponse", {"details": "{"}, "$.details"),
            ("ValidationException", {"reason": "because"}, "$.reason"),
        ]
        for shape, value, path in wrong:
            with self.subTest(shape=shape, value=value):
                self.assertIn(path, found(shape, value))


if __name__ == "__main__":
    unittest.main()
