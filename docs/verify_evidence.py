"""Verifies evidence files: python3 verify_evidence.py PUBLIC_KEY FILE...

It uses Python's standard library alone and shares no code with the program. docs/evidence.md
explains each step. It ends with code 1 if a file is wrong, and names the first wrong field.
"""

import hashlib
import json
import sys

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def figure(number):
    return number.to_bytes(8, "big", signed=True)


# Ed25519, RFC 8032.
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, p):
    q = (0, 1, 1, 0)
    while number:
        if number & 1:
            q = add(q, p)
        p, number = add(p, p), number >> 1
    return q


def point(text):
    y = int.from_bytes(text, "little")
    odd, y = y >> 255, y % 2**255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        raise ValueError("not a point")
    x = P - x if x % 2 != odd else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    number = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little")
    p, q = times(s, BASE), add(point(r), times(number % ORDER, point(key)))
    return s < ORDER and not (p[0] * q[2] - q[0] * p[2]) % P and not (p[1] * q[2] - q[1] * p[2]) % P


def unique(members):
    if len({name for name, _ in members}) < len(members):
        raise ValueError("a name occurs twice")
    return dict(members)


def canonical(part):
    text = json.dumps(part, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def event_hash(application, before, event):
    words = [event[name].encode() for name in ("actor", "action", "from", "to", "detail")]
    parts = [before, application, figure(event["seq"]), figure(event["at"]), *words]
    if event["rule"] == 2:
        parts.append(figure(event["pos"]))
    return sha(*(figure(len(part)) + part for part in parts))


def checkpoint_hash(it):
    before, form = bytes.fromhex(it["before"]), 1 if it["staff_upto"] is None else 2
    parts = [b"vestibule checkpoint/%d" % form, figure(len(before)), before]
    parts += [figure(it[name]) for name in ("number", "upto", "count", "at")]
    parts.append(bytes.fromhex(it["root"]))
    if form == 2:
        head = bytes.fromhex(it["staff_head"])
        parts += [figure(it["staff_upto"]), figure(len(head)), head]
    return sha(*parts)


def root_of_path(node, at, last, path):
    """RFC 9162, section 2.1.3.2."""
    for beside in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            node = sha(b"\x01", beside, node)
            while at and at % 2 == 0:
                at, last = at >> 1, last >> 1
        else:
            node = sha(b"\x01", node, beside)
        at, last = at >> 1, last >> 1
    return node if last == 0 else None


def wrong_fields(text, published):
    """Yields the wrong fields of a file."""
    file = json.loads(text, object_pairs_hook=unique)
    if file["schema"] != "vestibule.evidence/2":
        yield "schema"
    # 1. The parts are those of the digests.
    parts = {name for name in file if name not in ("digests", "signature")}
    for name in sorted(parts | set(file["digests"])):
        if name not in parts or file["digests"].get(name) != sha(canonical(file[name])).hex():
            yield name
    # 2. The file is signed by the published key.
    key = bytes.fromhex(published)
    if file["signed_by"]["public"] != published:
        yield "signed_by.public"
    if file["signed_by"]["id"] != sha(key).hex()[:16]:
        yield "signed_by.id"
    unsigned = {name: part for name, part in file.items() if name != "signature"}
    if not is_signed(key, canonical(unsigned), bytes.fromhex(file["signature"])):
        yield "signature"
    # 3. The events are a chain.
    events, proof = file["events"], file["proof"]
    before, state = b"", events[0]["from"]
    for n, event in enumerate(events):
        hashed = event_hash(bytes.fromhex(proof["application"]), before, event)
        if event["seq"] != n + 1 or event["from"] != state or hashed.hex() != event["hash"]:
            yield f"events[{n}]"
        before, state = hashed, event["to"]
    if proof["head"] != before.hex():
        yield "proof.head"
    if file["case"]["state"] != state:
        yield "case.state"
    # 4. The checkpoints are signed.
    checkpoints = {it["number"]: it for it in proof["checkpoints"]}
    last = proof["last_checkpoint"]
    for it in proof["checkpoints"] + ([last] if last else []):
        hashed = checkpoint_hash(it)
        if hashed.hex() != it["hash"] or not is_signed(key, hashed, bytes.fromhex(it["signature"])):
            yield f"checkpoint {it['number']}"
    # 5. Each event is under a checkpoint, or newer than the last one.
    if len(proof["inclusion"]) != len(events):
        yield "proof.inclusion"
    waiting = False
    for n, (event, it) in enumerate(zip(events, proof["inclusion"])):
        if waiting and event["pos"] is not None:
            yield f"proof.inclusion[{n}]"
        waiting = waiting or event["pos"] is None
        if it["seq"] != event["seq"]:
            yield f"proof.inclusion[{n}].seq"
        if it["checkpoint"] is None:
            if last and event["pos"] is not None and event["pos"] <= last["upto"]:
                yield f"proof.inclusion[{n}]"
            continue
        of = checkpoints[it["checkpoint"]]
        if of["staff_upto"] is None:
            continue
        leaf = sha(b"\x00", figure(event["pos"]), bytes.fromhex(event["hash"]))
        path = [bytes.fromhex(beside) for beside in it["path"]]
        root = root_of_path(leaf, it["leaf"], of["count"] - 1, path)
        if root is None or root.hex() != of["root"]:
            yield f"proof.inclusion[{n}]"


def first_wrong_field(path, published):
    with open(path, encoding="utf-8") as file:
        try:
            return next(wrong_fields(file.read(), published), None)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            return f"not an evidence file: {error!r}"


def main():
    published, *paths = sys.argv[1:]
    found = {path: first_wrong_field(path, published) for path in paths}
    for path, wrong in found.items():
        print(f"{path}: {'whole' if wrong is None else f'WRONG, {wrong}'}")
    sys.exit(any(wrong is not None for wrong in found.values()))


if __name__ == "__main__":
    main()
