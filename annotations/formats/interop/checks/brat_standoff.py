"""brat's standoff files by the rules of brat's own reader (server/src/annotation.py),
restated here because it runs on Python 2 only: no line fails, and text, offsets,
labels, choices, notes and links are those of the native export. Spans are compared
with their fragments cut at line ends, as brat wants them; attributes that are no
choice lie in notes of the kind Galley."""
import json
import re

from native import place_of, sets_of

FORMATS = {"brat"}
NEEDS = []
NAME = re.compile(r"[A-Za-z0-9_-]+$")


def parse(text, lines):
    """All annotations by id; fails at the first line that brat would refuse."""
    found = {}
    for number, line in enumerate(lines, 1):
        place = f"line {number}: {line!r}"
        ident, rest = line.split("\t", 1)
        data, tab, tail = rest.partition("\t")
        assert re.match(r"[TREAMN#]\d+$", ident), place
        assert ident not in found, f"{place}: the id comes twice"
        kind = ident[0]
        if kind == "T":
            label, places = data.split(" ", 1)
            spans = [tuple(map(int, p.split(" "))) for p in places.split(";")]
            seen = []
            for start, end in spans:
                assert 0 <= start < end <= len(text), place
                assert not any(end >= s and start < e for s, e in seen), f"{place}: fragments overlap"
                assert len(text[start:end].splitlines()) == 1 and text[start:end] == text[start:end].splitlines()[0], f"{place}: a fragment holds a line end"
                seen.append((start, end))
            assert tab and tail == " ".join(text[s:e] for s, e in spans), f"{place}: the words differ"
            found[ident] = {"type": label, "fragments": spans}
        elif kind == "E":
            head, *args = data.split(" ")
            label, trigger = head.split(":")
            found[ident] = {"type": label, "trigger": trigger, "args": [tuple(a.split(":")) for a in args]}
            assert all(len(a) == 2 for a in found[ident]["args"]), place
        elif kind == "R":
            label, *args = data.split(" ")
            args = [tuple(a.split(":")) for a in args]
            assert len(args) == 2 and args[0][0] != args[1][0], f"{place}: two arguments of different names"
            found[ident] = {"type": label, "args": args}
        elif kind in "AM":
            label, target, *value = data.split(" ")
            assert len(value) <= 1, place
            found[ident] = {"type": label, "target": target, "value": value[0] if value else True}
        elif kind == "N":
            match = re.match(r"(\S+) (\S+) (\S+?):(\S+)$", data)
            assert match, place
            found[ident] = {"type": match[1], "target": match[2], "value": f"{match[3]}:{match[4]}"}
        else:
            label, target = data.split()
            found[ident] = {"type": label, "target": target, "text": tail}
        assert NAME.match(found[ident]["type"]), f"{place}: {found[ident]['type']!r} is no name"
    for ident, a in found.items():
        for target in [a.get("target"), a.get("trigger")] + [t for _, t in a.get("args", [])]:
            assert target is None or target in found, f"{ident} names {target}"
    return found


def configured(conf):
    """The types of annotation.conf, by section."""
    sections, name = {}, ""
    for line in conf.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line.strip():
            sections.setdefault(name, set()).add(line.split("\t")[0].strip())
    return sections


def cut(text, fragments):
    """Fragments without the line ends of Python."""
    out = []
    for start, end in fragments:
        for line in text[start:end].splitlines(keepends=True):
            bare = line.splitlines()[0]
            if bare:
                out.append((start, start + len(bare)))
            start += len(line)
    return out


def word(words, kind, own):
    return words.get(kind, {}).get(own, own)


