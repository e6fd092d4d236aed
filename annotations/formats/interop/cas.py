#!/usr/bin/env python3
"""Loads an export in casjson or xmi with dkpro-cassis and compares it with the
native export of the same documents: text, offsets, labels, attributes, notes
and links must be equal. Offsets that cassis gives count code points.

    cas.py NATIVE.jsonl FOLDER…

What a CAS cannot hold is a link that joins fewer than two spans; nothing else
may be missing. Needs: pip install dkpro-cassis
"""
import collections
import io
import json
import pathlib
import sys
import warnings

from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem

SPAN, RELATION = "webanno.custom.Span", "webanno.custom.Relation"
OWN = {"label", "uid", "note", "linkType", "governorRole", "dependentRole", "Governor", "Dependent"}


def file_word(word):
    """The name of an id's file, as annotations/formats writes it."""
    plain = b"-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return "".join(chr(c) if c in plain or c == ord(".") and i > 0 else "~%02X" % c for i, c in enumerate(word.encode()))


def owner_folder(owner):
    kind, colon, name = owner.partition(":")
    return kind + "-" + file_word(name) if colon else owner or "none"


def attributes(fs, names):
    """The attributes of a structure under the project's own names."""
    values = {}
    for feature in fs.type.all_features:
        if feature.name in OWN or feature.name in ("begin", "end", "sofa"):
            continue
        value = getattr(fs, feature.name, None)
        if value is None:
            continue
        if hasattr(value, "elements"):
            value = list(value.elements)
        if feature.rangeType.name == "uima.cas.Boolean" and isinstance(value, str):
            value = value == "true"
        values[names.get(feature.name, feature.name)] = value
    return values


def read(cas, names):
    """The spans and links of a CAS, in the shape of the native export."""
    spans, at = {}, {}
    for fs in sorted(cas.select(SPAN), key=lambda fs: fs.begin):
        span = spans.setdefault(fs.uid, {"label": fs.label, "fragments": [], "quote": [], "attributes": attributes(fs, names), "note": ""})
        span["fragments"].append([fs.begin, fs.end])
        span["quote"].append(fs.get_covered_text())
        span["note"] = fs.note or span["note"]
        assert span["label"] == fs.label and span["attributes"] == attributes(fs, names), f"fragments of {fs.uid} differ"
        at[fs.xmiID] = fs.uid
    links = {}
    joined = collections.defaultdict(list)
    for fs in sorted(cas.select(RELATION), key=lambda fs: fs.xmiID):
        governor, dependent = at[fs.Governor.xmiID], at[fs.Dependent.xmiID]
        assert (fs.begin, fs.end) == (fs.Dependent.begin, fs.Dependent.end), "a relation lies where its dependent does"
        if fs.label == "continuation":
            assert governor == dependent
            joined[governor].append((fs.Governor.begin, fs.Dependent.begin))
            continue
        link = links.setdefault(fs.uid, {"type": fs.linkType, "roles": {}, "attributes": attributes(fs, names)})
        for role, uid in ((fs.governorRole, governor), (fs.dependentRole, dependent)):
            members = link["roles"].setdefault(role, [])
            if uid not in members:
                members.append(uid)
    for uid, span in spans.items():
        starts = [f[0] for f in span["fragments"]]
        assert sorted(joined[uid]) == list(zip(starts, starts[1:])), f"the fragments of {uid} are not joined"
    return spans, links


def segmented(cas):
    """Sentences and tokens must be there, in order, and not overlap."""
    for kind in ("Sentence", "Token"):
        reach = 0
        for fs in cas.select(f"de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.{kind}"):
            assert fs.begin >= reach and fs.end > fs.begin, f"{kind} at {fs.begin}"
            reach = fs.end


def compare(place, document, owned, cas, names):
    assert (cas.sofa_string or "") == document["text"], f"{place}: the text differs"
    segmented(cas)
    spans, links = read(cas, names)
    want = {s["id"]: {k: s[k] for k in ("label", "fragments", "quote", "attributes", "note")} for s in owned["spans"]}
    assert spans == want, f"{place}: spans differ:\n{spans}\n{want}"
    want = {l["id"]: {k: l[k] for k in ("type", "roles", "attributes")} for l in owned["links"] if sum(map(len, l["roles"].values())) > 1}
    for link in list(want.values()) + list(links.values()):
        link["roles"] = {role: sorted(ids) for role, ids in link["roles"].items()}
    assert links == want, f"{place}: links differ:\n{links}\n{want}"
    return len(spans), len(links)


def main():
    warnings.simplefilter("error", UserWarning)  # cassis warns of what it cannot place
    native, folders = sys.argv[1], sys.argv[2:]
    documents = [json.loads(line) for line in pathlib.Path(native).read_text("utf-8").split("\n") if line]
    for folder in map(pathlib.Path, folders):
        words = json.loads((folder / "labels.json").read_text("utf-8"))
        names = {word: own for own, word in words["attributes"].items()}
        types = folder / "TypeSystem.xml"
        system = load_typesystem(io.BytesIO(types.read_bytes())) if types.exists() else None
        files = spans = links = 0
        for document in documents:
            for owned in document["sets"] or [{"owner": "", "spans": [], "links": []}]:
                place = folder / owner_folder(owned["owner"]) / file_word(document["id"])
                if system is None:
                    cas = load_cas_from_json(pathlib.Path(f"{place}.json").read_text("utf-8"))
                else:
                    cas = load_cas_from_xmi(io.BytesIO(pathlib.Path(f"{place}.xmi").read_bytes()), typesystem=system)
                n, m = compare(place, document, owned, cas, names)
                files, spans, links = files + 1, spans + n, links + m
        there = sum(1 for f in folder.rglob("*") if f.suffix == ".xmi" or f.suffix == ".json" and f.name != "labels.json")
        assert there == files, f"{folder} holds {there} documents, {files} were expected"
        print(f"{folder.name}: {files} files, {spans} spans, {links} links: equal")


if __name__ == "__main__":
    main()
