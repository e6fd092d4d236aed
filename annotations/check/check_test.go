package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/text"
)

// article has an emoji and a no-break space before the words, so that a check
// in another unit than code points cannot pass by chance.
const article = "😊\u00a0Orbán sagte: „Wir sind bereit!“"

type fragments = []annotations.Fragment

func refused(t *testing.T, p *annotations.Error, code annotations.Code, reason, field, says string) {
	t.Helper()
	require.NotNil(t, p)
	require.Equal(t, code, p.Code)
	require.Equal(t, reason, p.Reason)
	require.Equal(t, field, p.Field)
	require.Contains(t, p.Detail, says)
}

// good is a span that may be stored; each case breaks one thing in it.
func good() *annotations.Span {
	return &annotations.Span{
		ID: "q", Label: "quote", Fragments: fragments{{Start: 15, End: 33}}, Quote: []string{"„Wir sind bereit!“"},
		Attributes: annotations.Attributes{"quote_type": annotations.String("direct"), "nonfactual": annotations.Bool(false)}, Note: "gut",
	}
}

func TestAGoodSpanMayBeStored(t *testing.T) {
	t.Parallel()
	txt := text.New(article)
	require.Nil(t, check.Span(txt, annotations.News(), good()))
	split := good()
	split.Fragments, split.Quote = fragments{{Start: 15, End: 19}, {Start: 20, End: 24}}, []string{"„Wir", "sind"}
	require.Nil(t, check.Span(txt, annotations.News(), split))
	long := good()
	long.Note = strings.Repeat("ä", check.MaxNote)
	require.Nil(t, check.Span(txt, annotations.News(), long))
	bare := good()
	bare.Attributes, bare.Note = nil, ""
	require.Nil(t, check.Span(txt, annotations.News(), bare), "unfinished work may be saved")
}

func TestEveryBrokenSpanIsRefusedWithItsReasonAndField(t *testing.T) {
	t.Parallel()
	attribute := func(id string, v annotations.Value) func(*annotations.Span) {
		return func(sp *annotations.Span) { sp.Attributes = annotations.Attributes{id: v} }
	}
	ground := func(f ...annotations.Fragment) func(*annotations.Span) {
		return func(sp *annotations.Span) { sp.Fragments = f }
	}
	quotes := func(q ...string) func(*annotations.Span) { return func(sp *annotations.Span) { sp.Quote = q } }
	invalid, large := annotations.Invalid, annotations.TooLarge
	for name, c := range map[string]struct {
		spoil        func(*annotations.Span)
		code         annotations.Code
		reason       string
		field, wants string
	}{
		"no fragment":               {ground(), invalid, "bad_fragments", "fragments", "not 0"},
		"an empty fragment":         {ground(annotations.Fragment{Start: 15, End: 15}), invalid, "outside_text", "fragments[0]", "[15, 15)"},
		"a fragment backwards":      {ground(annotations.Fragment{Start: 19, End: 15}), invalid, "outside_text", "fragments[0]", "[19, 15)"},
		"a negative start":          {ground(annotations.Fragment{Start: -1, End: 3}), invalid, "outside_text", "fragments[0]", "33 code points"},
		"an end after the text":     {ground(annotations.Fragment{Start: 15, End: 34}), invalid, "outside_text", "fragments[0]", "33 code points"},
		"fragments that touch":      {ground(annotations.Fragment{Start: 15, End: 19}, annotations.Fragment{Start: 19, End: 24}), invalid, "fragments_touch", "fragments[1]", "ends at 19"},
		"fragments out of order":    {ground(annotations.Fragment{Start: 20, End: 24}, annotations.Fragment{Start: 15, End: 19}), invalid, "fragments_touch", "fragments[1]", "ends at 24"},
		"another quotation":         {quotes("„Wir sind bereit!"), invalid, "quotation_differs", "quote[0]", "„Wir sind bereit!“"},
		"a normalised quotation":    {quotes("\u201eWir sind bereit!\""), invalid, "quotation_differs", "quote[0]", "not"},
		"no quotation":              {quotes(), invalid, "quotation_differs", "quote", "0 texts for 1 fragments"},
		"a quotation too many":      {quotes("„Wir sind bereit!“", ""), invalid, "quotation_differs", "quote", "2 texts for 1 fragments"},
		"an unknown label":          {func(sp *annotations.Span) { sp.Label = "headline" }, invalid, "unknown_label", "label", `"headline"`},
		"a long note":               {func(sp *annotations.Span) { sp.Note = strings.Repeat("ä", check.MaxNote+1) }, large, "note_too_long", "note", "10001"},
		"an unknown attribute":      {attribute("mood", annotations.String("x")), invalid, "unknown_attribute", "attributes.mood", "label quote"},
		"another label's attribute": {attribute("verdict", annotations.String("refuted")), invalid, "unknown_attribute", "attributes.verdict", "label quote"},
		"an unknown value":          {attribute("medium", annotations.String("song")), invalid, "bad_value", "attributes.medium", `"song"`},
		"two values for one":        {attribute("medium", annotations.List("speech")), invalid, "bad_value", "attributes.medium", "one string"},
		"a word for yes":            {attribute("nonfactual", annotations.String("true")), invalid, "bad_value", "attributes.nonfactual", "true or false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sp := good()
			c.spoil(sp)
			refused(t, check.Span(text.New(article), annotations.News(), sp), c.code, c.reason, c.field, c.wants)
		})
	}
}

