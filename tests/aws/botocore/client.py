"""A client of botocore's, as anybody makes it, with an ear to every answer."""

import json
import os
import urllib.request

import botocore.session
from botocore.config import Config

from model import problems

URL = os.environ["EVIDENTLY_URL"]


def make():
    session = botocore.session.get_session()
    client = session.create_client(
        "evidently",
        region_name="eu-west-1",
        endpoint_url=URL,
        aws_access_key_id="none",
        aws_secret_access_key="none",
        config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
    )
    client.meta.events.register("before-parse.evidently", check)
    return client


# Operations that were answered, and exceptions that they answered with.
seen = set()


def check(operation_model, response_dict, **_):
    """Compares the bytes that botocore is about to parse with the model."""
    status, headers = response_dict["status_code"], response_dict["headers"]
    body = json.loads(response_dict["body"])
    name = operation_model.name
    if status == operation_model.http.get("responseCode", 200):
        shape = operation_model.output_shape
    else:
        error = headers["x-amzn-ErrorType"]
        declared = {shape.name: shape for shape in operation_model.error_shapes}
        # E9: of these the model forgets that the project may be missing.
        undeclared = {("ListLaunches", "ResourceNotFoundException")}
        assert error in declared or (name, error) in undeclared, f"{name} does not declare {error}: {body}"
        shape = declared.get(error) or operation_model.service_model.shape_for(error)
        assert status == shape.metadata["error"]["httpStatusCode"], (name, error, status)
        assert isinstance(body["message"], str) and body["message"], (name, body)
        seen.add(error)
    found = list(problems(shape, body, name))
    assert not found, "\n".join(f"{path}: {what}" for path, what in found) + f"\n{json.dumps(body)}"
    assert len(headers["x-amzn-RequestId"]) == 36, headers
    seen.add(name)


def set_clock(seconds):
    request = urllib.request.Request(f"{URL}/clock", data=str(int(seconds * 1000)).encode(), method="PUT")
    urllib.request.urlopen(request).close()
