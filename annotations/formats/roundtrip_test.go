package formats_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

// trip is how a format comes back: write, read with the own reader, and find
// everything again that the loss report does not name. A format hooks in with
// one entry in trips.
type trip struct {
	options formats.Options
	read    formats.ReadOptions
	// anonymous formats do not say whose a set is.
	anonymous bool
	// rebuilt formats hold words, not the text between them: spans are compared
	// by their words.
	rebuilt bool
	// relations come back for links, one for each pair.
	relations bool
	// beside are files that the format expects next to its own.
	beside func(items []*formats.Item) []formats.File
	// sequence formats give sets one after the other without any name.
	sequence bool
	// kept says of a loss that the file has everything all the same, in a place
	// that the format's usual reader does not look at.
	kept func(formats.Loss) bool
	// label is what the format makes of a label; nil keeps it.
	label func(string) string
}

var trips = map[string]trip{
	"doccano":       {read: formats.ReadOptions{Offsets: formats.CodePoint}},
	"doccano-rel":   {read: formats.ReadOptions{Offsets: formats.CodePoint}, relations: true},
	"prodigy":       {relations: true},
	"labelstudio":   {relations: true},
	"w3c":           {relations: true},
	"spacy":         {kept: func(l formats.Loss) bool { return l.Written != "" }},
	"hf":            {kept: func(l formats.Loss) bool { return l.Reason != formats.NoSet }},
	"conllu":        {label: strings.ToUpper},
	"conllup":       {},
	"flair":         {sequence: true, rebuilt: true},
	"conll":         {sequence: true, rebuilt: true},
	"bioes":         {sequence: true, rebuilt: true},
	"germeval":      {sequence: true, rebuilt: true},
	"quotations-de": {},
	"spkatt":        {rebuilt: true},
	"csv":           {relations: true, beside: texts},
	"csv-excel":     {relations: true, beside: texts},
}

// texts are the documents' texts, each a file of its id.
func texts(items []*formats.Item) (files []formats.File) {
	for _, it := range items {
		files = append(files, formatstest.File(it.Document.ID+".txt", it.Document.Text.String()))
	}
	return files
}

// begin starts a file or folder and gives what was written.
func begin(f formats.Format, o formats.Options) (formats.Writer, func() []formats.File) {
	if f.New == nil {
		folder := formatstest.Folder{}
		return f.NewFolder(folder, o), folder.Files
	}
	var b bytes.Buffer
	return f.New(&b, o), func() []formats.File { return []formats.File{formatstest.File("x"+f.Extension, b.String())} }
}

// written gives the files of items and what was lost.
func written(t require.TestingT, name string, o formats.Options, items ...*formats.Item) ([]formats.File, []formats.Loss, formats.Report) {
	f, err := formats.Named(name)
	require.NoError(t, err)
	if o.Schema == nil {
		o.Schema = annotations.News()
	}
	var losses []formats.Loss
	o.Loss = func(l formats.Loss) { losses = append(losses, l) }
	w, files := begin(f, o)
	for _, it := range items {
		require.NoError(t, w.Write(it))
	}
	report, err := w.Close()
	require.NoError(t, err)
	return files(), losses, report
}

// found reads files, which must be without a problem, and puts what is said of
// one document together.
func found(t require.TestingT, name string, files []formats.File, o formats.ReadOptions) map[string]*formats.Found {
	f, err := formats.Named(name)
	require.NoError(t, err)
	all := map[string]*formats.Found{}
	for doc, err := range f.Read(files, o) {
		require.NoError(t, err)
		require.Empty(t, doc.Problems)
		requireSound(t, doc)
		if first := all[doc.ID]; first != nil {
			require.Equal(t, first.Text, doc.Text)
			first.Sets = append(first.Sets, doc.Sets...)
			continue
		}
		all[doc.ID] = &doc
	}
	return all
}