func TestTooManyFragmentsAreRefused(t *testing.T) {
	t.Parallel()
	txt := text.New(strings.Repeat("ab", 200))
	var f fragments
	for i := range check.MaxFragments {
		f = append(f, annotations.Fragment{Start: text.Rune(2 * i), End: text.Rune(2*i + 1)})
	}
	require.Nil(t, check.Ground(txt, f))
	refused(t, check.Ground(txt, append(f, annotations.Fragment{Start: 300, End: 301})), annotations.Invalid, "bad_fragments", "fragments", "not 101")
}

func TestAttributeValuesAreCheckedByTheirType(t *testing.T) {
	t.Parallel()
	allowed := []string{"claim_type", "normalized", "evidence_url", "claim_date", "wikidata", "nonfactual"}
	str, list := annotations.String, annotations.List
	many := make([]string, check.MaxValues+1)
	for i := range many {
		many[i] = fmt.Sprintf("https://example.org/%d", i)
	}
	for name, c := range map[string]struct {
		id     string
		value  annotations.Value
		reason string // empty: accepted
	}{
		"several of an enumeration":    {"claim_type", list("numerical", "causal"), ""},
		"none of several":              {"claim_type", list(), ""},
		"one where several may be":     {"claim_type", str("numerical"), "bad_value"},
		"the same twice":               {"claim_type", list("causal", "causal"), "bad_value"},
		"one of several unknown":       {"claim_type", list("causal", "x"), "bad_value"},
		"free text":                    {"normalized", str("Die Flut kommt. 😊"), ""},
		"the longest text":             {"normalized", str(strings.Repeat("ä", check.MaxValue)), ""},
		"a longer text":                {"normalized", str(strings.Repeat("ä", check.MaxValue+1)), "value_too_long"},
		"an address":                   {"evidence_url", list("https://example.org/a?b=c"), ""},
		"no scheme":                    {"evidence_url", list("example.org"), "bad_value"},
		"a script":                     {"evidence_url", list("javascript:alert(1)"), "bad_value"},
		"a scheme without a host":      {"evidence_url", list("https:///a"), "bad_value"},
		"the most values":              {"evidence_url", list(many[1:]...), ""},
		"more values":                  {"evidence_url", list(many...), "bad_value"},
		"a date":                       {"claim_date", str("2025-10-16"), ""},
		"a day that does not exist":    {"claim_date", str("2025-02-30"), "bad_value"},
		"a German date":                {"claim_date", str("16.10.2025"), "bad_value"},
		"a Wikidata id":                {"wikidata", str("Q42"), ""},
		"a Wikidata id without its Q":  {"wikidata", str("42"), "bad_value"},
		"a Wikidata id of an entrance": {"wikidata", str("Q042"), "bad_value"},
		"yes":                          {"nonfactual", annotations.Bool(true), ""},
		"a list for yes":               {"nonfactual", list("true"), "bad_value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := check.Attributes(annotations.News(), allowed, annotations.Attributes{c.id: c.value}, "label claim")
			if c.reason == "" {
				require.Nil(t, p)
				return
			}
			code := annotations.Invalid
			if c.reason == "value_too_long" {
				code = annotations.TooLarge
			}
			refused(t, p, code, c.reason, "attributes."+c.id, "")
		})
	}
}

// spans by id, for links.
var spans = map[string]*annotations.Span{
	"q": {ID: "q", Label: "quote"}, "q2": {ID: "q2", Label: "quote"}, "s": {ID: "s", Label: "speaker"},
	"c": {ID: "c", Label: "cue"}, "b": {ID: "b", Label: "claim"}, "p": {ID: "p", Label: "PER"},
}

func find(id string) *annotations.Span { return spans[id] }

