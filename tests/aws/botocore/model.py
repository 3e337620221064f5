"""Whether an answer is what the API model says: botocore itself checks neither maxima nor patterns nor enumerations, and
drops what it does not know."""

import json
import re


# E8: the model says that this is a name; the service answered with ARNs, and its users split them.
ARNS = {("EvaluationResult", "feature"): r"arn:[^:]*:evidently:[^:]*:[^:]*:project/[-\w.]+/feature/[-\w.]+"}


def problems(shape, value, path="$"):
    """What is wrong with a JSON value as a shape of the model, each as a path and a few words."""
    check = CHECKS.get(shape.type_name)
    if check is None:
        raise NotImplementedError(f"{path}: {shape.type_name}")
    if value is None:
        # As the service sends it with errors: a member without a value.
        return
    yield from check(shape, value, path)


def structure(shape, value, path):
    if not isinstance(value, dict):
        yield path, f"an object belongs here, not {value!r}"
        return
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"{path}.{name}", "required"
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        yield path, f"one member belongs here, not {sorted(value)}"
    for name, member in value.items():
        if name not in shape.members:
            yield f"{path}.{name}", "the model does not have it"
        elif (shape.name, name) in ARNS:
            if not re.fullmatch(ARNS[shape.name, name], member):
                yield f"{path}.{name}", f"an ARN belongs here, not {member!r}"
        else:
            yield from problems(shape.members[name], member, f"{path}.{name}")


def listed(shape, value, path):
    if not isinstance(value, list):
        yield path, f"a list belongs here, not {value!r}"
        return
    yield from within(shape, len(value), path)
    for index, item in enumerate(value):
        yield from problems(shape.member, item, f"{path}[{index}]")


def mapped(shape, value, path):
    if not isinstance(value, dict):
        yield path, f"a map belongs here, not {value!r}"
        return
    yield from within(shape, len(value), path)
    for key, item in value.items():
        yield from problems(shape.key, key, f"{path} key {key!r}")
        yield from problems(shape.value, item, f"{path}[{key!r}]")


def string(shape, value, path):
    if not isinstance(value, str):
        yield path, f"a text belongs here, not {value!r}"
        return
    if shape.serialization.get("jsonvalue"):
        try:
            json.loads(value)
        except ValueError as error:
            yield path, f"JSON text belongs here: {error}"
    yield from within(shape, len(value), path)
    if shape.enum and value not in shape.enum:
        yield path, f"{value!r} is none of {shape.enum}"
    pattern = shape.metadata.get("pattern")
    if pattern and not re.search(f"^(?:{pattern})$", value):
        yield path, f"{value!r} is not {pattern}"


def integer(shape, value, path):
    if isinstance(value, bool) or not isinstance(value, int):
        yield path, f"an integer belongs here, not {value!r}"
        return
    yield from within(shape, value, path)


def number(shape, value, path):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield path, f"a number belongs here, not {value!r}"
        return
    yield from within(shape, value, path)


def boolean(shape, value, path):
    if not isinstance(value, bool):
        yield path, f"true or false belongs here, not {value!r}"


def timestamp(shape, value, path):
    yield from number(shape, value, path)
    if isinstance(value, (int, float)) and round(value * 1000) / 1000 != value:
        yield path, f"{value!r} is finer than a millisecond"


def within(shape, size, path):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield path, f"{size} is less than {least}"
    if most is not None and size > most:
        yield path, f"{size} is more than {most}"


CHECKS = {
    "structure": structure,
    "list": listed,
    "map": mapped,
    "string": string,
    "integer": integer,
    "long": integer,
    "double": number,
    "boolean": boolean,
    "timestamp": timestamp,
}