// requireSound holds what every reader promises of a document.
func requireSound(t require.TestingT, doc formats.Found) {
	n := text.New(doc.Text).Len()
	for _, s := range doc.Sets {
		ids := map[string]bool{}
		for _, sp := range s.Spans {
			require.NotEmpty(t, sp.ID)
			require.False(t, ids[sp.ID], "id %s comes twice", sp.ID)
			ids[sp.ID] = true
			require.NotEmpty(t, sp.Label)
			require.NotEmpty(t, sp.Fragments)
			for _, f := range sp.Fragments {
				require.True(t, 0 <= f.Start && f.Start < f.End && f.End <= n, "%v in %d", f, n)
			}
		}
		for _, l := range s.Links {
			require.NotEmpty(t, l.Type)
			for _, members := range l.Roles {
				for _, id := range members {
					require.True(t, ids[id], "%s links %s, which is no span", l.ID, id)
				}
			}
		}
	}
	for _, p := range doc.Problems {
		require.NotEmpty(t, p.Detail)
	}
}

func TestEveryFormatGivesBackWhatItsReportDoesNotName(t *testing.T) {
	t.Parallel()
	for name, tr := range trips {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				var items []*formats.Item
				for i := range rapid.IntRange(1, 3).Draw(t, "documents") {
					items = append(items, randomItem(t, i))
				}
				tr.check(t, name, items)
			})
			tr.check(t, name, []*formats.Item{formatstest.Bridge(), formatstest.Market(), formatstest.Bare()})
		})
	}
}

func TestUnderDropNothingIsChangedAndEverythingLeftOutIsNamed(t *testing.T) {
	t.Parallel()
	for name, tr := range trips {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr.options.Policy = formats.Drop
			rapid.Check(t, func(t *rapid.T) { tr.check(t, name, []*formats.Item{randomItem(t, 0)}) })
		})
	}
}

func TestUnderFailTheFirstLossEndsWriting(t *testing.T) {
	t.Parallel()
	for name, tr := range trips {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, losses, _ := written(t, name, tr.options, formatstest.Bridge())
			if len(losses) == 0 {
				return
			}
			f, _ := formats.Named(name)
			o := tr.options
			o.Policy, o.Schema = formats.Fail, annotations.News()
			w, _ := begin(f, o)
			err := w.Write(formatstest.Bridge())
			require.Error(t, err)
			require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
			require.ErrorContains(t, err, string(losses[0].Reason))
		})
	}
}

func TestTheSameDataGivesTheSameBytesInEveryFormat(t *testing.T) {
	t.Parallel()
	for name, tr := range trips {
		first, _, _ := written(t, name, tr.options, formatstest.Bridge(), formatstest.Market())
		bridge := formatstest.Bridge()
		slices.Reverse(bridge.Sets)
		for _, s := range bridge.Sets {
			slices.Reverse(s.Spans)
			slices.Reverse(s.Links)
		}
		second, _, _ := written(t, name, tr.options, bridge, formatstest.Market())
		require.Equal(t, contents(t, first), contents(t, second), name)
	}
}

func contents(t require.TestingT, files []formats.File) map[string]string {
	all := map[string]string{}
	for _, f := range files {
		r, err := f.Open()
		require.NoError(t, err)
		var b bytes.Buffer
		_, err = b.ReadFrom(r)
		require.NoError(t, err)
		all[f.Name] = b.String()
	}
	return all
}

func (tr trip) check(t require.TestingT, name string, items []*formats.Item) {
	files, losses, report := written(t, name, tr.options, items...)
	total := 0
	for _, n := range report.Losses {
		total += n
	}
	require.Len(t, losses, total)
	if tr.beside != nil {
		files = append(files, tr.beside(items)...)
	}
	var got map[string]*formats.Found
	if tr.sequence {
		got = inSequence(t, name, files, tr.read, items, losses)
	} else {
		got = found(t, name, files, tr.read)
	}
	if tr.kept != nil {
		losses = slices.DeleteFunc(slices.Clone(losses), tr.kept)
	}
	for _, it := range items {
		lost := map[string][]formats.Loss{} // by owner and target
		gone, blank := false, false
		for _, l := range losses {
			if l.Document == it.Document.ID {
				blank = blank || l.Reason == formats.TextChanged
				lost[l.Owner+" "+l.Target] = append(lost[l.Owner+" "+l.Target], l)
				gone = gone || l.Target == "" && l.Owner == ""
			}
		}
		doc := got[it.Document.ID]
		if gone && doc == nil {
			continue
		}
		require.NotNil(t, doc, "document %s is missing and no loss says so", it.Document.ID)
		switch {
		case blank: // only blanks may differ, and as many must be there
			require.Equal(t, blanked(it.Document.Text.String()), blanked(doc.Text))
		case !tr.rebuilt:
			require.Equal(t, it.Document.Text.String(), doc.Text)
		}
		tr.checkSets(t, it, doc, lost)
	}
}

