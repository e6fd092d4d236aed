"""Hugging Face datasets: both configurations, as JSONL and as Parquet."""
import os

from native import squeeze

FORMATS = {"hf", "hf-parquet"}
NEEDS = ["datasets", "pyarrow", "seqeval"]


def check(corpus, export):
    os.environ["HF_HUB_OFFLINE"] = "1"
    import datasets

    datasets.disable_progress_bars()
    folder, cache = str(export.folder()), str(export.work / "cache")
    spans = datasets.load_dataset(folder, "spans", cache_dir=cache)["train"]
    tokens = datasets.load_dataset(folder, "tokens", cache_dir=cache)["train"]
    assert len(spans) == len(corpus.pairs()), "a row for each set"
    for row in spans:
        compare_row(corpus, row)
    compare_tokens(corpus, tokens, export)
    assert datasets.load_dataset(folder, cache_dir=cache)["train"].column_names == spans.column_names, "spans are the default"


def attributes(pairs):
    out = {}
    for a in pairs:
        if a["type"] == "list":
            out.setdefault(a["name"], []).append(a["value"])
        elif a["type"] == "empty":
            out[a["name"]] = []
        else:
            out[a["name"]] = a["value"] == "true" if a["type"] == "bool" else a["value"]
    return out


def compare_row(corpus, row):
    d, s = corpus.pair(row["id"], row["owner"])
    assert row["text"] == d.text and row["language"] == d.language and row["state"] == s.state
    assert len(row["spans"]) == len(s.spans) and len(row["links"]) == len(s.links)
    for got, sp in zip(row["spans"], s.spans):
        assert (got["id"], got["label"], got["note"]) == (sp.id, sp.label, sp.note)
        assert [[f["start"], f["end"]] for f in got["fragments"]] == sp.fragments
        assert [f["text"] for f in got["fragments"]] == sp.quote
        assert all(row["text"][f["start"]:f["end"]] == f["text"] for f in got["fragments"])
        assert (got["start"], got["end"]) == (sp.fragments[0][0], sp.fragments[-1][1])
        assert attributes(got["attributes"]) == sp.attributes
    for got, link in zip(row["links"], s.links):
        roles = {}
        for r in got["roles"]:
            roles.setdefault(r["role"], []).append(r["span"])
        assert (got["id"], got["type"], roles, attributes(got["attributes"])) == (link["id"], link["type"], link["roles"], link["attributes"])


def compare_tokens(corpus, rows, export):
    from seqeval.metrics.sequence_labeling import get_entities
    from seqeval.scheme import IOB2, Entities

    texts, found = {}, 0
    columns = [c for c in rows.column_names if c.endswith("_tags")]
    for row in rows:
        texts.setdefault((row["id"].rsplit("-s", 1)[0], row["owner"]), []).append("".join(row["tokens"]))
        for c in columns:
            names = rows.features[c].feature.names
            tags = [names[i] for i in row[c]]
            got = get_entities(tags)
            assert [(e.tag, e.start, e.end - 1) for sent in Entities([tags], IOB2).entities for e in sent] == got, tags
            d, s = corpus.pair(row["id"].rsplit("-s", 1)[0], row["owner"])
            for label, first, last in got:
                found += 1
                piece = "".join(row["tokens"][first:last + 1])
                assert any(sp.label == label and any(touches(piece, squeeze(q)) for q in sp.quote) for sp in s.spans), (label, piece)
    assert found
    for (i, owner), parts in texts.items():
        assert squeeze("".join(parts)) == squeeze(corpus.documents[i].text)


def touches(piece, quote):
    """A span, a part of one in its sentence, or the whole words around it."""
    return piece in quote or quote in piece or any(piece.startswith(quote[k:]) or piece.endswith(quote[:k]) for k in range(1, len(quote)))