func TestGoodLinksMayBeStored(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*annotations.Link{
		"a whole attribution": {Type: "attribution", Roles: map[string][]string{"quote": {"q"}, "speaker": {"s"}, "cue": {"c"}}},
		"a cue alone":         {Type: "attribution", Roles: map[string][]string{"cue": {"c"}}, Attributes: annotations.Attributes{"no_source": annotations.String("passive")}},
		"a relation":          {Type: "claimer", Roles: map[string][]string{"claim": {"b"}, "speaker": {"p"}}},
	} {
		require.Nil(t, check.Link(annotations.News(), l, find), name)
	}
}

func TestEveryBrokenLinkIsRefusedWithItsReasonAndField(t *testing.T) {
	t.Parallel()
	type roles = map[string][]string
	crowd := make([]string, check.MaxMembers+1)
	for i := range crowd {
		crowd[i] = fmt.Sprint("s", i)
	}
	invalid := annotations.Invalid
	for name, c := range map[string]struct {
		link         annotations.Link
		code         annotations.Code
		reason       string
		field, wants string
	}{
		"an unknown type":          {annotations.Link{Type: "likes"}, invalid, "unknown_link_type", "type", `"likes"`},
		"an unknown role":          {annotations.Link{Type: "attribution", Roles: roles{"quote": {"q"}, "listener": {"s"}}}, invalid, "unknown_role", "roles.listener", `"listener"`},
		"a missing span":           {annotations.Link{Type: "attribution", Roles: roles{"quote": {"x"}}}, annotations.NotFound, "unknown_span", "roles.quote", "no span x"},
		"a label that cannot play": {annotations.Link{Type: "attribution", Roles: roles{"quote": {"q"}, "speaker": {"c"}}}, invalid, "wrong_label", "roles.speaker", "is a cue"},
		"a span twice in a role":   {annotations.Link{Type: "attribution", Roles: roles{"quote": {"q"}, "speaker": {"s", "s"}}}, invalid, "linked_twice", "roles.speaker", "twice"},
		"two where one may be":     {annotations.Link{Type: "attribution", Roles: roles{"quote": {"q", "q2"}}}, invalid, "role_full", "roles.quote", "2 spans"},
		"more than anyone needs":   {annotations.Link{Type: "attribution", Roles: roles{"cue": crowd}}, invalid, "role_full", "roles.cue", "1001"},
		"none of quote and cue":    {annotations.Link{Type: "attribution", Roles: roles{"speaker": {"s"}}}, invalid, "role_empty", "roles", "quote cue"},
		"nothing at all":           {annotations.Link{Type: "attribution"}, invalid, "role_empty", "roles", "quote cue"},
		"half a relation":          {annotations.Link{Type: "claimer", Roles: roles{"claim": {"b"}}}, invalid, "role_empty", "roles.speaker", "at least 1"},
		"an unknown attribute":     {annotations.Link{Type: "attribution", Roles: roles{"quote": {"q"}}, Attributes: annotations.Attributes{"medium": annotations.String("speech")}}, invalid, "unknown_attribute", "attributes.medium", "link type attribution"},
		"an unknown value":         {annotations.Link{Type: "attribution", Roles: roles{"quote": {"q"}}, Attributes: annotations.Attributes{"no_source": annotations.String("x")}}, invalid, "bad_value", "attributes.no_source", `"x"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, check.Link(annotations.News(), &c.link, find), c.code, c.reason, c.field, c.wants)
		})
	}
}

func TestARelabelledSpanMustStillPlayItsRoles(t *testing.T) {
	t.Parallel()
	l := &annotations.Link{Type: "claimer", Roles: map[string][]string{"claim": {"b"}, "speaker": {"p"}}}
	require.Nil(t, check.Plays(annotations.News(), l, &annotations.Span{ID: "p", Label: "ORG"}))
	require.Nil(t, check.Plays(annotations.News(), l, &annotations.Span{ID: "other", Label: "cue"}))
	require.Nil(t, check.Plays(annotations.News(), &annotations.Link{Type: "gone"}, spans["p"]))
	refused(t, check.Plays(annotations.News(), l, &annotations.Span{ID: "p", Label: "LOC"}), annotations.Invalid, "wrong_label", "roles.speaker", "is a LOC")
}

func TestLongQuotationsAreCutInMessages(t *testing.T) {
	t.Parallel()
	txt := text.New(strings.Repeat("ä", 500))
	p := check.Quotation(txt, fragments{{Start: 0, End: 500}}, []string{strings.Repeat("b", 500)})
	refused(t, p, annotations.Invalid, "quotation_differs", "quote[0]", strings.Repeat("ä", 59)+"…")
	require.Less(t, len([]rune(p.Detail)), 250)
}