// blanked is a text with spaces for every blank.
func blanked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
}

// inSequence names what a format gives without names: every set that is not
// empty of every document that is not lost, in order.
func inSequence(t require.TestingT, name string, files []formats.File, o formats.ReadOptions, items []*formats.Item, losses []formats.Loss) map[string]*formats.Found {
	f, err := formats.Named(name)
	require.NoError(t, err)
	var docs []formats.Found
	for doc, err := range f.Read(files, o) {
		require.NoError(t, err)
		require.Empty(t, doc.Problems)
		requireSound(t, doc)
		docs = append(docs, doc)
	}
	all := map[string]*formats.Found{}
	for _, it := range items {
		if slices.ContainsFunc(losses, func(l formats.Loss) bool { return l.Document == it.Document.ID && l.Target == "" && l.Owner == "" }) {
			continue
		}
		sets := slices.Clone(it.Sets)
		slices.SortFunc(sets, func(a, b formats.Set) int { return strings.Compare(string(a.Owner), string(b.Owner)) })
		for _, s := range sets {
			if len(s.Spans) == 0 && len(s.Links) == 0 && s.State == annotations.Open {
				continue
			}
			require.NotEmpty(t, docs, "%s of %s is not in the file", s.Owner, it.Document.ID)
			doc := docs[0]
			docs = docs[1:]
			require.Len(t, doc.Sets, 1)
			doc.Sets[0].Author = string(s.Owner)
			if first := all[it.Document.ID]; first != nil {
				require.Equal(t, first.Text, doc.Text)
				first.Sets = append(first.Sets, doc.Sets...)
			} else {
				all[it.Document.ID] = &doc
			}
		}
	}
	require.Empty(t, docs)
	return all
}

func (tr trip) checkSets(t require.TestingT, it *formats.Item, doc *formats.Found, lost map[string][]formats.Loss) {
	var all formats.FoundSet
	for _, s := range doc.Sets {
		all.Spans, all.Links = append(all.Spans, s.Spans...), append(all.Links, s.Links...)
	}
	c := &comparison{trip: tr, text: it.Document.Text, found: text.New(doc.Text)}
	for _, s := range it.Sets {
		if !tr.anonymous {
			all = formats.FoundSet{}
			for _, f := range doc.Sets {
				if f.Author == string(s.Owner) {
					all.Spans, all.Links = append(all.Spans, f.Spans...), append(all.Links, f.Links...)
				}
			}
			c = &comparison{trip: tr, text: it.Document.Text, found: text.New(doc.Text)}
		}
		c.add(s, all, lost)
		if !tr.anonymous {
			c.compare(t)
		}
	}
	if tr.anonymous {
		c.compare(t)
	}
}

// comparison holds what was written and what came back of one set, or of all
// sets of an anonymous format.
type comparison struct {
	trip
	text, found text.Text
	spans       []*annotations.Span
	links       []*annotations.Link
	owner       map[any]string
	back        formats.FoundSet
	lost        map[string][]formats.Loss
}

func (c *comparison) add(s formats.Set, back formats.FoundSet, lost map[string][]formats.Loss) {
	if c.owner == nil {
		c.owner = map[any]string{}
	}
	for _, sp := range s.Spans {
		c.owner[sp] = string(s.Owner)
	}
	for _, l := range s.Links {
		c.owner[l] = string(s.Owner)
	}
	c.spans, c.links = append(c.spans, s.Spans...), append(c.links, s.Links...)
	c.back, c.lost = back, lost
}

func (c *comparison) reasons(x any, id string) map[formats.Reason]string {
	all := map[formats.Reason]string{}
	for _, l := range c.lost[c.owner[x]+" "+id] {
		all[l.Reason] = l.Written
	}
	return all
}

