"""The native export as Python objects: what every other export is compared with."""
import dataclasses
import json
import pathlib
import re
import zipfile


@dataclasses.dataclass
class Span:
    id: str
    label: str
    fragments: list
    quote: list
    attributes: dict
    note: str


@dataclasses.dataclass
class Set:
    owner: str
    state: str
    spans: list
    links: list


@dataclasses.dataclass
class Document:
    id: str
    text: str
    language: str
    meta: dict
    sets: list


class Corpus:
    """Documents by id. Offsets count code points, as Python's strings do."""

    def __init__(self, name, path):
        self.name = name
        self.documents = {}
        for line in pathlib.Path(path).read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            d = json.loads(line)
            sets = [Set(s["owner"], s["state"], [Span(**sp) for sp in s["spans"]], s["links"]) for s in d["sets"]]
            self.documents[d["id"]] = Document(d["id"], d["text"], d["language"], d["meta"], sets)
            for s in sets:
                for sp in s.spans:
                    for (a, b), q in zip(sp.fragments, sp.quote):
                        assert d["text"][a:b] == q, (d["id"], sp.id)

    def pairs(self):
        """Every document with every set."""
        return [(d, s) for d in self.documents.values() for s in d.sets]

    def pair(self, document, owner):
        return next((d, s) for d, s in self.pairs() if d.id == document and s.owner == owner)


class Export:
    """One file that `galley export` wrote."""

    def __init__(self, fmt, path, report, work):
        self.format, self.path, self.report, self.work = fmt, pathlib.Path(path), report, work
        self.losses = {reason: int(n) for n, reason in re.findall(r"^(\d+) .*\((\w+)\)$", report, re.M)}

    def folder(self):
        """The files of an archive, unpacked."""
        out = self.work / "unpacked"
        if not out.exists():
            with zipfile.ZipFile(self.path) as z:
                z.extractall(out)
        return out


def sets_of(corpus):
    """Every document with every set, and one without an owner where there is none:
    what formats of a file for each set write."""
    nobody = Set("", "open", [], [])
    return [(d, s) for d in corpus.documents.values() for s in d.sets or [nobody]]


def place_of(owner, document):
    """The path of a set's file without its extension, as annotations/formats names it."""
    kind, colon, name = owner.partition(":")
    return (kind + "-" + file_word(name) if colon else owner or "none") + "/" + file_word(document)


def file_word(word):
    plain = b"-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return "".join(chr(c) if c in plain or c == ord(".") and i > 0 else "~%02X" % c for i, c in enumerate(word.encode()))


def squeeze(s):
    """A text without white space, to compare what was cut into words."""
    return "".join(s.split())
