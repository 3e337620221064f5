"""Checks every answer of ../vectors/contract-v1.json with mmh3 and the arithmetic of generate.py.

In the environment of generate.py:

    python contract.py [another file of its format]

The file came from the reference, whose hash is an npm package's. Here nothing is shared with that: another language, another
library of the hash, and rules B1 to B5, A6 and A7 from tests/RULES.md. It writes nothing: the file is frozen.
"""

import json
import re
import sys
from fractions import Fraction

from generate import APPCONFIG, EXPERIMENT, HERE, LAUNCH, group_of, in_split, point, slot_of, treatment_of

SPLIT = re.compile(r'\(split pct::(\S+) by::\$(\w+)(?: seed::"([^"]*)")?\)')


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "vectors" / "contract-v1.json"
    # Floats as they are written: shares are decimal.
    document = json.loads(open(path, encoding="utf-8").read(), parse_float=Fraction)
    checked, wrong = 0, []
    for vector in document["vectors"]:
        snapshot = document["snapshots"][vector["snapshot"]]
        for who, expected, found in answers(snapshot, vector):
            checked += 1
            if expected != found:
                wrong.append(f"{vector['name']}: {who!r}: the file has {expected}, and it should be {found}")
    print(f"{checked} decisions checked, {len(points)} points computed")
    print("\n".join(wrong[:20]))
    if wrong or checked != document["decisions"] or checked < 5000:
        sys.exit(f"{len(wrong)} of {checked} decisions are wrong; the file says it has {document['decisions']}")


# ------------------------------------------------------------------------------ launches and experiments


def answers(snapshot, vector):
    """Of each decision: who, what the file says, and what it should be."""
    if "assign" in vector:
        expect = vector["expect"]
        for who, *expected in zip(vector["assign"]["entityIds"], expect["variations"], expect["reasons"], strict=True):
            yield who, expected, list(decided(snapshot, vector["assign"], who, vector["now"]))
    else:
        request = vector["evaluateFlags"]
        values = values_of(snapshot, request)
        assert set(values) == set(vector["expect"])
        for key, found in values.items():
            yield f"{key} of {request['entityId']}", vector["expect"][key], found


def decided(snapshot, request, who, now):
    """E3 to E6 for a feature that has a rule of its own in the snapshot."""
    name, context = request["feature"], request.get("evaluationContext", {})
    for launch in snapshot.get("launches", []):
        step = in_force(launch["scheduledSplitsDefinition"]["steps"], now)
        splits = [override["weights"] for override in matching(snapshot, step, context)] + [step["groupWeights"]]
        if name in features_of(launch["groups"]):
            group = group_of(salt_of(launch, who, LAUNCH), who, splits, names(launch["groups"]))
            if (variation := variation_of(launch["groups"], group, name)) is not None:
                return variation, "LAUNCH_RULE_MATCH"
    for experiment in snapshot.get("experiments", []):
        if name in features_of(experiment["treatments"]):
            weights = experiment["onlineAbDefinition"]["treatmentWeights"]
            order, rate = names(experiment["treatments"]), experiment.get("samplingRate", 0)
            treatment = treatment_of(salt_of(experiment, who, EXPERIMENT), who, rate, weights, order)
            if (variation := variation_of(experiment["treatments"], treatment, name)) is not None:
                return variation, "EXPERIMENT_RULE_MATCH"
    return next(one["defaultVariation"] for one in snapshot["features"] if one["name"] == name), "DEFAULT"


points = {}


def salt_of(rule, who, domain):
    salt = rule.get("randomizationSalt", rule["name"])
    points[domain, salt, who] = point(domain, salt, who)
    return salt


def in_force(steps, now):
    return [step for step in steps if step["startTime"] * 1000 <= now][-1]


def matching(snapshot, step, context):
    """The patterns of the contract are lists of literal texts."""
    patterns = {segment["name"]: json.loads(segment["pattern"]) for segment in snapshot.get("segments", [])}
    overrides = sorted(step.get("segmentOverrides", []), key=lambda override: override["evaluationOrder"])
    for override in overrides:
        if all(context.get(key) in wanted for key, wanted in patterns[override["segment"]].items()):
            yield override


def names(arms):
    return [arm["name"] for arm in arms]


def features_of(arms):
    return {feature for arm in arms for feature in arm["featureVariations"]}


def variation_of(arms, name, feature):
    return next((arm["featureVariations"].get(feature) for arm in arms if arm["name"] == name), None)


# ------------------------------------------------------------------------------------------------ flags


def values_of(snapshot, request):
    config = snapshot["appConfig"]
    flags = config["flags"]["values"] if "flags" in config else {}
    out = {key: by_variants(key, flag["_variants"], request) for key, flag in flags.items()}
    for run in config.get("experimentRuns", []):
        definition = run["ExperimentDefinitionSnapshot"]
        out[definition["FlagKey"]] = by_run(run, definition, request)
    return out


def by_variants(key, variants, request):
    *ruled, last = variants
    for variant in ruled:
        if holds(variant["rule"], key, request):
            return {"value": {"enabled": True, "_variant": variant["name"]}, "reason": "RULE_MATCH"}
    return {"value": {"enabled": False, "_variant": last["name"]}, "reason": "DEFAULT"}


def holds(rule, key, request):
    """The rules of the contract are single splits."""
    pct, by, seed = SPLIT.fullmatch(rule).groups()
    value = request["entityId"] if by == "entityId" else request["context"][by]
    text = value if isinstance(value, str) else shortest(value)
    seed = key if seed is None else seed
    points[APPCONFIG, seed, text] = point(APPCONFIG, seed, text)
    return in_split(seed, text, pct)


def shortest(number):
    """R34; the numbers of the contract have few places."""
    return re.sub(r"\.0$", "", str(float(number)))


def by_run(run, definition, request):
    treatments = [*definition["Treatments"], definition["Control"]]
    weights = {treatment["Key"]: decimal(treatment["Weight"]) for treatment in treatments}
    line = f"{run['ApplicationId']}:{run['ExperimentDefinitionId']}:{run['Run']}"
    who = request["entityId"]
    audience = definition["AudienceRule"]
    key = None
    if audience == "true" or holds(audience, definition["FlagKey"], request):
        points[APPCONFIG, line, who] = point(APPCONFIG, line, who)
        key = slot_of(line, who, weights, decimal(run["ExposurePercentage"]))
    if key is None:
        return {"value": {"enabled": False, "_variant": "__default__"}, "reason": "DEFAULT"}
    named = {"applicationId": run["ApplicationId"], "experimentDefinitionId": run["ExperimentDefinitionId"]}
    return {
        "value": {"enabled": True, "_variant": f"__{key}__"},
        "reason": "EXPERIMENT_RULE_MATCH",
        "run": named | {"run": run["Run"], "treatment": key},
    }


def decimal(number):
    """A fraction of few places, as generate.py takes numbers: by their text."""
    return number if isinstance(number, int) else Fraction(number)


if __name__ == "__main__":
    main()
