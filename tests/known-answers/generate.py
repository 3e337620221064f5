"""Writes everything that depends on the hash: points.json, ../vectors/bucketing*.json and two of appconfig*.json.

In a virtual environment of Python 3.9 or later:

    pip install -r requirements.txt
    python generate.py

The answers come from mmh3 and from the arithmetic of rules B1 to B5, A6 and A7 below, from no code of this project.
The output depends on nothing but this file, so running it again must change nothing.
"""

import pathlib
import random
import unicodedata
from fractions import Fraction

import mmh3

HERE = pathlib.Path(__file__).resolve().parent
N = 2**32
LAUNCH, EXPERIMENT, APPCONFIG = 1, 2, 3

# ---------------------------------------------------------------------------------------------- JSON


def text(value):
    """A JSON string; whatever an editor could hide or normalise is escaped."""
    out = ['"']
    for char in value:
        code = ord(char)
        category = unicodedata.category(char)
        if char in '"\\':
            out.append("\\" + char)
        elif char in "\n\r\t":
            out.append({"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char])
        elif category[0] in "CM" or category in ("Zl", "Zp") or (category == "Zs" and char != " "):
            if code > 0xFFFF:
                code -= 0x10000
                out.append("\\u%04x\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF)))
            else:
                out.append("\\u%04x" % code)
        else:
            out.append(char)
    return "".join(out) + '"'


def line(value):
    """A value on one line."""
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        if not value:
            return "{}"
        return "{ " + ", ".join(text(key) + ": " + line(item) for key, item in value.items()) + " }"
    return "[" + ", ".join(line(item) for item in value) + "]"


def pretty(value, indent=0, before=0, forced=0):
    """A value on one line where that is short, else with an indent of two spaces."""
    flat = line(value)
    if not isinstance(value, (dict, list)) or not value:
        return flat
    if forced <= 0 and indent + before + len(flat) <= 120:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        heads = [text(key) + ": " for key in value]
        items = list(value.values())
        opening, closing = "{", "}"
    else:
        heads = [""] * len(value)
        items = value
        opening, closing = "[", "]"
    flats = [head + line(item) for head, item in zip(heads, items)]
    if forced <= 0 and len(items) > 5 and max(map(len, flats)) <= 64 and (
        isinstance(value, list) or all(isinstance(item, int) for item in items)
    ):
        rows, row = [], ""
        for number, piece in enumerate(flats):
            piece += "," if number + 1 < len(flats) else ""
            if row and indent + 2 + len(row) + 1 + len(piece) > 128:
                rows.append(row)
                row = piece
            else:
                row = (row + " " + piece) if row else piece
        rows.append(row)
        body = "\n".join(pad + row for row in rows)
    else:
        body = ",\n".join(
            pad + head + pretty(item, indent + 2, len(head), forced - 1) for head, item in zip(heads, items)
        )
    return opening + "\n" + body + "\n" + " " * indent + closing


def write(path, document):
    """Writes a document; the members of snapshots and vectors each get their own lines."""
    out = ["{"]
    parts = []
    for key, value in document.items():
        depth = {"snapshots": 2, "vectors": 2, "points": 1, "murmur3": 1}.get(key, 0)
        if depth == 0 or not value:
            parts.append("  " + text(key) + ": " + pretty(value, 2, len(key) + 4))
        elif depth == 1:
            rows = ",\n".join("    " + line(row) for row in value)
            parts.append("  " + text(key) + ": [\n" + rows + "\n  ]")
        else:
            parts.append("  " + text(key) + ": " + pretty(value, 2, len(key) + 4, forced=2))
    out.append(",\n".join(parts))
    out.append("}")
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


# ---------------------------------------------------------------------------------- B1 to B5, with mmh3


def well_formed(value):
    return "".join("\ufffd" if 0xD800 <= ord(char) <= 0xDFFF else char for char in value)


def message(salt, identity):
    return well_formed(salt).encode() + b"\0" + well_formed(identity).encode()


def point(domain, salt, identity):
    data = message(salt, identity)
    return mmh3.hash(data, 2 * domain, signed=False), mmh3.hash(data, 2 * domain + 1, signed=False)


def group_of(salt, identity, splits, order):
    """B3: the group that claims an entity, for the splits that apply to it, or None."""
    enrol, allot = point(LAUNCH, salt, identity)
    covered = 0
    for weights in splits:
        total = sum(weights.values())
        reached = covered + (N - covered) * total // 100000
        if covered <= enrol < reached:
            position = allot * total // N
            return first_above(weights, order, position)
        covered = reached
    return None


def treatment_of(salt, identity, rate, weights, order):
    """B4 and B5: the treatment of an entity, or None."""
    enrol, allot = point(EXPERIMENT, salt, identity)
    if enrol >= N * rate // 100000:
        return None
    return first_above(weights, order, allot * 100000 // N)


def first_above(weights, order, position):
    reached = 0
    for name in order:
        reached += weights.get(name, 0)
        if reached > position:
            return name
    return None


# ------------------------------------------------------------- ids with a wanted hash, by running it backwards

MASK = 0xFFFFFFFF
C1, C2 = 0xCC9E2D51, 0x1B873593


def rotate(value, by):
    return ((value << by) | (value >> (32 - by))) & MASK


def unmix(value):
    value ^= value >> 16
    value = value * pow(0xC2B2AE35, -1, N) & MASK
    value ^= (value >> 13) ^ (value >> 26)
    value = value * pow(0x85EBCA6B, -1, N) & MASK
    return value ^ (value >> 16)


def state(data, seed):
    for start in range(0, len(data), 4):
        block = int.from_bytes(data[start : start + 4], "little") * C1 & MASK
        seed ^= rotate(block, 15) * C2 & MASK
        seed = (rotate(seed, 13) * 5 + 0xE6546B64) & MASK
    return seed


def wanted(domain, salt, half, target, accept=lambda enrol, allot: True, stem="user"):
    """The first id `stem-<number>…` whose enrol (half 0) or allot (half 1) is exactly `target`."""
    assert 0 <= target < N
    allowed = set(b"abcdefghijklmnopqrstuvwxyz0123456789")
    for number in range(10**7):
        start = f"{stem}-{number}-"
        while len(message(salt, start)) % 4:
            start += "x"
        head = message(salt, start)
        after = unmix(target) ^ (len(head) + 4)
        before = rotate((after - 0xE6546B64) * pow(5, -1, N) & MASK, 32 - 13)
        block = before ^ state(head, 2 * domain + half)
        block = rotate(block * pow(C2, -1, N) & MASK, 32 - 15) * pow(C1, -1, N) & MASK
        last = block.to_bytes(4, "little")
        if set(last) <= allowed:
            identity = start + last.decode()
            found = point(domain, salt, identity)
            assert found[half] == target, "the hash was run backwards wrongly"
            if accept(*found):
                return identity
    raise SystemExit("no id found")


def edge(total, weight_below):
    """The smallest allot whose position in a split of weight `total` is `weight_below`."""
    return -(-weight_below * N // total)


# --------------------------------------------------------------------------------------------- snapshots


def feature(name, variations, default=None, **rest):
    out = {"name": name, "variations": [{"name": key, "value": value} for key, value in variations.items()]}
    if default is not None:
        out["defaultVariation"] = default
    return out | rest


def numbered(names):
    return {name: {"longValue": number} for number, name in enumerate(names)}


def launch(name, groups, steps, status="RUNNING", **rest):
    out = {"name": name, "status": status}
    out |= rest
    out["groups"] = [{"name": key, "featureVariations": value} for key, value in groups.items()]
    out["scheduledSplitsDefinition"] = {"steps": steps}
    return out


def step(weights, at=0, overrides=None):
    out = {"startTime": at, "groupWeights": weights}
    if overrides is not None:
        out["segmentOverrides"] = [
            {"segment": segment, "evaluationOrder": order, "weights": given} for segment, order, given in overrides
        ]
    return out


def experiment(name, treatments, weights, rate=100000, status="RUNNING", **rest):
    out = {"name": name, "status": status}
    if rate is not None:
        out["samplingRate"] = rate
    out |= rest
    out["treatments"] = [{"name": key, "featureVariations": value} for key, value in treatments.items()]
    out["onlineAbDefinition"] = {"treatmentWeights": weights}
    return out


def segment(name, pattern, **rest):
    return {"name": name, "pattern": pattern} | rest


def snapshot(features, launches=None, experiments=None, segments=None, project="shop"):
    out = {"version": 1, "project": {"name": project}, "features": features}
    if launches is not None:
        out["launches"] = launches
    if experiments is not None:
        out["experiments"] = experiments
    if segments is not None:
        out["segments"] = segments
    return out


def details(**members):
    return "{" + ",".join(text(key) + ":" + text(value) for key, value in members.items()) + "}"


def ids(count, seed):
    """A mixture of the kinds of ids that applications use."""
    draw = random.Random(seed)
    kinds = [
        lambda n: f"user-{n}",
        lambda n: str(100000 + n),
        lambda n: f"person{n}@example.com",
        lambda n: "%08x-%04x-4%03x-a%03x-%012x"
        % tuple(draw.getrandbits(bits) for bits in (32, 16, 12, 12, 48)),
        lambda n: "".join(draw.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(3)),
    ]
    return [kinds[n % len(kinds)](n) for n in range(count)]


class File:
    def __init__(self, name, description, snapshots):
        self.name = name
        self.document = {"description": description, "snapshots": snapshots, "vectors": []}

    def add(self, name, rules, description, used, operation, given, expect, now=None, **rest):
        vector = {"name": name, "rules": rules.split(), "description": description, "snapshot": used}
        if now is not None:
            vector["now"] = now
        vector |= rest
        vector[operation] = given
        vector["expect"] = expect
        self.document["vectors"].append(vector)

    def save(self):
        write(HERE.parent / "vectors" / (self.name + ".json"), self.document)
        print(self.name, len(self.document["vectors"]))


def value_in(document, feature_name, variation):
    for item in document["features"]:
        if item["name"] == feature_name:
            for one in item["variations"]:
                if one["name"] == variation:
                    return one["value"]
    raise KeyError(variation)


def answer(document, feature_name, variation, reason, info="{}"):
    return {
        "variation": variation,
        "value": value_in(document, feature_name, variation),
        "reason": reason,
        "details": info,
    }


def request(feature_name, identity, context=None):
    out = {"feature": feature_name, "entityId": identity}
    if context is not None:
        out["evaluationContext"] = context
    return out


def assign(out, name, rules, why, used, feature_name, people, given, reason, now=None, context=None):
    request_ = {"feature": feature_name, "entityIds": people}
    if context is not None:
        request_["evaluationContext"] = context
    out.add(name, rules, why, used, "assign", request_,
            {"variations": [one or "old" for one in given],
             "reasons": [reason if one else "DEFAULT" for one in given]}, now)


BASE64ISH = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
LONG_SALT = (BASE64ISH * 3)[:127]
ON_OFF = {"off": {"boolValue": False}, "on": {"boolValue": True}}

# ------------------------------------------------------------------------------------------- bucketing.json


def bucketing():
    weights = [0, 1, 999, 10000, 33333, 50000, 66667, 99999, 100000]
    edges = snapshot(
        [feature(f"f{w}", ON_OFF, "off") for w in weights],
        [
            launch(f"l{w}", {"in": {f"f{w}": "on"}}, [step({"in": w})], randomizationSalt="edge")
            for w in weights
        ],
    )
    order = ["a", "b", "c"]
    thirds = {"a": 33333, "b": 33333, "c": 33334}
    groups = snapshot(
        [feature("colour", numbered(["grey", "a", "b", "c"]), "grey")],
        [launch("thirds", {name: {"colour": name} for name in order}, [step(thirds)])],
    )
    some = {"a": 20000, "b": 40000}
    partial = snapshot(
        [feature("colour", numbered(["grey", "a", "b"]), "grey")],
        [launch("sixty", {name: {"colour": name} for name in ["a", "b"]}, [step(some)], randomizationSalt="s60")],
    )
    listed = ["z", "a", "m"]
    mapped = {"a": 20000, "m": 30000, "z": 50000}
    ordered = snapshot(
        [feature("colour", numbered(["grey", "a", "m", "z"]), "grey")],
        [launch("order", {name: {"colour": name} for name in listed}, [step(mapped)], randomizationSalt="o")],
    )
    holes = {"none": 0, "b": 40000, "also-none": 0, "d": 60000, "never": 0}
    holed = snapshot(
        [feature("colour", numbered(["grey"] + list(holes)), "grey")],
        [launch("holes", {name: {"colour": name} for name in holes}, [step(holes)], randomizationSalt="h")],
    )
    out = File(
        "bucketing",
        "Splits of a launch at their exact edges: ids were found whose hash is the last one inside or the first "
        "one outside (computed with mmh3).",
        {"edges": edges, "thirds": groups, "sixty": partial, "order": ordered, "holes": holed},
    )

    for w in weights:
        limit = N * w // 100000
        name, info = f"f{w}", details(launch=f"l{w}", group="in")
        if limit > 0:
            who = wanted(LAUNCH, "edge", 0, limit - 1)
            out.add(
                f"launch-weight-{w}-last-inside",
                "B1 B3 E3",
                f"The enrol of this id is {limit - 1}, the last value below floor(N * {w} / 100000): the launch claims it.",
                "edges", "evaluate", request(name, who),
                answer(edges, name, "on", "LAUNCH_RULE_MATCH", info),
            )
        if limit < N:
            who = wanted(LAUNCH, "edge", 0, limit)
            out.add(
                f"launch-weight-{w}-first-outside",
                "B1 B3 E5",
                f"The enrol of this id is {limit}, no longer below floor(N * {w} / 100000): it gets the default.",
                "edges", "evaluate", request(name, who),
                answer(edges, name, "off", "DEFAULT"),
            )
    for w in [1, 50000, 99999]:
        who = wanted(LAUNCH, "edge", 0, 0 if w == 1 else N - 1, stem="end")
        inside = w == 1
        out.add(
            f"launch-weight-{w}-{'smallest' if inside else 'greatest'}-enrol",
            "B1 B3",
            f"The enrol of this id is {0 if inside else N - 1}, one end of the line.",
            "edges", "evaluate", request(f"f{w}", who),
            answer(edges, f"f{w}", "on", "LAUNCH_RULE_MATCH", details(launch=f"l{w}", group="in"))
            if inside
            else answer(edges, f"f{w}", "off", "DEFAULT"),
        )

    def pick(file_snapshot, document, salt, weights_, order_, launch_name, name, target, why, accept=lambda e, a: True):
        who = wanted(LAUNCH, salt, 1, target, accept)
        group = group_of(salt, who, [weights_], order_)
        out.add(
            name, "B3", f"The allot of this id is {target}: {why}.", file_snapshot, "evaluate", request("colour", who),
            answer(document, "colour", group, "LAUNCH_RULE_MATCH", details(launch=launch_name, group=group)),
        )

    for target, name, why in [
        (0, "first-of-a", "position 0, the first of group a"),
        (edge(100000, 33333) - 1, "last-of-a", "position 33332, the last of group a"),
        (edge(100000, 33333), "first-of-b", "position 33333, the first of group b"),
        (edge(100000, 66666) - 1, "last-of-b", "position 66665, the last of group b"),
        (edge(100000, 66666), "first-of-c", "position 66666, the first of group c"),
        (N - 1, "last-of-c", "position 99999, the last of group c"),
    ]:
        pick("thirds", groups, "thirds", thirds, order, "thirds", f"launch-thirds-{name}", target, why)
    inside = lambda enrol, allot: enrol < N * 60000 // 100000
    for target, name, why in [
        (0, "first-of-a", "position 0 of 60000"),
        (edge(60000, 20000) - 1, "last-of-a", "position 19999 of 60000, the last of group a"),
        (edge(60000, 20000), "first-of-b", "position 20000 of 60000, the first of group b"),
        (N - 1, "last-of-b", "position 59999 of 60000; a claimed entity always gets a group"),
    ]:
        pick("sixty", partial, "s60", some, ["a", "b"], "sixty", f"launch-sixty-{name}", target, why, inside)
    who = wanted(LAUNCH, "s60", 1, 0, lambda enrol, allot: enrol >= N * 60000 // 100000)
    out.add(
        "launch-sixty-not-enrolled-despite-allot",
        "B3 E5",
        "The allot of this id is 0, inside the first group, but its enrol lies beyond the weight sum of 60 %: allot "
        "alone never enrols.",
        "sixty", "evaluate", request("colour", who), answer(partial, "colour", "grey", "DEFAULT"),
    )
    for target, name, why in [
        (0, "first-of-z", "group z comes first in the list of groups, though last in the map of weights"),
        (edge(100000, 50000) - 1, "last-of-z", "the last position of z, 49999"),
        (edge(100000, 50000), "first-of-a", "position 50000, the first of a, the second group of the list"),
        (edge(100000, 70000) - 1, "last-of-a", "position 69999, the last of a"),
        (edge(100000, 70000), "first-of-m", "position 70000, the first of m"),
    ]:
        pick("order", ordered, "o", mapped, listed, "order", f"launch-list-order-{name}", target, why)
    for target, name, why in [
        (0, "skips-first", "the first group weighs nothing and takes nobody, so the second has position 0"),
        (edge(100000, 40000) - 1, "last-before-hole", "position 39999 belongs to b"),
        (edge(100000, 40000), "first-after-hole", "position 40000 belongs to d; the group between weighs nothing"),
        (N - 1, "last-is-not-never", "position 99999 belongs to d, not to the last group, which weighs nothing"),
    ]:
        pick("holes", holed, "h", holes, list(holes), "holes", f"launch-zero-weight-group-{name}", target, why)
    out.save()


# --------------------------------------------------------------------------------- bucketing-sequence.json


def sequence():
    pro, eu = segment("pro", '{"plan":["pro"]}'), segment("eu", '{"region":["eu"]}')
    names = ["override", "default"]
    first, second = {"override": 50000}, {"default": 10000}
    half = snapshot(
        [feature("search", numbered(["old", "override", "default"]), "old")],
        [
            launch(
                "half-then-tenth",
                {name: {"search": name} for name in names},
                [step(second, 0, [("pro", 1, first)])],
                randomizationSalt="seq",
            )
        ],
        segments=[pro],
    )
    c1 = N * 50000 // 100000
    c2 = c1 + (N - c1) * 10000 // 100000
    tenth = N * 10000 // 100000
    third = {"g1": 33333}
    thirty = {"g2": 30000, "g3": 7}
    rest = {"g4": 12345, "g5": 54321}
    order = ["g1", "g2", "g3", "g4", "g5"]
    three = snapshot(
        [feature("search", numbered(["old"] + order), "old")],
        [
            launch(
                "three-splits",
                {name: {"search": name} for name in order},
                [step(rest, 0, [("eu", 20, thirty), ("pro", 10, third)])],
            )
        ],
        segments=[pro, eu],
    )
    chain_names = [f"o{number:02}" for number in range(20)]
    chain = snapshot(
        [feature("search", numbered(["old"] + chain_names + ["tail"]), "old")],
        [
            launch(
                "chain",
                {name: {"search": name} for name in chain_names + ["tail"]},
                [step({"tail": 25000}, 0, [("everyone", n, {name: 25000}) for n, name in enumerate(chain_names)])],
                randomizationSalt="chain",
            )
        ],
        segments=[segment("everyone", '{"nobody-has-this":[{"exists":false}]}')],
    )
    full = snapshot(
        [feature("search", numbered(["old", "first", "second"]), "old")],
        [
            launch(
                "full-first",
                {"first": {"search": "first"}, "second": {"search": "second"}},
                [step({"second": 100000}, 0, [("pro", 1, {"first": 100000})])],
                randomizationSalt="full",
            )
        ],
        segments=[pro],
    )
    out = File(
        "bucketing-sequence",
        "Splits of one launch after one another: every split takes its exact share of what the splits before it left.",
        {"half-then-tenth": half, "three-splits": three, "chain": chain, "full-first": full},
    )

    def one(name, why, used, document, launch_name, salt, who, context, splits, all_groups, rules="B3 E3"):
        group = group_of(salt, who, splits, all_groups)
        expect = (
            answer(document, "search", "old", "DEFAULT")
            if group is None
            else answer(document, "search", group, "LAUNCH_RULE_MATCH", details(launch=launch_name, group=group))
        )
        out.add(name, rules, why, used, "evaluate", request("search", who, context), expect)
        return group

    member, other = {"plan": "pro"}, {"plan": "free"}
    for target, name, why in [
        (0, "start", "the override claims the smallest enrol"),
        (c1 - 1, "override-last-inside", f"enrol {c1 - 1} is the last below covered = {c1}"),
        (c1, "default-first-inside", f"enrol {c1} is left by the override and the first of the default split"),
        (c2 - 1, "default-last-inside", f"covered grows by floor((N - {c1}) * 10 %) to {c2}; this is the last enrol below"),
        (c2, "default-first-outside", f"enrol {c2} is the first that no split claims"),
    ]:
        who = wanted(LAUNCH, "seq", 0, target)
        one(f"sequence-member-{name}", f"In the segment: {why}.", "half-then-tenth", half, "half-then-tenth", "seq",
            who, member, [first, second], names)
    for target, name, why in [
        (tenth - 1, "last-inside", f"only the default split applies, from 0 to {tenth}; this is its last enrol"),
        (tenth, "first-outside", f"enrol {tenth} is beyond the 10 % of the only split that applies"),
    ]:
        who = wanted(LAUNCH, "seq", 0, target)
        one(f"sequence-outsider-{name}", f"Outside the segment: {why}.", "half-then-tenth", half, "half-then-tenth",
            "seq", who, other, [second], names)
        one(f"sequence-joined-{name}", "The same id inside the segment: the override's 50 % hold it, whatever the "
            "default split said.", "half-then-tenth", half, "half-then-tenth", "seq", who, member, [first, second], names)

    for context, applies, label in [
        ({"plan": "pro", "region": "eu"}, [third, thirty, rest], "both"),
        ({"plan": "pro"}, [third, rest], "pro"),
        ({"region": "eu"}, [thirty, rest], "eu"),
        ({}, [rest], "neither"),
    ]:
        covered = 0
        for number, split in enumerate(applies):
            covered += (N - covered) * sum(split.values()) // 100000
            for target, side in [(covered - 1, "last-inside"), (covered, "first-outside")]:
                who = wanted(LAUNCH, "three-splits", 0, target)
                one(f"sequence-three-{label}-split-{number + 1}-{side}",
                    f"Segments met: {label}. The splits that apply cover enrol up to {covered} after number "
                    f"{number + 1}; this id has {target}. A segment that is not met leaves nothing covered.",
                    "three-splits", three, "three-splits", "three-splits", who, context, applies, order)
    applies = [third, thirty, rest]
    covered = N * 33333 // 100000
    reached = covered + (N - covered) * 30007 // 100000
    for target, side in [(edge(30007, 30000) - 1, "last-of-g2"), (edge(30007, 30000), "first-of-g3"), (N - 1, "last-of-g3")]:
        who = wanted(LAUNCH, "three-splits", 1, target, lambda enrol, allot: covered <= enrol < reached)
        one(f"sequence-three-inner-{side}",
            f"Inside the second split of weight 30007, at allot {target}: the position is floor(allot * 30007 / N).",
            "three-splits", three, "three-splits", "three-splits", who, {"plan": "pro", "region": "eu"}, applies, order)

    splits = [{name: 25000} for name in chain_names] + [{"tail": 25000}]
    covered, limits = 0, []
    for split in splits:
        covered += (N - covered) * 25000 // 100000
        limits.append(covered)
    people = []
    for limit in limits:
        people += [wanted(LAUNCH, "chain", 0, limit - 1), wanted(LAUNCH, "chain", 0, limit)]
    groups = [group_of("chain", who, splits, chain_names + ["tail"]) for who in people]
    out.add(
        "sequence-chain-of-overrides",
        "B3 E3",
        "Twenty overrides that everybody meets and a default split, each with 25 % of what is left: for every one the "
        "last enrol inside and the first outside.",
        "chain", "assign", {"feature": "search", "entityIds": people},
        {
            "variations": [group or "old" for group in groups],
            "reasons": ["LAUNCH_RULE_MATCH" if group else "DEFAULT" for group in groups],
        },
    )
    people = ids(20, "full")
    out.add(
        "sequence-full-override-leaves-nothing",
        "B3 E3",
        "An override of 100 % covers the whole line: the default split of 100 % gets none of its members.",
        "full-first", "assign", {"feature": "search", "entityIds": people, "evaluationContext": member},
        {"variations": ["first"] * 20, "reasons": ["LAUNCH_RULE_MATCH"] * 20},
    )
    out.add(
        "sequence-full-override-of-others",
        "B3 E3",
        "The same ids outside the segment all get the default split.",
        "full-first", "assign", {"feature": "search", "entityIds": people, "evaluationContext": other},
        {"variations": ["second"] * 20, "reasons": ["LAUNCH_RULE_MATCH"] * 20},
    )
    out.save()


# ------------------------------------------------------------------------------ bucketing-experiments.json


def experiments():
    rates = [0, 1, 7, 12500, 50000, 99999, 100000]
    sampling = snapshot(
        [feature(f"f{rate}", ON_OFF, "off") for rate in rates],
        experiments=[
            experiment(f"e{rate}", {"t": {f"f{rate}": "on"}}, {"t": 100000}, rate, randomizationSalt="sample")
            for rate in rates
        ],
    )
    order = ["control", "blue", "green"]
    weights = {"green": 50000, "blue": 30000, "control": 20000}
    treated = snapshot(
        [feature("button", numbered(["plain"] + order), "plain")],
        experiments=[experiment("colours", {name: {"button": name} for name in order}, weights)],
    )
    short = {"one": 10000, "two": 25000}
    partial = snapshot(
        [feature("button", numbered(["plain", "one", "two"]), "plain")],
        experiments=[
            experiment("short", {name: {"button": name} for name in short}, short, 100000, randomizationSalt="short")
        ],
    )
    out = File(
        "bucketing-experiments",
        "Sampling and treatments at their exact edges (computed with mmh3).",
        {"sampling": sampling, "colours": treated, "short": partial},
    )
    for rate in rates:
        limit = N * rate // 100000
        name = f"f{rate}"
        if limit > 0:
            who = wanted(EXPERIMENT, "sample", 0, limit - 1)
            out.add(
                f"sampling-rate-{rate}-last-inside", "B1 B4 E4",
                f"The enrol of this id is {limit - 1}, the last below floor(N * {rate} / 100000): sampled.",
                "sampling", "evaluate", request(name, who),
                answer(sampling, name, "on", "EXPERIMENT_RULE_MATCH",
                       details(experiment=f"e{rate}", treatment="t", salt="sample")),
            )
        if limit < N:
            who = wanted(EXPERIMENT, "sample", 0, limit)
            out.add(
                f"sampling-rate-{rate}-first-outside", "B1 B4 E5",
                f"The enrol of this id is {limit}, no longer below floor(N * {rate} / 100000): not sampled.",
                "sampling", "evaluate", request(name, who), answer(sampling, name, "off", "DEFAULT"),
            )
    for target, name, why in [
        (0, "first-of-control", "position 0; the list of treatments gives the order, not the map of weights"),
        (edge(100000, 20000) - 1, "last-of-control", "position 19999"),
        (edge(100000, 20000), "first-of-blue", "position 20000"),
        (edge(100000, 50000) - 1, "last-of-blue", "position 49999"),
        (edge(100000, 50000), "first-of-green", "position 50000"),
        (N - 1, "last-of-green", "position 99999"),
    ]:
        who = wanted(EXPERIMENT, "colours", 1, target)
        got = treatment_of("colours", who, 100000, weights, order)
        out.add(
            f"treatment-{name}", "B5 B2", f"The allot of this id is {target}: {why}.", "colours", "evaluate",
            request("button", who),
            answer(treated, "button", got, "EXPERIMENT_RULE_MATCH",
                   details(experiment="colours", treatment=got, salt="colours")),
        )
    for target, name, why in [
        (0, "first-of-one", "position 0 of 100000"),
        (edge(100000, 10000) - 1, "last-of-one", "position 9999"),
        (edge(100000, 10000), "first-of-two", "position 10000"),
        (edge(100000, 35000) - 1, "last-of-two", "position 34999, the last that a treatment owns"),
        (edge(100000, 35000), "first-of-nobody", "position 35000: the weights end there, so it is not treated"),
        (N - 1, "last-of-nobody", "position 99999: not treated"),
    ]:
        who = wanted(EXPERIMENT, "short", 1, target)
        got = treatment_of("short", who, 100000, short, list(short))
        out.add(
            f"treatment-short-{name}", "B5 E5" if got is None else "B5 E4",
            f"Weights that sum up to 35 %. The allot of this id is {target}: {why}.", "short", "evaluate",
            request("button", who),
            answer(partial, "button", "plain", "DEFAULT") if got is None
            else answer(partial, "button", got, "EXPERIMENT_RULE_MATCH",
                        details(experiment="short", treatment=got, salt="short")),
        )
    out.save()


# ------------------------------------------------------------------------------------ bucketing-dial.json


def dial():
    count = 1000
    names = [f"p{number:03}" for number in range(count)]
    document = snapshot(
        [feature("d", {"out": {"longValue": -1}} | {name: {"longValue": n} for n, name in enumerate(names)}, "out")],
        [
            launch("dial", {name: {"d": name} for name in names}, [step({name: 100 for name in names})],
                   randomizationSalt="dial")
        ],
    )
    out = File(
        "bucketing-dial",
        "A launch of 1000 groups of weight 100 shows floor(allot * 1000 / N) of every id, far more groups than AWS "
        "allows (computed with mmh3).",
        {"dial": document},
    )
    weights = {name: 100 for name in names}
    for target, name in [(0, "start"), (N // 2 - 1, "below-middle"), (N // 2, "middle"), (N - 1, "end")]:
        who = wanted(LAUNCH, "dial", 1, target)
        group = group_of("dial", who, [weights], names)
        out.add(
            f"dial-{name}", "B1 B3 S3",
            f"The allot of this id is {target}, so it stands in group {group}.", "dial", "evaluate", request("d", who),
            answer(document, "d", group, "LAUNCH_RULE_MATCH", details(launch="dial", group=group)),
        )
    kinds = {
        "sequential": [f"user-{n}" for n in range(50)],
        "numeric": [str(n) for n in range(1, 51)],
        "lengths": ["abcdefghijklmnopqrstuvwxyz0123456789ABCD"[:n] for n in range(1, 41)],
        "mixed": ids(50, "dial"),
        "long": [("x" * 511) + chr(97 + n) for n in range(3)] + ["東" * 512, "😀" * 512],
        "scripts": [
            "東京", "大阪-1", "한국어", "Ελλάδα", "Москва", "עברית", "العربية", "हिन्दी", "ไทย", "😀", "👩‍👩‍👧‍👦", "🇫🇷",
            "e\u0301", "\u00e9", "Å", "A\u030a", "ﬁ", "fi", "İstanbul", "ı", "\u00a0", "\u200b", "𝒳", "𠮷野家", " ", "a b",
            "\t", "\u0000", "\u007f", "\u0080",
        ],
    }
    for label, people in kinds.items():
        groups = [group_of("dial", who, [weights], names) for who in people]
        out.add(
            f"dial-assign-{label}", "B1 B3 B6", f"The groups of {len(people)} ids ({label}).", "dial", "assign",
            {"feature": "d", "entityIds": people},
            {"variations": groups, "reasons": ["LAUNCH_RULE_MATCH"] * len(people)},
        )
    out.save()


# ------------------------------------------------------------------------------------ bucketing-laws.json


def laws():
    tenths = ["g0", "g1", "g2", "g3"]
    ramp = [{"g0": 2500, "g1": 2500, "g2": 2500, "g3": 2500}, {"g0": 5000, "g1": 5000, "g2": 5000, "g3": 5000},
            {"g0": 12500, "g1": 12500, "g2": 12500, "g3": 12500}]
    ramped = snapshot(
        [feature("cart", numbered(["old"] + tenths), "old")],
        [launch("ramp", {name: {"cart": name} for name in tenths},
                [step(weights, at) for at, weights in zip([1000, 2000, 3000], ramp)])],
    )
    weights = {"a": 40000, "b": 60000}
    rates = [5000, 20000, 60000]
    sampled = snapshot(
        [feature(f"cart{rate}", numbered(["old", "a", "b"]), "old") for rate in rates],
        experiments=[
            experiment(f"e{rate}", {name: {f"cart{rate}": name} for name in weights}, weights, rate,
                       randomizationSalt="same")
            for rate in rates
        ],
    )
    tenfold = {f"d{n}": 10000 for n in range(10)}
    both = snapshot(
        [
            feature("by-launch", numbered(["old"] + list(tenfold)), "old"),
            feature("by-experiment", numbered(["old"] + list(tenfold)), "old"),
            feature("by-both", numbered(["old", "launch"] + list(tenfold)), "old"),
        ],
        [
            launch("same", {name: {"by-launch": name} for name in tenfold}, [step(tenfold)], randomizationSalt="same"),
            launch("half", {"launch": {"by-both": "launch"}}, [step({"launch": 50000})], randomizationSalt="both"),
        ],
        [
            experiment("same", {name: {"by-experiment": name} for name in tenfold}, tenfold, randomizationSalt="same"),
            experiment("half", {name: {"by-both": name} for name in tenfold}, tenfold, 50000, randomizationSalt="both"),
        ],
    )
    before, after = {"a": 10000, "b": 30000}, {"a": 60000, "b": 30000}
    raised = snapshot(
        [feature("cart", numbered(["old", "a", "b"]), "old")],
        [launch("raise", {name: {"cart": name} for name in before}, [step(before, 0), step(after, 10)])],
    )
    out = File(
        "bucketing-laws",
        "What an experimenter relies on, over many ids: ramps, sampling, independence (computed with mmh3).",
        {"ramp": ramped, "sampling": sampled, "independent": both, "raise": raised},
    )

    people = ids(50, "ramp")
    stages = [[group_of("ramp", who, [split], tenths) for who in people] for split in ramp]
    for earlier, later in zip(stages, stages[1:]):
        assert all(one is None or one == two for one, two in zip(earlier, later))
    for at, share, groups in zip([1000, 2000, 3000], [10, 20, 50], stages):
        assign(out, f"ramp-to-{share}-percent", "B3 B6 E3",
               f"The ramp at {share} % with equal groups: whoever was in a group before still is in the same one.",
               "ramp", "cart", people, groups, "LAUNCH_RULE_MATCH", at * 1000)
    assign(out, "ramp-before-its-first-step", "E3 B3", "Before the first step nobody is in the launch.",
           "ramp", "cart", people[:20], [None] * 20, "LAUNCH_RULE_MATCH", 999999)
    people = ids(40, "raise")
    early = [group_of("raise", who, [before], list(before)) for who in people]
    late = [group_of("raise", who, [after], list(before)) for who in people]
    assert all(two for one, two in zip(early, late) if one)
    assign(out, "weight-before-it-is-raised", "B3", "40 % in the launch.", "raise", "cart", people, early,
           "LAUNCH_RULE_MATCH", 0)
    assign(out, "weight-raised-expels-nobody", "B3",
           "One weight grew from 10 % to 60 %: everybody in the launch stays in it, though groups may change.",
           "raise", "cart", people, late, "LAUNCH_RULE_MATCH", 10000)
    people = ids(50, "sampling")
    stages = [[treatment_of("same", who, rate, weights, list(weights)) for who in people] for rate in rates]
    for earlier, later in zip(stages, stages[1:]):
        assert all(one is None or one == two for one, two in zip(earlier, later))
    for rate, got in zip(rates, stages):
        assign(out, f"sampling-grows-to-{rate}", "B4 B5",
               f"Sampling at {rate // 1000} % with one salt: a higher rate adds entities and moves nobody between treatments.",
               "sampling", f"cart{rate}", people, got, "EXPERIMENT_RULE_MATCH")
    people = ids(40, "independent")
    by_launch = [group_of("same", who, [tenfold], list(tenfold)) for who in people]
    by_experiment = [treatment_of("same", who, 100000, tenfold, list(tenfold)) for who in people]
    assert sum(one == two for one, two in zip(by_launch, by_experiment)) < 12
    assign(out, "same-name-and-salt-launch", "B1 B2", "Ten groups in a launch; compare the experiment of the same name and salt.",
           "independent", "by-launch", people, by_launch, "LAUNCH_RULE_MATCH")
    assign(out, "same-name-and-salt-experiment", "B1 B2",
           "Ten treatments in an experiment with name, salt and weights of the launch: another domain, so other places.",
           "independent", "by-experiment", people, by_experiment, "EXPERIMENT_RULE_MATCH")
    first = [group_of("both", who, [{"launch": 50000}], ["launch"]) for who in people]
    then = [treatment_of("both", who, 50000, tenfold, list(tenfold)) for who in people]
    out.add(
        "launch-half-then-experiment-half", "E3 E4 B4",
        "A launch and an experiment with the same name and salt on one feature, each with 50 %: the experiment gets half "
        "of what the launch left, not none of it.",
        "independent", "assign", {"feature": "by-both", "entityIds": people},
        {
            "variations": [one or two or "old" for one, two in zip(first, then)],
            "reasons": ["LAUNCH_RULE_MATCH" if one else "EXPERIMENT_RULE_MATCH" if two else "DEFAULT"
                        for one, two in zip(first, then)],
        },
    )
    assert {"launch"} < set(first) | set(then) and any(two for one, two in zip(first, then) if not one)
    out.save()


# ----------------------------------------------------------------------------------- bucketing-salts.json


def salts_of_rules():
    tenfold = {f"d{n}": 10000 for n in range(10)}
    salts = {"absent": None, "empty": "", "ascii": "salt-1", "cjk": "塩", "emoji": "🧂", "long": LONG_SALT, "spaces": "  ",
             "quote": 'a"b\\c'}
    salted = snapshot(
        [feature(f"x-{label}", numbered(["old"] + list(tenfold)), "old") for label in salts]
        + [feature(f"y-{label}", numbered(["old"] + list(tenfold)), "old") for label in salts],
        [
            launch(f"l-{label}", {name: {f"x-{label}": name} for name in tenfold}, [step(tenfold)],
                   **({} if salt is None else {"randomizationSalt": salt}))
            for label, salt in salts.items()
        ],
        [
            experiment(f"e-{label}", {name: {f"y-{label}": name} for name in tenfold}, tenfold,
                       **({} if salt is None else {"randomizationSalt": salt}))
            for label, salt in salts.items()
        ],
    )
    out = File(
        "bucketing-salts",
        "The salt of a launch and an experiment: given, absent, empty, in any script (computed with mmh3).",
        {"salts": salted},
    )
    people = ids(20, "salts")
    for label, salt in salts.items():
        used = f"l-{label}" if salt is None else salt
        assign(out, f"launch-salt-{label}", "B2 B1",
               "No salt: the launch's name is the salt." if salt is None else f"The salt is used as it is given ({label}).",
               "salts", f"x-{label}", people, [group_of(used, who, [tenfold], list(tenfold)) for who in people],
               "LAUNCH_RULE_MATCH")
        used = f"e-{label}" if salt is None else salt
        assign(out, f"experiment-salt-{label}", "B2 B1",
               "No salt: the experiment's name is the salt." if salt is None
               else f"The salt is used as it is given ({label}).",
               "salts", f"y-{label}", people,
               [treatment_of(used, who, 100000, tenfold, list(tenfold)) for who in people], "EXPERIMENT_RULE_MATCH")
    out.save()


# ------------------------------------------------------------------------------ bucketing-surrogates.json


def surrogates():
    names = [f"q{number:02}" for number in range(50)]
    weights = {name: 2000 for name in names}
    document = snapshot(
        [feature("dial", numbered(["out"] + names), "out")],
        [launch("dial50", {name: {"dial": name} for name in names}, [step(weights)], randomizationSalt="halves")],
    )
    odd = snapshot(
        [feature("dial", numbered(["out"] + names), "out")],
        [launch("dial50", {name: {"dial": name} for name in names}, [step(weights)], randomizationSalt="s\ud800t")],
    )
    out = File(
        "bucketing-surrogates",
        "Unpaired surrogates, written as escapes, are hashed as U+FFFD (computed with mmh3).",
        {"halves": document, "odd-salt": odd},
    )
    people = ["\ud800", "\udfff", "\ufffd", "a\ud83d", "a\ufffd", "\ude00\ud83d", "\ufffd\ufffd", "\ud800b\udc00c",
              "\ufffdb\ufffdc", "😀", "x\udbff", "\udc00x"]
    for used, salt in [("halves", "halves"), ("odd-salt", "s\ufffdt")]:
        groups = [group_of(salt, who, [weights], names) for who in people]
        assert groups[0] == groups[1] == groups[2]
        out.add(
            f"surrogates-{used}", "B1",
            "R1: every unpaired surrogate in an id or a salt counts as U+FFFD; a pair is one character.",
            used, "assign", {"feature": "dial", "entityIds": people},
            {"variations": groups, "reasons": ["LAUNCH_RULE_MATCH"] * len(people)},
        )
    out.save()


# -------------------------------------------------------------------------- AppConfig: A6, A7 and R36, with mmh3


def flag_snapshot(values=None, runs=None, **rest):
    out = {"version": 1} | rest
    config = {}
    if values is not None:
        config["flags"] = {"version": "1", "flags": {key: {"name": key} for key in values}, "values": values}
    if runs is not None:
        config["experimentRuns"] = runs
    return out | {"appConfig": config}


def by_rules(rules):
    """A multi-variant flag: a variant per rule, and the default variant `rest`."""
    variants = [{"name": name, "enabled": True, "rule": rule} for name, rule in rules.items()]
    return {"_variants": variants + [{"name": "rest", "enabled": False}]}


def by_rules_answer(name):
    if name is None:
        return {"value": {"enabled": False, "_variant": "rest"}, "reason": "DEFAULT"}
    return {"value": {"enabled": True, "_variant": name}, "reason": "RULE_MATCH"}


def split_limit(pct):
    """A6: the enrols below this are in; `pct` is the decimal text."""
    share = Fraction(pct) * 10000
    assert share.denominator == 1, "more than four decimal places"
    return N * int(share) // 1000000


def in_split(seed, identity, pct):
    return point(APPCONFIG, seed, identity)[0] < split_limit(pct)


def millionths(number):
    return int(Fraction(str(number)) * 1000000)


def slot_of(seed, identity, weights, exposure):
    """R36: the treatment whose slot an entity is in, or None; `weights` in order, the control last."""
    enrol = point(APPCONFIG, seed, identity)[0]
    for key, start, stop, _ in slots_of(weights, exposure):
        if start <= enrol < stop:
            return key
    return None


def slots_of(weights, exposure):
    """R36: every treatment with the start, the filled end, and the end of its slot."""
    shares = [millionths(weight) for weight in weights.values()]
    total, e = sum(shares), millionths(exposure)
    out, before = [], 0
    for number, key in enumerate(weights):
        start = N * before // total
        before += shares[number]
        end = N if number + 1 == len(shares) else N * before // total
        out.append((key, start, start + (end - start) * e // 10**8, end))
    return out


APPLICATION, DEFINITION = "abc1234", "exp5678"


def experiment_run(flag, weights, exposure=None, number=1, audience="true", status="RUNNING", overrides=None):
    """A run as GetExperimentRun returns it; the last of `weights` is the control."""
    treatments = [
        {
            "Key": key,
            "Weight": weight,
            "FlagValue": {"Enabled": True, "AttributeValues": {"colour": {"StringValue": f"colour of {key}"}}},
        }
        for key, weight in weights.items()
    ]
    out = {"ApplicationId": APPLICATION, "ExperimentDefinitionId": DEFINITION, "Run": number, "Status": status}
    if exposure is not None:
        out["ExposurePercentage"] = exposure
    if overrides is not None:
        out["TreatmentOverrides"] = {"Inline": overrides}
    out["ExperimentDefinitionSnapshot"] = {
        "FlagKey": flag,
        "AudienceRule": audience,
        "Treatments": treatments[:-1],
        "Control": treatments[-1],
    }
    return out


def run_answer(key, number=1):
    """The answer of a flag with a run, for a treatment or (None) for everybody else."""
    if key is None:
        return {"value": {"enabled": False, "_variant": "__default__"}, "reason": "DEFAULT"}
    return {
        "value": {"enabled": True, "_variant": f"__{key}__", "colour": f"colour of {key}"},
        "reason": "EXPERIMENT_RULE_MATCH",
        "run": {"applicationId": APPLICATION, "experimentDefinitionId": DEFINITION, "run": number, "treatment": key},
    }


# -------------------------------------------------------------------------------------- appconfig-split.json


def appconfig_split():
    pcts = ["0", "0.0001", "12.3456", "66.6667", "99.9999", "100"]
    edges = flag_snapshot(
        {"p" + pct.replace(".", "-"): by_rules({"in": f'(split pct::{pct} by::$id seed::"edge")'}) for pct in pcts}
    )
    eighth = ["12.5", "12.50000", "1.25e1", "125d-1", "0.125d2"]
    half = ["50", "50.", "50.0000", "5e1", "5d1", "0x32", "0b110010", "5_0"]
    orders = [
        '(split pct::50 by::$id seed::"edge")',
        '(split seed::"edge" by::$id pct::50)',
        '(split by:: $id\n  seed :: "edge" // the same seed everywhere\n  pct::50)',
        '(split by::$id pct::50 seed::"\\x65dge")',
        "(split 'pct'::50 'by'::'$id' 'seed'::'''ed''' '''ge''')",
    ]
    spelled = flag_snapshot(
        {f"eighth{n}": by_rules({"in": f'(split pct::{pct} by::$id seed::"edge")'}) for n, pct in enumerate(eighth)}
        | {f"half{n}": by_rules({"in": f'(split pct::{pct} by::$id seed::"edge")'}) for n, pct in enumerate(half)}
        | {f"order{n}": by_rules({"in": rule}) for n, rule in enumerate(orders)}
    )
    dialled = flag_snapshot(
        {"dial": by_rules({f"p{pct}": f'(split pct::{pct} by::$id seed::"dial")' for pct in range(1, 100)})}
    )
    seeds = {"empty": "", "emoji": "🧂"}
    seeded = flag_snapshot(
        {
            "alpha": by_rules({"in": "(split pct::50 by::$id)"}),
            "beta": by_rules({"in": "(split pct::50 by::$id)"}),
            "gamma": by_rules({"in": '(split pct::50 by::$id seed::"alpha")'}),
            "quarter": by_rules({"in": '(split pct::25 by::$id seed::"alpha")'}),
        }
        | {f"seed-{label}": by_rules({"in": f"(split pct::50 by::$id seed::{text(seed)})"})
           for label, seed in seeds.items()}
    )
    nested = flag_snapshot(
        {
            "ramp": by_rules({"a": "(split pct::20 by::$id)", "b": "(split pct::25 by::$id)"}),
            "slot": by_rules(
                {"middle": '(and (split pct::50 by::$id seed::"slot") (not (split pct::25 by::$id seed::"slot")))'}
            ),
            "never": by_rules(
                {"none": '(and (split pct::50 by::$id seed::"slot") (not (split pct::50 by::$id seed::"slot")))'}
            ),
            "either": by_rules({"one": '(or (split pct::10 by::$id seed::"s") (split pct::10 by::$id seed::"t"))'}),
            "entity": by_rules({"in": '(split pct::50 by::$entityId seed::"edge")'}),
            "text": by_rules({"in": '(split pct::50 by::"everyone" seed::"edge")'}),
            "missing": by_rules({"lacks": "(not (split pct::100 by::$id))", "has": "(split pct::100 by::$id)"}),
        }
    )
    shares = flag_snapshot(
        {
            "a-only": by_rules({"a": "(split pct::20 by::$id)"}),
            "b-as-a": by_rules({"a": "(split pct::20 by::$id)", "b": "(split pct::20 by::$id)"}),
            "b-more": by_rules({"a": "(split pct::20 by::$id)", "b": "(split pct::25 by::$id)"}),
            "two-seeds": by_rules(
                {"a": '(split pct::20 by::$id seed::"seed_one")', "b": '(split pct::25 by::$id seed::"seed_two")'}
            ),
        }
    )
    beside = snapshot(
        [feature("by-launch", ON_OFF, "off"), feature("by-experiment", ON_OFF, "off")],
        [launch("l", {"in": {"by-launch": "on"}}, [step({"in": 50000})], randomizationSalt="same")],
        [experiment("e", {"t": {"by-experiment": "on"}}, {"t": 100000}, 50000, randomizationSalt="same")],
    ) | {"appConfig": flag_snapshot({"by-flag": by_rules({"in": '(split pct::50 by::$entityId seed::"same")'})})["appConfig"]}
    out = File(
        "appconfig-split",
        "split in rules of AppConfig flags, at its exact edges: ids were found whose enrol is the last one inside or "
        "the first one outside (computed with mmh3). The hash is ours: AWS's is unpublished.",
        {"edges": edges, "spelled": spelled, "dial": dialled, "seeded": seeded, "nested": nested, "shares": shares,
         "beside": beside},
    )

    def ask(name, rules, why, used, flag, value, expect, **rest):
        out.add(name, rules, why, used, "evaluateFlag", {"flag": flag} | rest | {"context": {"id": value}},
                by_rules_answer(expect))

    for pct in pcts:
        limit, label = split_limit(pct), pct.replace(".", "-")
        if limit > 0:
            who = wanted(APPCONFIG, "edge", 0, limit - 1)
            ask(f"flag-split-{label}-last-inside", "A6 B1",
                f"The enrol of this id is {limit - 1}, the last below floor(N * {pct} / 100): the rule holds.",
                "edges", "p" + label, who, "in")
        if limit < N:
            who = wanted(APPCONFIG, "edge", 0, limit)
            ask(f"flag-split-{label}-first-outside", "A6 B1",
                f"The enrol of this id is {limit}, no longer below floor(N * {pct} / 100): the rule does not hold.",
                "edges", "p" + label, who, None)
    for label, pct, count in [("eighth", "12.5", len(eighth)), ("half", "50", len(half)), ("order", "50", len(orders))]:
        why = {
            "eighth": "R34: 12.5 in five spellings; zeros at the end do not count as decimal places",
            "half": "R34: 50 in the spellings that Ion has for it",
            "order": "A3: the named operands in other orders and spellings",
        }[label]
        for side, target in [("last-inside", split_limit(pct) - 1), ("first-outside", split_limit(pct))]:
            who = wanted(APPCONFIG, "edge", 0, target)
            got = "in" if side == "last-inside" else None
            names = [f"{label}{n}" for n in range(count)]
            out.add(f"flag-split-spelled-{label}-{side}", "A3 A6", f"{why}. The enrol of this id is {target}.",
                    "spelled", "evaluateFlags", {"context": {"id": who}, "flags": names},
                    {name: by_rules_answer(got) for name in names})

    def dial_of(identity):
        return next((f"p{pct}" for pct in range(1, 100) if in_split("dial", identity, str(pct))), None)

    for label, value in [
        ("email", "alice@example.com"), ("emoji", "👩‍👩‍👧‍👦"), ("decomposed", "e\u0301"), ("empty", ""),
        ("nul-and-line-break", "a\u0000b\n"),
    ]:
        ask(f"flag-split-by-text-{label}", "A6 B1",
            "Each of 99 variants takes 1 % more than the one before it: the variant shows the hundredth that the text is in.",
            "dial", "dial", value, dial_of(value))
    assert dial_of("\ud800") == dial_of("\ufffd")
    ask("flag-split-by-text-surrogate", "A6 B1", "R1: an unpaired surrogate is hashed as U+FFFD.", "dial", "dial", "\ud800",
        dial_of("\ufffd"))
    for label, value, written in [
        ("integer", 42, "42"), ("fraction", -0.30000000000000004, "-0.30000000000000004"), ("true", True, "true"),
    ]:
        ask(f"flag-split-by-{label}", "A6", f"R34: the value counts as the text {written}.", "dial", "dial", value,
            dial_of(written))
    for label, raw, written in [
        ("point-zero", "42.0", "42"), ("minus-zero", "-0", "0"), ("1e20", "1e20", "1" + "0" * 20), ("1e21", "1e21", "1e+21"),
        ("1e-6", "1e-6", "0.000001"), ("1e-7", "1e-7", "1e-7"),
    ]:
        out.add(f"flag-split-by-number-{label}", "A6", f"R34: as JavaScript writes this number, it is {written}.", "dial",
                "evaluateFlag", {"flag": "dial", "context": '{"id":%s}' % raw}, by_rules_answer(dial_of(written)))
    for label, raw in [("list", '["42"]'), ("number-no-double-holds", "1e400")]:
        out.add(f"flag-split-by-{label}", "A4 A6", "R32, R33: this is no value that split can take, so no rule holds.",
                "dial", "evaluateFlag", {"flag": "dial", "context": '{"id":%s}' % raw}, by_rules_answer(None))

    limit = split_limit("50")
    for seed, target, label, why in [
        ("alpha", limit - 1, "of-alpha-last-inside", "inside for the seed alpha"),
        ("alpha", limit, "of-alpha-first-outside", "outside for the seed alpha"),
        ("beta", limit - 1, "of-beta-last-inside", "inside for the seed beta"),
        ("beta", limit, "of-beta-first-outside", "outside for the seed beta"),
    ]:
        other = {"alpha": "beta", "beta": "alpha"}[seed]
        want_other = target == limit
        who = wanted(APPCONFIG, seed, 0, target, stem="user")
        number = 0
        while in_split(other, who, "50") != want_other:
            number += 1
            who = wanted(APPCONFIG, seed, 0, target, stem=f"user{number}")
        names = ["alpha", "beta", "gamma", "quarter"]
        got = {"alpha": in_split("alpha", who, "50"), "beta": in_split("beta", who, "50"),
               "gamma": in_split("alpha", who, "50"), "quarter": in_split("alpha", who, "25")}
        assert got["alpha"] != got["beta"]
        out.add(f"flag-split-default-seed-{label}", "A6",
                f"Enrol {target} is {why}, which is the flag's key where the rule has no seed. gamma names the seed alpha, "
                "so it takes whom alpha takes.", "seeded", "evaluateFlags", {"context": {"id": who}, "flags": names},
                {name: by_rules_answer("in" if got[name] else None) for name in names})
    for label, seed in seeds.items():
        for side, target in [("last-inside", limit - 1), ("first-outside", limit)]:
            who = wanted(APPCONFIG, seed, 0, target)
            ask(f"flag-split-seed-{label}-{side}", "A6 B1", f"The seed is used as it is given ({label}); the enrol is {target}.",
                "seeded", f"seed-{label}", who, "in" if side == "last-inside" else None)

    for seed, flag, target, got, label, why in [
        ("ramp", "ramp", split_limit("20") - 1, "a", "ramp-last-of-a", "the last inside 20 %"),
        ("ramp", "ramp", split_limit("20"), "b", "ramp-first-of-b", "outside 20 % and inside 25 %: b gets only these 5 %"),
        ("ramp", "ramp", split_limit("25") - 1, "b", "ramp-last-of-b", "the last inside 25 %"),
        ("ramp", "ramp", split_limit("25"), None, "ramp-first-of-rest", "outside both"),
        ("slot", "slot", split_limit("25") - 1, None, "slot-before", "still inside 25 %, which the rule excludes"),
        ("slot", "slot", split_limit("25"), "middle", "slot-first", "the first beyond 25 %"),
        ("slot", "slot", split_limit("50") - 1, "middle", "slot-last", "the last inside 50 %"),
        ("slot", "slot", split_limit("50"), None, "slot-after", "outside 50 %"),
        ("slot", "never", split_limit("50") - 1, None, "empty-slot-last", "a slot from 50 to 50 % is empty"),
    ]:
        ask(f"flag-split-nested-{label}", "A6 A2", f"One seed, so the shares are nested. Enrol {target}: {why}.", "nested",
            flag, wanted(APPCONFIG, seed, 0, target), got)
    people = ids(400, "either")
    for first, second in [(True, False), (False, True), (False, False)]:
        who = next(one for one in people if (in_split("s", one, "10"), in_split("t", one, "10")) == (first, second))
        ask(f"flag-split-two-seeds-{'in' if first else 'out'}-{'in' if second else 'out'}", "A6",
            "Two seeds are independent: either may hold without the other.", "nested", "either", who,
            "one" if first or second else None)
    for side, target in [("last-inside", limit - 1), ("first-outside", limit)]:
        who = wanted(APPCONFIG, "edge", 0, target)
        out.add(f"flag-split-by-entity-id-{side}", "A6 A8",
                f"$entityId is the entity id, here of enrol {target}; the context's member of that name is not looked at.",
                "nested", "evaluateFlag", {"flag": "entity", "entityId": who, "context": {"entityId": "other"}},
                by_rules_answer("in" if side == "last-inside" else None))
    out.add("flag-split-by-absent-entity-id", "A4 A8", "Without an entity id the split does not hold.", "nested",
            "evaluateFlag", {"flag": "entity", "context": {"entityId": wanted(APPCONFIG, "edge", 0, 0)}}, by_rules_answer(None))
    out.add("flag-split-by-a-constant", "A6", "R31: a text may stand for by; everybody then is on one side.", "nested",
            "evaluateFlag", {"flag": "text", "entityId": "anna"},
            by_rules_answer("in" if in_split("edge", "everyone", "50") else None))
    out.add("flag-split-missing-key-at-100", "A4 A6", "A missing key makes even a split of 100 % false, and not inverts.",
            "nested", "evaluateFlag", {"flag": "missing", "context": {}}, by_rules_answer("lacks"))
    ask("flag-split-present-key-at-100", "A6", "100 % is everybody who has the key.", "nested", "missing", "anna", "has")

    def drawn(identity):
        a = in_split
        return {
            "a-only": "a" if a("a-only", identity, "20") else None,
            "b-as-a": "a" if a("b-as-a", identity, "20") else None,
            "b-more": "a" if a("b-more", identity, "20") else "b" if a("b-more", identity, "25") else None,
            "two-seeds": "a" if a("seed_one", identity, "20") else "b" if a("seed_two", identity, "25") else None,
        }

    many = [drawn(f"user-{n}") for n in range(20000)]
    for name, a, b in [("a-only", 20, 0), ("b-as-a", 20, 0), ("b-more", 20, 5), ("two-seeds", 20, 20)]:
        assert abs(sum(one[name] == "a" for one in many) / 200 - a) < 1
        assert abs(sum(one[name] == "b" for one in many) / 200 - b) < 1
    shown = []
    for n in range(20000):
        got = drawn(f"user-{n}")
        if "b" in got.values() and all(got != one for _, one in shown):
            shown.append((f"user-{n}", got))
        if len(shown) == 4:
            break
    for who, got in shown:
        out.add(f"flag-split-shares-{who}", "A6 A2",
                "AWS documents the shares of a and b here as 20, 20 and 0, 20 and 5, 20 and 20 %: the same seed nests, another "
                "one is independent.", "shares", "evaluateFlags", {"context": {"id": who}},
                {name: by_rules_answer(one) for name, one in got.items()})

    who = next(one for one in people if [point(domain, "same", one)[0] < N // 2 for domain in (1, 2, 3)] == [False, False, True])
    out.add("flag-split-domain-in", "A6 B1",
            "Domain 3: this id is in the split of seed same, and in neither the launch nor the experiment of that salt.",
            "beside", "evaluateFlag", {"flag": "by-flag", "entityId": who}, by_rules_answer("in"))
    out.add("flag-split-domain-in-launch", "A6 B1", "The same id is not in the launch.", "beside", "evaluate",
            request("by-launch", who), answer(beside, "by-launch", "off", "DEFAULT"))
    out.add("flag-split-domain-in-experiment", "A6 B1", "Nor in the experiment.", "beside", "evaluate",
            request("by-experiment", who), answer(beside, "by-experiment", "off", "DEFAULT"))
    who = next(one for one in people if [point(domain, "same", one)[0] < N // 2 for domain in (1, 2, 3)] == [True, True, False])
    out.add("flag-split-domain-out", "A6 B1", "And the other way round: in the launch and the experiment, not in the split.",
            "beside", "evaluateFlag", {"flag": "by-flag", "entityId": who}, by_rules_answer(None))
    out.save()


# --------------------------------------------------------------------------------- appconfig-runs-slots.json


def appconfig_slots():
    flag = "checkout"
    off = {flag: {"enabled": False}}
    fifty = {"t1": 50, "c": 50}
    exposures = {"0": 0, "20": 20, "40": 40, "100": 100}
    cases = {f"fifty-{label}": (fifty, exposure) for label, exposure in exposures.items()}
    cases |= {
        "thirds": ({"t1": 1, "t2": 1, "c": 1}, 100),
        "thirds-half": ({"t1": 33.3333339, "t2": 33.333333, "c": 33.3333331}, 50),
        "short": ({"t1": 50, "c": 40}, 100),
        "holes": ({"t1": 0, "t2": 7, "t3": 0, "t4": 13.5, "c": 0}, 12.5),
        "exact": ({"t1": 1.001, "c": 1}, 8.2),
        "huge": ({"t1": 1000000000000, "t2": 0.000001, "c": 1000000000000}, 100),
        "tiny": ({"t1": 0.0000009, "t2": 0.000001, "c": 0.0000019}, 0.0000019),
    }
    snapshots = {name: flag_snapshot(off, [experiment_run(flag, weights, exposure)])
                 for name, (weights, exposure) in cases.items()}
    snapshots["run-2"] = flag_snapshot(
        off, [experiment_run(flag, fifty, 100, status="DONE"), experiment_run(flag, fifty, 100, number=2)])
    snapshots["audience"] = flag_snapshot(
        off, [experiment_run(flag, {"t1": 1, "c": 0}, 100, audience="(split pct::50 by::$entityId)")])
    out = File(
        "appconfig-runs-slots",
        "The slots of experiment runs at their exact edges: ids were found whose enrol is the last one inside or the first "
        "one outside (computed with mmh3).",
        snapshots,
    )
    seed = f"{APPLICATION}:{DEFINITION}:1"

    def ask(name, rules, why, used, who, key, number=1):
        out.add(name, rules, why, used, "evaluateFlag", {"flag": flag, "entityId": who}, run_answer(key, number))

    middle = N // 2
    fifth, forty = middle * 20 // 100, middle * 40 // 100
    for label, target, shown in [
        ("start", 0, "0 20"), ("last-of-first-10", fifth - 1, "20"), ("after-first-10", fifth, "20 40"),
        ("last-of-first-20", forty - 1, "40"), ("after-first-20", forty, "40 100"), ("last-of-first-50", middle - 1, "40 100"),
        ("middle", middle, "0 20 100"), ("last-of-50-to-60", middle + fifth - 1, "20"),
        ("after-50-to-60", middle + fifth, "20 40"), ("last-of-50-to-70", middle + forty - 1, "40"),
        ("after-50-to-70", middle + forty, "40 100"), ("end", N - 1, "40 100"),
    ]:
        who = wanted(APPCONFIG, seed, 0, target)
        before = None
        for exposure, share in exposures.items():
            key = slot_of(seed, who, fifty, share)
            assert before in (None, key), "exposure moved somebody between treatments"
            before = key
            if exposure not in shown.split():
                continue
            ask(f"run-slot-fifty-{label}-at-{exposure}", "A7 A9",
                f"Two halves at an exposure of {exposure} %. The enrol of this id is {target}, and so it is "
                + (f"in the slot of {key}." if key else "in no slot.") + " More exposure never changes a treatment.",
                f"fifty-{exposure}", who, key)
    for used, asked, why in [
        ("thirds", "t1-last t1-after t2-last t2-after", "three equal weights"),
        ("thirds-half", "t2-after c-last c-after",
         "R36: weights are cut to six places, so these three are equal; half of each slot is filled"),
        ("short", "t1-last t1-after",
         "the weights sum up to 90: each owns its share of that sum"),
        ("holes", "t1-first t2-last t2-after t3-first t4-last t4-after",
         "treatments without weight own nothing, not even at the ends; an eighth of each slot is filled"),
        ("exact", "t1-last t1-after c-last c-after",
         "R36: 1.001 and 8.2 are whole millionths, exactly as they are written"),
        ("huge", "t1-last t1-after t2-after",
         "the greatest weights beside the smallest one: its slot is a single point, and no number is too large"),
        ("tiny", "t1-first t2-last t2-after c-last c-after",
         "a weight below a millionth is none; the exposure of 0.0000019 % is cut to 0.000001 %"),
    ]:
        weights, exposure = cases[used]
        for key, start, stop, _ in slots_of(weights, exposure):
            for side, target in [("first", start), ("last", stop - 1), ("after", stop)]:
                if f"{key}-{side}" not in asked.split():
                    continue
                who = wanted(APPCONFIG, seed, 0, target)
                got = slot_of(seed, who, weights, exposure)
                ask(f"run-slot-{used}-{key}-{side}", "A7",
                    f"In {why}. The enrol of this id is {target}, " + (f"in the slot of {got}." if got else "in no slot."),
                    used, who, got)
    again = f"{APPLICATION}:{DEFINITION}:2"
    for target, label in [(middle - 1, "last-of-t1"), (middle, "first-of-c")]:
        who = wanted(APPCONFIG, again, 0, target)
        number = 0
        while slot_of(seed, who, fifty, 100) == slot_of(again, who, fifty, 100):
            number += 1
            who = wanted(APPCONFIG, again, 0, target, stem=f"user{number}")
        ask(f"run-slot-run-2-{label}", "A7",
            "The number of the run is part of the seed, so run 2 draws anew; in run 1 this id was in the other treatment.",
            "run-2", who, slot_of(again, who, fifty, 100), 2)
        ask(f"run-slot-run-1-{label}", "A7", "The same id in run 1.", "fifty-100", who, slot_of(seed, who, fifty, 100))
    for target, label, inside in [(middle - 1, "last-inside", True), (middle, "first-outside", False)]:
        who = wanted(APPCONFIG, flag, 0, target)
        ask(f"run-slot-audience-split-{label}", "A6 A7",
            f"A split in an audience rule has the flag's key as its seed; the enrol there is {target}.", "audience", who,
            "t1" if inside else None)
    out.save()


# --------------------------------------------------------------------------------------------- points.json


def points():
    salts = ["", "salt", "checkout-launch", "塩", "🧂", LONG_SALT]
    fixed = [
        "a", "ab", "abc", "abcd", "0", "1", "42", "0042", "-1", "1e3", "123456789012345678901234567890",
        "alice@example.com", "Alice@example.com", "o'brien+tag@example.co.uk",
        "00000000-0000-0000-0000-000000000000", "6f1d3c1e-8a52-4f0b-9c55-2c9f1b7f0e11", "550e8400-e29b-41d4-a716-446655440000",
        "東京", "ユーザー1", "用户-42", "한국어", "Москва", "Ελλάδα", "עברית", "हिन्दी", "😀", "😀😀", "👩‍👩‍👧‍👦", "🇫🇷",
        "\u00e9", "e\u0301", "\u00c5", "\u212b", "A\u030a", "q\u0307\u0323", "q\u0323\u0307", "\ud800", "\udfff", "\ufffd",
        "a\ud83d", "\ude00\ud83d", "\ud800\ud800", "x\udc00y", " ", "a b", "\t", "\u0000", "a\u0000b", "\u007f", "\u0080",
        "\u07ff", "\u0800", "\uffff", "\U00010000", "\U0010ffff", "__proto__", "constructor", "x" * 512, "東" * 512, "😀" * 512,
    ]
    rows = []
    for domain in (LAUNCH, EXPERIMENT, APPCONFIG):
        for number, salt in enumerate(salts):
            for place, identity in enumerate(fixed):
                if (place + number + domain) % 4 == 0 or (domain == LAUNCH and salt == "salt"):
                    rows.append((domain, salt, identity))
    alphabet = "abcdefghijklmnopqrstuvwxyz0123456789ABCD"
    for length in range(1, 41):
        rows.append((LAUNCH, "length", alphabet[:length]))
    table = []
    for domain, salt, identity in dict.fromkeys(rows):
        enrol, allot = point(domain, salt, identity)
        table.append({"domain": domain, "salt": salt, "id": identity, "enrol": enrol, "allot": allot})
    draw = random.Random("murmur3")
    raw = []
    for length in range(21):
        for data in [
            bytes(range(length)),
            bytes(0x80 + 6 * n for n in range(length)),
            b"\xff" * length,
            bytes(draw.randrange(256) for _ in range(length)),
        ]:
            for seed in (0, 2, 0x9747B28C, MASK):
                raw.append((seed, data))
    hashes = [
        {"seed": seed, "hex": data.hex(), "hash": mmh3.hash(data, seed, signed=False)}
        for seed, data in dict.fromkeys(raw)
    ]
    write(
        HERE / "points.json",
        {
            "description": "Points of rule B1 and raw MurmurHash3_x86_32 values, computed with mmh3. Unpaired surrogates "
            "are written as escapes and count as U+FFFD.",
            "points": table,
            "murmur3": hashes,
        },
    )
    print("points", len(table), "murmur3", len(hashes))


if __name__ == "__main__":
    bucketing()
    sequence()
    experiments()
    dial()
    laws()
    salts_of_rules()
    surrogates()
    appconfig_split()
    appconfig_slots()
    points()
