"""spaCy: loads the DocBin, cuts the texts again as its trainer does, trains a few steps."""
import json
import subprocess
import sys

FORMATS = {"spacy"}
EXTENSION = {"spacy": "spacy"}
NEEDS = ["spacy"]


def check(corpus, export):
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Example

    docs = list(DocBin().from_disk(export.path).get_docs(spacy.blank("xx").vocab))
    pipelines = {lang: spacy.blank(lang) for lang in ("de", "en", "xx")}
    for nlp in pipelines.values():
        for name in docs[0].vocab.strings:
            nlp.vocab.strings.add(name)
    assert len(docs) == sum(max(1, len(d.sets)) for d in corpus.documents.values())
    misaligned = empty = links = 0
    for doc in docs:
        data = json.loads(doc.user_data["galley"])
        document = corpus.documents[data["id"]]
        assert doc.text == document.text, data["id"]
        assert data["meta"] == document.meta and data["language"] == document.language
        again = pipelines.get(document.language, pipelines["xx"]).make_doc(doc.text)
        assert [t.text_with_ws for t in again] == [t.text_with_ws for t in doc], "spaCy cuts the text otherwise"
        if "set" not in data:
            continue
        _, s = corpus.pair(data["id"], data["set"]["owner"])
        links += compare_set(doc, data["set"], s)
        m, e = compare_spans(doc, s)
        misaligned, empty = misaligned + m, empty + e
        compare_training(Example(again, doc), doc, s)
    # The report names every span that spaCy's words cannot hold, and no other.
    named = export.losses.get("inside_token", 0) + export.losses.get("trimmed", 0)
    both = sum(1 for d, s in corpus.pairs() for sp in s.spans if is_both(docs, d, s, sp))
    assert misaligned == named - both, (misaligned, export.losses, both)
    assert empty == export.losses.get("empty_after_trim", 0), (empty, export.losses)
    train(docs, export)


def of(docs, d, s):
    for doc in docs:
        data = json.loads(doc.user_data["galley"])
        if data["id"] == d.id and data.get("set", {}).get("owner") == s.owner:
            return doc


def is_both(docs, d, s, span):
    """Whether a span is cut inside a word and trimmed of blanks at once: it is named twice."""
    inside = trimmed = False
    doc = of(docs, d, s)
    for a, b in span.fragments:
        w = words(doc, a, b)
        inside |= bool(w) and (w[0].idx < a or w[-1].idx + len(w[-1]) > b)
        trimmed |= not w or w[0].idx > a or w[-1].idx + len(w[-1]) < b
    return inside and trimmed and any(words(doc, a, b) for a, b in span.fragments)


def words(doc, a, b):
    """The tokens that a range touches, without blank ones at its ends."""
    got = [t for t in doc if t.idx < b and t.idx + len(t) > a]
    while got and got[0].is_space:
        got.pop(0)
    while got and got[-1].is_space:
        got.pop()
    return got


def compare_set(doc, written, s):
    """What stands in user_data is the native set, but for spans of blanks alone."""
    assert written["state"] == s.state
    ids = {sp["id"] for sp in written["spans"]}
    for sp in s.spans:
        if sp.id in ids:
            w = next(x for x in written["spans"] if x["id"] == sp.id)
            assert (w["fragments"], w["quote"], w["attributes"], w["note"]) == (sp.fragments, sp.quote, sp.attributes, sp.note)
    kept = [k for k in s.links if all(i in ids for r in k["roles"].values() for i in r)]
    assert written["links"] == kept
    return len(kept)


def compare_spans(doc, s):
    """Every span is in doc.spans["sc"] and in its group, as the words that it touches."""
    want, misaligned, empty = [], 0, 0
    for sp in s.spans:
        pieces, off = [], False
        for a, b in sp.fragments:
            w = words(doc, a, b)
            exact = doc.char_span(a, b)
            off |= exact is None or not w or exact.text != doc[w[0].i:w[-1].i + 1].text
            if w and not (pieces and pieces[-1][1] >= w[-1].i + 1):
                start = max(w[0].i, pieces[-1][1]) if pieces else w[0].i
                pieces.append((start, w[-1].i + 1))
        want += [(sp.id, sp.label, a, b) for a, b in pieces]
        misaligned += bool(pieces) and off
        empty += not pieces
    got = [(x.id_, x.label_, x.start, x.end) for x in doc.spans["sc"]]
    assert sorted(got) == sorted(want), (got, want)
    groups = [(x.id_, x.label_, x.start, x.end) for k, g in doc.spans.items() if k != "sc" for x in g]
    assert sorted(groups) == sorted(want)
    for g in doc.spans.values():
        for x in g:
            assert x.start_char == doc[x.start].idx and x.end_char == doc[x.end - 1].idx + len(doc[x.end - 1])
    ents = {(e.start, e.end, e.label_) for e in doc.ents}
    assert ents <= {(a, b, label) for _, label, a, b in want}, "an entity that is no span"
    assert not any(doc[a].is_space or doc[b - 1].is_space for a, b, _ in ents)
    return misaligned, empty


def compare_training(example, doc, s):
    """The trainer's alignment keeps every span and every entity."""
    kept = example.get_aligned_spans_y2x(list(doc.spans["sc"]), allow_overlap=True)
    assert len(kept) == len(doc.spans["sc"]), "spaCy drops a span when it cuts the text again"
    ents = example.get_aligned_spans_y2x(list(doc.ents))
    assert len(ents) == len(doc.ents)
    finished = s.owner == "gold" or s.state in ("submitted", "accepted")
    tags = example.get_aligned_ner()
    assert finished == (None not in tags), tags


def train(docs, export):
    """spacy debug data and a few steps of spacy train on the documents of one language."""
    import spacy
    from spacy.tokens import DocBin

    folder = export.work / "train"
    folder.mkdir()
    german = [d for d in docs if json.loads(d.user_data["galley"])["language"] == "de"]
    DocBin(docs=german, store_user_data=True).to_disk(folder / "train.spacy")
    config = folder / "config.cfg"
    run("init", "config", config, "--lang", "de", "--pipeline", "ner,spancat", "--force")
    paths = ["--paths.train", folder / "train.spacy", "--paths.dev", folder / "train.spacy"]
    said = run("debug", "data", config, *paths, fails=True)
    for trouble in ("misaligned", "leading or trailing whitespace", "invalid whitespace"):
        for line in said.splitlines():
            assert trouble not in line or "✔" in line, line
    run("train", config, "--output", folder / "model", *paths, "--training.max_steps", "4", "--training.eval_frequency", "2")
    nlp = spacy.load(folder / "model" / "model-last")
    nlp("„Wir sind bereit!“, sagte Viktor Orbán.")


def run(*args, fails=False):
    done = subprocess.run([sys.executable, "-m", "spacy", *map(str, args)], capture_output=True, text=True)
    assert fails or done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
