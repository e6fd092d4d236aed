package pages

// exportGroup is a group of formats on the export page; its name is the sentence
// "export_group_NAME".
type exportGroup struct {
	name    string
	formats []string
}

var exportGroups = []exportGroup{
	{"all", []string{"galley"}},
	{"train", []string{"spacy", "hf", "hf-parquet", "gliner", "chat", "flair", "conll", "bioes", "germeval", "conllup", "conllu"}},
	{"tools", []string{"doccano", "doccano-rel", "prodigy", "labelstudio", "brat", "casjson", "xmi", "webanno", "w3c", "tei"}},
	{"research", []string{"quotations-de", "spkatt", "checkthat", "claimreview"}},
	{"table", []string{"csv", "csv-excel"}},
}

// snippets load a format in Python; FILE stands for the file or the folder that
// the archive was unpacked to.
var snippets = map[string]string{
	"galley":    "import json\nfor line in open(\"FILE\", encoding=\"utf-8\"):\n    d = json.loads(line)\n    for s in d[\"sets\"]:\n        for span in s[\"spans\"]:\n            for (start, end), quote in zip(span[\"fragments\"], span[\"quote\"]):\n                assert d[\"text\"][start:end] == quote",
	"spacy":     "import spacy\nfrom spacy.tokens import DocBin\nnlp = spacy.blank(\"de\")\nfor doc in DocBin().from_disk(\"FILE\").get_docs(nlp.vocab):\n    print(doc.ents, dict(doc.spans))",
	"hf":        "from datasets import load_dataset\nspans = load_dataset(\"FILE\", \"spans\")\ntokens = load_dataset(\"FILE\", \"tokens\")",
	"conll":     "for sentence in open(\"FILE\", encoding=\"utf-8\").read().split(\"\\n\\n\"):\n    rows = [l.split() for l in sentence.splitlines() if l and not l.startswith((\"#\", \"-DOCSTART-\"))]\n    words, tags = [r[0] for r in rows], [r[-1] for r in rows]",
	"flair":     "from flair.datasets import ColumnCorpus\ncorpus = ColumnCorpus(\"FOLDER\", {0: \"text\", 1: \"ner\"}, train_file=\"FILE\")",
	"gliner":    "import json\ndata = json.load(open(\"FILE\", encoding=\"utf-8\"))\nfor d in data:\n    for first, last, label in d[\"ner\"]:\n        print(label, d[\"tokenized_text\"][first:last + 1])",
	"doccano":   "import json\nfor line in open(\"FILE\", encoding=\"utf-8\"):\n    print(json.loads(line))",
	"casjson":   "from cassis import load_cas_from_json\ncas = load_cas_from_json(open(\"FILE/OWNER/ID.json\", \"rb\"))\nfor a in cas.select_all():\n    print(a.type.name, a.get_covered_text())",
	"xmi":       "from cassis import load_cas_from_xmi, load_typesystem\nts = load_typesystem(open(\"FILE/TypeSystem.xml\", \"rb\"))\ncas = load_cas_from_xmi(open(\"FILE/OWNER/ID.xmi\", \"rb\"), typesystem=ts)",
	"csv":       "import pandas as pd\nspans = pd.read_csv(\"FILE\")",
	"csv-excel": "import pandas as pd\nspans = pd.read_csv(\"FILE\", sep=\";\", encoding=\"utf-8-sig\")",
	"checkthat": "import pandas as pd\nsentences = pd.read_csv(\"FILE\", sep=\"\\t\", quoting=3)",
	"chat":      "from datasets import load_dataset\nchats = load_dataset(\"json\", data_files=\"FILE/*.jsonl\")",
	"files":     "from pathlib import Path\nfor path in sorted(Path(\"FILE\").rglob(\"*\")):\n    if path.is_file():\n        print(path, len(path.read_text(encoding=\"utf-8\")))",
}

// alike formats are loaded like another one.
var alikeSnippet = map[string]string{
	"hf-parquet": "hf", "bioes": "conll", "germeval": "conll", "conllup": "conll", "conllu": "conll", "doccano-rel": "doccano", "prodigy": "doccano",
}

// snippet loads a file of a format in Python.
func snippet(format string) string {
	if s := snippets[format]; s != "" {
		return s
	}
	if s := snippets[alikeSnippet[format]]; s != "" {
		return s
	}
	return snippets["files"]
}
