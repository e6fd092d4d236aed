"""Columns: spaCy's converters and seqeval's strict schemes."""
from checks.hf_datasets import touches
from native import squeeze

FORMATS = {"conll", "bioes", "conllu", "conllup", "germeval", "flair"}
EXTENSION = {f: f for f in FORMATS}
NEEDS = ["spacy", "seqeval"]

# The column of the word, and those of tags; blank or tab.
SHAPE = {"conll": (" ", 0, [3]), "bioes": (" ", 0, [3]), "flair": ("\t", 0, [2]), "germeval": ("\t", 1, [2, 3])}


def check(corpus, export):
    text = export.path.read_text(encoding="utf-8")
    if export.format.startswith("conllu"):
        check_conllu(corpus, export, text)
        return
    documents = read(export.format, text)
    pairs = corpus.pairs()
    if export.format != "germeval":
        assert len(documents) == len(pairs), (len(documents), len(pairs))
        for sentences, (d, s) in zip(documents, pairs):
            got = squeeze("".join(w for sent in sentences for w, _ in sent))
            assert got.replace("_DOCSTART_", "-DOCSTART-") == squeeze(d.text), d.id
    check_tags(corpus, export.format, documents)
    if export.format == "conll":
        convert(corpus, text, documents)


def read(fmt, text):
    """Documents of sentences of (word, tags)."""
    sep, form, tags = SHAPE[fmt]
    documents, sentence = [[]], []
    for line in text.split("\n"):
        if line.startswith("-DOCSTART-"):
            documents.append([])
        elif line.startswith("#\t") and fmt == "germeval":
            continue
        elif line:
            columns = line.split(sep)
            assert len(columns) == {"conll": 4, "bioes": 4, "flair": 3, "germeval": 4}[fmt], line
            assert columns == line.split() or fmt in ("germeval", "flair"), line
            sentence.append((columns[form], [columns[i] for i in tags]))
        elif sentence:
            documents[-1].append(sentence)
            sentence = []
    return documents[1:] if fmt != "germeval" else documents


def check_tags(corpus, fmt, documents):
    from seqeval.metrics.sequence_labeling import get_entities
    from seqeval.scheme import IOB2, IOBES, Entities

    scheme = IOBES if fmt == "bioes" else IOB2
    quotes = [(sp.label, squeeze(q)) for _, s in corpus.pairs() for sp in s.spans for q in sp.quote]
    found = 0
    for sentences in documents:
        for sentence in sentences:
            for k in range(len(sentence[0][1])):
                tags = [t[k] for _, t in sentence]
                got = [(e.tag, e.start, e.end - 1) for sent in Entities([tags], scheme).entities for e in sent]
                if fmt != "bioes":
                    assert got == get_entities(tags), tags
                for label, first, last in got:
                    found += 1
                    piece = "".join(w for w, _ in sentence[first:last + 1]).replace("_DOCSTART_", "-DOCSTART-")
                    label = label.removesuffix("part") if fmt == "germeval" else label
                    assert any(label == name and touches(piece, q) for name, q in quotes), (label, piece)
    assert found


def convert(corpus, text, documents):
    """spaCy's converter reads the same documents, words and entities."""
    from spacy.training.converters import conll_ner_to_docs

    docs = list(conll_ner_to_docs(text, no_print=True, n_sents=1))
    words = [w for sentences in documents for sent in sentences for w, _ in sent]
    assert [t.text for d in docs for t in d] == words
    assert sum(len(d.ents) for d in docs) == sum(t[0].startswith("B-") for sentences in documents for sent in sentences for _, t in sent)


def check_conllu(corpus, export, text):
    """The text can be built again from the words, and spaCy's converter reads the tags."""
    built, current = {}, None
    plus = export.format == "conllup"
    for line in text.split("\n"):
        if line.startswith("# newdoc id = "):
            current = line.removeprefix("# newdoc id = ")
            built.setdefault(current, []).append("")
            tail = ""
        elif line and not line.startswith("# "):
            columns = line.split("\t")
            misc = dict(m.split("=", 1) for m in columns[2 if plus else 9].split("|") if "=" in m)
            if "SpacesBefore" in misc:
                built[current][-1] += unescape(misc["SpacesBefore"])
            tail = "" if misc.get("SpaceAfter") == "No" else unescape(misc.get("SpacesAfter", "\\s"))
            built[current][-1] += columns[1] + tail
    for i, texts in built.items():
        for t in texts:
            assert t in (corpus.documents[i].text, corpus.documents[i].text + " "), i
    assert set(built) == {d.id for d, s in corpus.pairs()}
    if plus:
        return
    from spacy.training.converters import conllu_to_docs

    docs = list(conllu_to_docs(text, n_sents=1, ner_map=None, no_print=True))
    tags = text.count("name=B-")
    assert sum(len(d.ents) for d in docs) == tags, (sum(len(d.ents) for d in docs), tags)


def unescape(s):
    out, i = "", 0
    while i < len(s):
        if s[i] == "\\":
            out += {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}[s[i + 1]]
            i += 2
        else:
            out += s[i]
            i += 1
    return out
