"""UIMA's CAS as JSON and as XMI, loaded with dkpro-cassis: text, offsets, labels,
attributes, notes and links are those of the native export. Offsets that cassis
gives count code points. What a CAS cannot hold is a link of fewer than two spans;
nothing else may be missing."""
import collections
import io
import json
import warnings

from native import place_of, sets_of

FORMATS = {"casjson", "xmi"}
NEEDS = ["cassis"]

SPAN, RELATION = "webanno.custom.Span", "webanno.custom.Relation"
OWN = {"label", "uid", "note", "linkType", "governorRole", "dependentRole", "Governor", "Dependent"}


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
    assert (cas.sofa_string or "") == document.text, f"{place}: the text differs"
    segmented(cas)
    spans, links = read(cas, names)
    want = {s.id: {"label": s.label, "fragments": s.fragments, "quote": s.quote, "attributes": s.attributes, "note": s.note} for s in owned.spans}
    assert spans == want, f"{place}: spans differ:\n{spans}\n{want}"
    want = {l["id"]: {k: l[k] for k in ("type", "roles", "attributes")} for l in owned.links if sum(map(len, l["roles"].values())) > 1}
    for link in list(want.values()) + list(links.values()):
        link["roles"] = {role: sorted(ids) for role, ids in link["roles"].items()}
    assert links == want, f"{place}: links differ:\n{links}\n{want}"


def check(corpus, export):
    from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem

    folder = export.folder()
    words = json.loads((folder / "labels.json").read_text("utf-8"))
    names = {word: own for own, word in words["attributes"].items()}
    types = folder / "TypeSystem.xml"
    files = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # cassis warns of what it cannot place
        system = load_typesystem(io.BytesIO(types.read_bytes())) if types.exists() else None
        for document, owned in sets_of(corpus):
            place = folder / place_of(owned.owner, document.id)
            if system is None:
                cas = load_cas_from_json(place.with_name(place.name + ".json").read_text("utf-8"))
            else:
                cas = load_cas_from_xmi(io.BytesIO(place.with_name(place.name + ".xmi").read_bytes()), typesystem=system)
            compare(place, document, owned, cas, names)
            files += 1
    there = sum(1 for f in folder.rglob("*") if f.suffix == ".xmi" or f.suffix == ".json" and "/" in str(f.relative_to(folder)))
    assert there == files, f"there are {there} documents, {files} were expected"
