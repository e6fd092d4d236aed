"""TEI standOff with Python's own XML parser, following its pointers as the TEI
Guidelines mean them: text, labels, attributes, notes and links are those of the
native export, and so is the ground of every span but for blanks at the edges of
its fragments."""
import json
import re
import xml.etree.ElementTree as ET

from native import place_of, sets_of

FORMATS = {"tei"}
NEEDS = []
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def places(body):
    """The text of body, where each element lies in it, and the smallest ones in order."""
    text, at, leaves = [], {}, []

    def walk(element):
        start = sum(map(len, text))
        text.append(element.text or "")
        for child in element:
            walk(child)
            text.append(child.tail or "")
        end = sum(map(len, text))
        if element.get(ID):
            assert element.get(ID) not in at, f"the id {element.get(ID)} comes twice"
            at[element.get(ID)] = (start, end)
            if element.tag[len(TEI):] in ("w", "pc", "seg") and not len(element):
                leaves.append((start, end))

    walk(body)
    return "".join(text), at, leaves


def value(f):
    child = f[0]
    kind = child.tag[len(TEI):]
    if kind == "binary":
        return child.get("value") == "true"
    if kind == "vColl":
        return [s.text or "" for s in child]
    return child.get("value") if kind == "symbol" else child.text or ""


def ground(span, text, at):
    """The fragments of a span, by its pointers."""
    if span.get("from"):
        return [[at[span.get("from")[1:]][0], at[span.get("to")[1:]][1]]]
    out = []
    for ref in span.get("target").split():
        pair = re.match(r"#range\((.*),(.*)\)$", ref)
        if pair:
            out.append([at[pair[1]][0], at[pair[2]][1]])
            continue
        start, end = at[ref[1:]]
        if out and not text[out[-1][1]:start].strip():
            out[-1][1] = end
        else:
            out.append([start, end])
    return out


def trimmed(text, fragments):
    """Fragments without blanks at their edges."""
    out = []
    for start, end in fragments:
        words = text[start:end]
        if words.strip():
            out.append([start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())])
    return out


def compare(place, document, owned, words):
    root = ET.parse(place.with_name(place.name + ".xml")).getroot()
    text, at, leaves = places(root.find(f"{TEI}text/{TEI}body"))
    assert text == document.text, f"{place}: the text differs"
    assert root.find(f".//{TEI}idno").text == document.id
    labels = {c.get(ID): c.get("n") for c in root.iter(f"{TEI}category")}
    structures = {fs.get(ID): (fs.get("type"), {f.get("name"): value(f) for f in fs}) for fs in root.iter(f"{TEI}fs")}
    names = {word: own for own, word in words["attributes"].items()}

    def structure(element, kind):
        for ref in element.get("ana").split():
            if structures.get(ref[1:], ("",))[0] == kind:
                return structures[ref[1:]][1]
        return {}

    def attributes(element):
        return {names.get(k, k): v for k, v in structure(element, "attributes").items()}

    spans, uid = {}, {}
    for group in root.iter(f"{TEI}spanGrp"):
        for span in group:
            uid[span.get(ID)] = span.get("n")
            note = span.find(f"{TEI}note")
            spans[span.get("n")] = {"label": labels[span.get("ana").split()[0][1:]], "fragments": ground(span, text, at),
                                    "attributes": attributes(span), "note": "" if note is None else note.text}
    want = {}
    for s in owned.spans:
        fragments = trimmed(text, s.fragments)
        if any(text[a:b].strip() and any(x < b and y > a for x, y in leaves) for a, b in s.fragments):
            want[s.id] = {"label": s.label, "fragments": fragments, "attributes": s.attributes, "note": s.note}
    assert spans == want, f"{place}: spans differ:\n{spans}\n{want}"

    links = {}
    for relation in root.iter(f"{TEI}relation"):
        link = links.setdefault(relation.get("n"), {"type": relation.get("type"), "roles": {}, "attributes": attributes(relation)})
        roles = structure(relation, "roles")
        for end in ("active", "passive"):
            members = link["roles"].setdefault(roles[end], [])
            if uid[relation.get(end)[1:]] not in members:
                members.append(uid[relation.get(end)[1:]])
    want = {}
    for l in owned.links:
        roles = {r: [s for s in ids if s in spans] for r, ids in l["roles"].items()}
        if sum(map(len, roles.values())) > 1:
            want[l["id"]] = {"type": l["type"], "roles": {r: ids for r, ids in roles.items() if ids}, "attributes": l["attributes"]}
    for link in list(links.values()) + list(want.values()):
        link["roles"] = {role: sorted(ids) for role, ids in link["roles"].items()}
    assert links == want, f"{place}: links differ:\n{links}\n{want}"
    return len(spans), len(links)


def check(corpus, export):
    folder = export.folder()
    words = json.loads((folder / "labels.json").read_text("utf-8"))
    files = 0
    for document, owned in sets_of(corpus):
        compare(folder / place_of(owned.owner, document.id), document, owned, words)
        files += 1
    assert sum(1 for _ in folder.rglob("*.xml")) == files