def compare(place, document, owned, words, sections):
    text = place.with_name(place.name + ".txt").read_bytes().decode()
    assert text == document.text, f"{place}: the text differs"
    ann = place.with_name(place.name + ".ann").read_bytes().decode()
    assert ann == "" or ann.endswith("\n")
    assert len(ann.splitlines()) == ann.count("\n"), f"{place}: a line end inside a line"
    found = parse(text, ann.splitlines())
    allowed = {"T": sections["entities"] | sections["events"], "E": sections["events"], "R": sections["relations"], "A": sections["attributes"]}
    notes = {}
    for ident, a in found.items():
        assert ident[0] not in allowed or a["type"] in allowed[ident[0]], f"{place}: {a['type']} is not in annotation.conf"
        if ident[0] == "#":
            notes.setdefault(a["target"], {})[a["type"]] = a["text"]
    aside = {target: json.loads(n["Galley"]) for target, n in notes.items() if "Galley" in n}
    by_id = {aside[i]["id"]: i for i in found if i[0] == "T" and "id" in aside.get(i, {})}

    spans = links = 0
    for span in owned.spans:
        fragments = cut(text, span.fragments)
        if not fragments:  # nothing but line ends
            assert span.id not in by_id
            continue
        ident = by_id.pop(span.id)
        got = found[ident]
        assert got == {"type": word(words, "labels", span.label), "fragments": fragments}, f"{place}: {span} is {got}"
        values = dict(aside[ident].get("attributes", {}))
        for a in found.values():
            if a.get("target") == ident and "value" in a and a["type"] != "Reference":
                values.setdefault(a["type"], []).append(a["value"])
        want = {}
        for name, v in span.attributes.items():
            if name in values and name in aside[ident].get("attributes", {}):
                want[name] = v
            else:
                want[word(words, "attributes", name)] = [word(words, "values." + name, str(x).lower() if isinstance(x, bool) else x) for x in (v if isinstance(v, list) else [v])]
        assert values == want, f"{place}: {span.id}: {values} is not {want}"
        note = notes[ident].get("AnnotatorNotes", "")
        assert aside[ident].get("note", note) == span.note, f"{place}: the note of {span.id}"
        spans += 1
    assert not by_id, f"{place}: spans that nobody made: {by_id}"

    got = {}
    for ident, a in found.items():
        if ident[0] == "E":
            roles = {}
            for role, target in a["args"]:
                base = role.rstrip("0123456789")
                roles.setdefault(base if base in roles else role, []).append(aside[target]["id"])
            assert aside[a["trigger"]].get("trigger") and found[a["trigger"]]["type"] == a["type"]
            got[aside[ident]["id"]] = (a["type"], roles)
        elif ident[0] == "R":
            kind, roles = got.setdefault(aside[ident]["id"], (a["type"], {}))
            for (_, target), role in zip(a["args"], aside[ident]["roles"]):
                if aside[target]["id"] not in roles.setdefault(role, []):
                    roles[role].append(aside[target]["id"])
    there = {aside[i]["id"] for i in found if i[0] == "T" and "id" in aside.get(i, {})}
    for link in owned.links:
        kind = word(words, "links", link["type"])
        roles = {r: [s for s in ids if s in there] for r, ids in link["roles"].items()}
        roles = {r: ids for r, ids in roles.items() if ids}
        if kind in sections["relations"] and len(roles) < 2 or not roles:
            assert link["id"] not in got
            continue
        assert got.pop(link["id"]) == (kind, roles), f"{place}: link {link['id']}"
        links += 1
    assert not got, f"{place}: links that nobody made: {got}"
    return spans, links


def check(corpus, export):
    folder = export.folder()
    words = json.loads((folder / "labels.json").read_text("utf-8"))
    sections = configured((folder / "annotation.conf").read_text("utf-8"))
    files = spans = links = 0
    for document, owned in sets_of(corpus):
        n, m = compare(folder / place_of(owned.owner, document.id), document, owned, words, sections)
        files, spans, links = files + 1, spans + n, links + m
    assert sum(1 for _ in folder.rglob("*.ann")) == files
    everything = sum(len(s.spans) for _, s in corpus.pairs())
    assert everything - spans == export.losses.get("empty_after_trim", 0), "a span is missing that the report does not name"
    everything = sum(len(s.links) for _, s in corpus.pairs())
    assert everything - links <= export.losses.get("relation_endpoint_missing", 0), "a link is missing that the report does not name"