// changes ranks spans by what happened to their ground: those that only were
// cut into fragments first.
func (c *comparison) changes(sp *annotations.Span) int {
	why := c.reasons(sp, sp.ID)
	_, cut := why[formats.Discontinuous]
	delete(why, formats.AttributeUnsupported)
	delete(why, formats.NoteUnsupported)
	if len(why) == 1 && cut {
		return 0
	}
	return 1
}

// ground writes a place as a key: offsets, or words where the text was rebuilt.
func (c *comparison) ground(t text.Text, label string, fragments []annotations.Fragment) string {
	if !c.rebuilt {
		return label + fmt.Sprint(fragments)
	}
	var words []string
	for _, f := range fragments {
		words = append(words, strings.Join(strings.Fields(t.Slice(f.Start, f.End)), ""))
	}
	return label + " " + strings.Join(words, "|")
}

func (c *comparison) named(label string) string {
	if c.label != nil {
		return c.label(label)
	}
	return label
}

func flat(attributes map[string]annotations.Value) string {
	var all []string
	for k, v := range attributes {
		s := v.Text()
		if list, ok := v.Items(); ok {
			s = strings.Join(list, " | ")
		}
		all = append(all, k+"="+s)
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

func (c *comparison) compare(t require.TestingT) {
	back := slices.Clone(c.back.Spans)
	take := func(is func(formats.FoundSpan) bool) bool {
		i := slices.IndexFunc(back, is)
		if i >= 0 {
			back = slices.Delete(back, i, i+1)
		}
		return i >= 0
	}
	at := func(sp formats.FoundSpan) string { return c.ground(c.found, sp.Label, sp.Fragments) }
	var changed []*annotations.Span
	for _, relaxed := range []bool{false, true} {
		for _, sp := range c.spans {
			why := c.reasons(sp, sp.ID)
			_, attributes := why[formats.AttributeUnsupported]
			_, note := why[formats.NoteUnsupported]
			same := func(f formats.FoundSpan) bool {
				return (attributes || flat(f.Attributes) == flat(sp.Attributes)) && (note || f.Note == sp.Note)
			}
			_, cut := why[formats.Discontinuous]
			delete(why, formats.AttributeUnsupported)
			delete(why, formats.NoteUnsupported)
			delete(why, formats.AttributeMissing)
			exact := len(why) == 0
			if relaxed == (exact && !attributes && !note) {
				continue
			}
			key := c.ground(c.text, c.named(sp.Label), sp.Fragments)
			if exact || cut {
				ok := take(func(f formats.FoundSpan) bool { return at(f) == key && same(f) })
				if ok || exact {
					require.True(t, ok, "%s %v %v is not in the file, and no loss says so (%v)", sp.Label, sp.Fragments, sp.Attributes, c.back.Spans)
					continue
				}
			}
			changed = append(changed, sp)
		}
	}
	slices.SortStableFunc(changed, func(a, b *annotations.Span) int { // what only was cut is looked for first
		return c.changes(a) - c.changes(b)
	})
	for _, sp := range changed {
		why := c.reasons(sp, sp.ID)
		delete(why, formats.AttributeUnsupported)
		delete(why, formats.NoteUnsupported)
		if len(why) == 1 && why[formats.Discontinuous] != "" {
			for _, f := range sp.Fragments {
				key := c.ground(c.text, c.named(sp.Label), []annotations.Fragment{f})
				require.True(t, take(func(f formats.FoundSpan) bool { return at(f) == key }), "fragment %v of %s is not in the file", f, sp.ID)
			}
			continue
		}
		if c.options.Policy == formats.Drop {
			continue
		}
		back = slices.DeleteFunc(back, func(f formats.FoundSpan) bool {
			// GermEval marks a span inside a word in its label.
			return strings.TrimSuffix(f.Label, "part") == c.named(sp.Label) && (c.rebuilt || slices.ContainsFunc(f.Fragments, func(g annotations.Fragment) bool { return sp.Overlaps(g.Start, g.End) }))
		})
	}
	require.Empty(t, back, "spans that nobody wrote (%v)", c.lost)
	c.compareLinks(t)
}

func (c *comparison) compareLinks(t require.TestingT) {
	// Where a span of a label was changed, links are compared by the label alone.
	out, in, changed := map[string]string{}, map[string]string{}, map[string]bool{}
	for _, sp := range c.spans {
		why := c.reasons(sp, sp.ID)
		for _, r := range []formats.Reason{formats.AttributeUnsupported, formats.NoteUnsupported, formats.AttributeMissing, formats.Duplicate} {
			delete(why, r)
		}
		changed[c.named(sp.Label)] = changed[c.named(sp.Label)] || len(why) > 0
	}
	for _, sp := range c.spans {
		out[c.owner[sp]+" "+sp.ID] = c.named(sp.Label)
		if !changed[c.named(sp.Label)] {
			out[c.owner[sp]+" "+sp.ID] = c.ground(c.text, c.named(sp.Label), sp.Fragments)
		}
	}
	for _, sp := range c.back.Spans {
		if in[sp.ID] = sp.Label; !changed[sp.Label] {
			in[sp.ID] = c.ground(c.found, sp.Label, sp.Fragments)
		}
	}
	var back []string
	for _, l := range c.back.Links {
		back = append(back, linkKey(l.Type, l.Roles, func(id string) string { return in[id] })+flat(l.Attributes))
	}
	lossy := map[string]bool{}
	for _, l := range c.links {
		why := c.reasons(l, l.ID)
		_, bare := why[formats.AttributeUnsupported]
		delete(why, formats.AttributeUnsupported)
		if delete(why, formats.LinkMerged); len(why) > 0 {
			lossy[l.Type] = true
			continue
		}
		attributes := ""
		if !bare {
			attributes = flat(l.Attributes)
		}
		key := func(id string) string { return out[c.owner[l]+" "+id] }
		want := []string{linkKey(l.Type, l.Roles, key)}
		if c.relations {
			want = relationsOf(l, key)
		}
		for _, w := range want {
			i := slices.Index(back, w+attributes)
			require.GreaterOrEqual(t, i, 0, "link %s is not in the file, and no loss says so (%v)", w+attributes, back)
			back = slices.Delete(back, i, i+1)
		}
	}
	back = slices.DeleteFunc(back, func(key string) bool { // what is left of links that lost something
		kind, _, _ := strings.Cut(key, " ")
		kind, _, _ = strings.Cut(kind, ":")
		return lossy[kind]
	})
	require.Empty(t, back, "links that nobody made")
}

func linkKey(kind string, roles map[string][]string, key func(string) string) string {
	var all []string
	for role, ids := range roles {
		var members []string
		for _, id := range ids {
			members = append(members, key(id))
		}
		slices.Sort(members)
		if len(ids) > 0 {
			all = append(all, role+"="+strings.Join(members, "&"))
		}
	}
	slices.Sort(all)
	return kind + " " + strings.Join(all, " ")
}

// relationsOf says again, apart from the writers, what relations a link becomes.
func relationsOf(l *annotations.Link, key func(string) string) []string {
	var all []string
	kind := annotations.News().Link(l.Type)
	first := ""
	for _, r := range kind.Roles {
		if len(l.Roles[r.ID]) == 0 {
			continue
		}
		if first == "" {
			first = r.ID
			continue
		}
		name := l.Type
		if len(kind.Roles) > 2 {
			name += ":" + r.ID
		}
		for _, from := range l.Roles[first] {
			for _, to := range l.Roles[r.ID] {
				all = append(all, linkKey(name, map[string][]string{"from": {from}, "to": {to}}, key))
			}
		}
	}
	return all
}

// randomItem is a document of awkward characters with spans and links of every
// kind in the sets of up to two people.
func randomItem(t *rapid.T, n int) *formats.Item {
	alphabet := []rune("abc AB ß\u0301🙂\u200d👩\u00a0\u00ad„“‚‘\n\t.,!-'=+@;\"|<&\u2028𝔊1")
	txt, err := text.Parse(rapid.StringOfN(rapid.SampledFrom(alphabet), 2, 60, -1).Draw(t, "text"))
	if err != nil {
		txt = text.New("Ja, 🙂 sagte sie.")
	}
	it := &formats.Item{
		Schema: formats.SchemaRef{ID: "news", Version: 1},
		Document: &annotations.Document{
			ID: fmt.Sprintf("doc-%d", n), Project: "demo", Revision: 1, Text: txt, SHA256: txt.SHA256(), Language: "de",
			Meta:   map[string]string{"title": "Titel 🌉"},
			Blocks: []annotations.Block{{Role: annotations.Body, Start: 0, End: txt.Len()}},
		},
	}
	for i, owner := range []annotations.Owner{annotations.Gold, "user:anna"}[rapid.IntRange(0, 1).Draw(t, "owners"):] {
		it.Sets = append(it.Sets, randomSet(t, txt, owner, fmt.Sprintf("%d-%d", n, i)))
	}
	return it
}

func randomSet(t *rapid.T, txt text.Text, owner annotations.Owner, prefix string) formats.Set {
	schema := annotations.News()
	set := formats.Set{Owner: owner, State: rapid.SampledFrom([]annotations.State{annotations.Open, annotations.Submitted, annotations.Accepted}).Draw(t, "state")}
	for i := range rapid.IntRange(0, 6).Draw(t, "spans") {
		label := rapid.SampledFrom(schema.Labels).Draw(t, "label")
		sp := &annotations.Span{ID: fmt.Sprintf("s%s-%d", prefix, i), Label: label.ID, Attributes: randomAttributes(t, schema, label.Attributes)}
		at := text.Rune(0)
		for range rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(t, "fragments") {
			if at >= txt.Len() {
				break
			}
			start := text.Rune(rapid.IntRange(int(at), int(txt.Len())-1).Draw(t, "start"))
			end := text.Rune(rapid.IntRange(int(start)+1, int(txt.Len())).Draw(t, "end"))
			sp.Fragments = append(sp.Fragments, annotations.Fragment{Start: start, End: end})
			at = end + 1
		}
		if rapid.IntRange(0, 4).Draw(t, "noted") == 0 {
			sp.Note = rapid.SampledFrom([]string{"prüfen", "=1+1", "a;b\n\"c\" 🙂", "'x"}).Draw(t, "note")
		}
		sp.Quote = annotations.Quote(txt, sp.Fragments)
		set.Spans = append(set.Spans, sp)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "links") {
		kind := rapid.SampledFrom(schema.Links).Draw(t, "type")
		l := &annotations.Link{ID: fmt.Sprintf("l%s-%d", prefix, i), Type: kind.ID, Roles: map[string][]string{},
			Attributes: randomAttributes(t, schema, kind.Attributes)}
		for _, r := range kind.Roles {
			for _, sp := range set.Spans {
				full := r.Max > 0 && len(l.Roles[r.ID]) >= r.Max || len(l.Roles[r.ID]) > 2
				if slices.Contains(r.Labels, sp.Label) && !full && !l.Has(sp.ID) && rapid.Bool().Draw(t, "joined") {
					l.Roles[r.ID] = append(l.Roles[r.ID], sp.ID)
				}
			}
		}
		if len(l.Spans()) > 0 {
			set.Links = append(set.Links, l)
		}
	}
	return set
}

func randomAttributes(t *rapid.T, schema *annotations.Schema, ids []string) annotations.Attributes {
	values := annotations.Attributes{}
	for _, id := range ids {
		if rapid.IntRange(0, 3).Draw(t, "set") > 0 {
			continue
		}
		a := schema.Attribute(id)
		one := map[annotations.AttributeType]string{
			annotations.TextAttribute: "Kurz | \"gut\" = 🙂\nx", annotations.URLAttribute: "https://example.org/?a=b",
			annotations.DateAttribute: "2025-10-16", annotations.QIDAttribute: "Q42",
		}[a.Type]
		if len(a.Values) > 0 {
			one = rapid.SampledFrom(a.Values).Draw(t, "value").ID
		}
		switch {
		case a.Type == annotations.BoolAttribute:
			values[id] = annotations.Bool(rapid.Bool().Draw(t, "yes"))
		case a.Multi:
			list := []string{one}
			if len(a.Values) > 1 && rapid.Bool().Draw(t, "two") {
				list = append(list, a.Values[0].ID)
			}
			values[id] = annotations.List(slices.Compact(list)...)
		default:
			values[id] = annotations.String(one)
		}
	}
	return values
}
