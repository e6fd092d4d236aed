package formats

import (
	"slices"
	"strings"
	"unicode"

	"galley/annotations"
)

// concepts are what labels, roles and link types of many tools mean, by the
// names that are in use for them, in German and English. Names are compared
// folded: small letters and digits only, ä as ae. The first is the concept's own.
var concepts = [][]string{
	{"per", "person", "persons", "people", "pers", "personenname", "personname", "personen", "human", "character"},
	{"org", "organisation", "organization", "organisationen", "company", "institution", "firma", "unternehmen", "behoerde", "partei", "corporation"},
	{"loc", "location", "place", "ort", "orte", "gpe", "geo", "stadt", "land", "city", "country", "gebiet", "facility", "fac", "lde"},
	{"misc", "other", "oth", "sonstiges", "sonstigername", "othername", "miscellaneous", "verschiedenes"},
	{"quote", "zitat", "zitate", "quotation", "content", "message", "rede", "redewiedergabe", "speech", "aeusserung", "utterance", "quot", "mitteilung", "stwr"},
	{"speaker", "sprecher", "sprecherin", "source", "quelle", "redner", "quotesource", "spk", "spkr"},
	{"cue", "signalwort", "redeverb", "cueverb", "quoteverb", "intexpr", "reportingverb", "trigger", "verb"},
	{"particle", "ptc", "partikel", "verbpartikel"},
	{"addressee", "adressat", "addr", "empfaenger", "hearer", "recipient", "angesprochener"},
	{"frame", "rahmen", "redeeinleitung", "redebegleitsatz"},
	{"claim", "behauptung", "factualclaim", "faktenbehauptung", "tatsachenbehauptung", "checkworthyclaim", "pruefenswert"},
	{"claimer", "urheber", "claimant", "claimedby", "behauptetvon"},
	{"claimobject", "object", "about", "gegenstand", "handeltvon", "entity"},
	{"evidence", "beleg", "nachweis", "anhaltspunkt", "evidencedby", "belegtdurch"},
	{"premise", "argument", "praemisse", "grund"},
	{"topic", "thema"}, {"medium", "traeger"},
	{"notaquote", "anfuehrungohnezitat", "scarequote", "quotationmarksnoquote", "nonquote"},
	{"attribution", "event", "spokenby", "saidby", "zuschreibung", "redeereignis", "quoteattribution", "speakerof"},
	{"supports", "support", "stuetzt"}, {"attacks", "attack", "refutes", "widerspricht"},
	{"refersto", "coref", "coreference", "verweistauf", "antecedent", "sameas"},
	{"quotetype", "type", "typ", "zitatart", "art", "artdeszitats", "speechtype"},
	{"checkworthy", "pruefenswert", "checkworthiness", "worthchecking"},
	{"verdict", "urteil", "rating", "bewertung", "truthvalue", "veracity"},
	{"wikidata", "kbid", "identifier", "qid", "kb", "entityid"},
}

// subtypes are the entity types of OntoNotes by the concept they belong to,
// where their name says more than the concept.
var subtypes = map[string]string{
	"person": "per", "norp": "misc", "fac": "loc", "gpe": "loc", "product": "misc", "event": "misc",
	"workofart": "misc", "law": "misc", "language": "misc",
}

// Propose is a mapping of what a survey found, by equal names, by names that
// are known to mean the same, and at last by names that are alike, which are
// marked as guesses. What it does not know gets no rule: Apply lists it.
func Propose(s *Survey, schema *annotations.Schema) Mapping {
	m := Mapping{Labels: map[string]LabelRule{}, Attributes: map[string]AttributeRule{}, Links: map[string]LinkRule{}, Owners: map[string]annotations.Owner{}}
	for _, name := range sortedKeys(s.Labels) {
		if r, ok := proposeLabel(name, schema); ok {
			m.Labels[name] = r
		}
	}
	for _, name := range sortedKeys(s.Attributes) {
		if r, ok := proposeAttribute(name, s.Attributes[name], schema); ok {
			m.Attributes[name] = r
		}
	}
	for _, name := range sortedKeys(s.Links) {
		if r, ok := proposeLink(name, s.Links[name], schema); ok {
			m.Links[name] = r
		}
	}
	for author := range s.Authors {
		m.Owners[author] = m.owner(author)
	}
	return m
}

// folded is a name as names are compared.
func folded(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r == 'ä':
			b.WriteString("ae")
		case r == 'ö':
			b.WriteString("oe")
		case r == 'ü':
			b.WriteString("ue")
		case r == 'ß':
			b.WriteString("ss")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// meanings are the concepts that a folded name is in.
func meanings(name string) []string {
	var all []string
	for _, c := range concepts {
		if slices.Contains(c, name) {
			all = append(all, c[0])
		}
	}
	return all
}

// candidate is a thing of the schema with the names it goes by.
type candidate struct {
	id    string
	names []string
}

func named(id string, names annotations.Localized) candidate {
	c := candidate{id, []string{folded(id)}}
	for _, lang := range sortedKeys(names) {
		c.names = append(c.names, folded(names[lang]))
	}
	return c
}

// closest finds the candidate that a name means: by its name, by a concept of
// both, else the one whose name is most alike.
func closest(name string, all []candidate) (id string, guess bool) {
	name = folded(name)
	if name == "" {
		return "", false
	}
	for _, c := range all {
		if c.names[0] == name {
			return c.id, false
		}
	}
	for _, c := range all {
		if slices.Contains(c.names, name) {
			return c.id, false
		}
	}
	own := meanings(name)
	for _, c := range all {
		for _, n := range c.names {
			for _, meaning := range meanings(n) {
				if slices.Contains(own, meaning) {
					return c.id, false
				}
			}
		}
	}
	best := 0.7
	for _, c := range all {
		for _, n := range c.names {
			if alike := similarity(name, n); alike > best {
				id, best = c.id, alike
			}
		}
	}
	return id, id != ""
}

// similarity is Dice's coefficient of the pairs of letters of two names, 0 to 1.
func similarity(a, b string) float64 {
	pairs := func(s string) map[string]int {
		all := map[string]int{}
		for i := 0; i+2 <= len(s); i++ {
			all[s[i:i+2]]++
		}
		return all
	}
	x, y := pairs(a), pairs(b)
	common, total := 0, len(a)+len(b)-2
	for p, n := range x {
		common += min(n, y[p])
	}
	if len(a) < 3 || len(b) < 3 || total <= 0 {
		return 0
	}
	return 2 * float64(common) / float64(total)
}

func labelCandidates(schema *annotations.Schema) []candidate {
	var all []candidate
	for _, l := range schema.Labels {
		if !l.Retired {
			all = append(all, named(l.ID, l.Name))
		}
	}
	return all
}

func proposeLabel(name string, schema *annotations.Schema) (LabelRule, bool) {
	all := labelCandidates(schema)
	id, guess := closest(name, all)
	if id != "" && !guess {
		r := LabelRule{To: id}
		if _, ok := subtypes[folded(name)]; ok && id != name {
			r.Set = choiceOf(schema, id, "subtype", name)
		}
		return r, true
	}
	if concept, ok := subtypes[folded(name)]; ok {
		if to, far := closest(concept, all); to != "" && !far {
			return LabelRule{To: to, Set: choiceOf(schema, to, "subtype", name)}, true
		}
	}
	// GermEval: PERderiv is something derived from a person's name, PERpart a
	// word that a person's name is a part of.
	for _, suffix := range []string{"deriv", "part"} {
		if stem, ok := strings.CutSuffix(name, suffix); ok && stem != "" {
			if to, far := closest(stem, all); to != "" && !far {
				return LabelRule{To: to, Set: choiceOf(schema, to, "derived", suffix)}, true
			}
		}
	}
	// „DIRECT“, "indirect_quote": a kind of quote.
	if to, far := closest("quote", all); to != "" && !far {
		kind := folded(name)
		for _, word := range []string{"quote", "zitat", "rede", "speech"} {
			kind = strings.TrimPrefix(strings.TrimSuffix(kind, word), word)
		}
		if set := choiceOf(schema, to, "quote_type", kind); set != nil {
			return LabelRule{To: to, Set: set}, true
		}
	}
	return LabelRule{To: id, Guess: guess}, id != ""
}

// choiceOf sets an attribute of a label to the value of this name, if there is one.
func choiceOf(schema *annotations.Schema, label, attribute, value string) map[string]annotations.Value {
	a := schema.Attribute(attribute)
	if a == nil || a.Multi || !slices.Contains(schema.Label(label).Attributes, attribute) {
		return nil
	}
	for _, c := range a.Values {
		names := named(c.ID, c.Name).names
		if value != "" && slices.Contains(names, folded(value)) {
			return map[string]annotations.Value{attribute: annotations.String(c.ID)}
		}
	}
	return nil
}

func proposeAttribute(name string, u *ValueUsage, schema *annotations.Schema) (AttributeRule, bool) {
	var all []candidate
	for _, a := range schema.Attributes {
		if !a.Retired {
			all = append(all, named(a.ID, a.Name))
		}
	}
	id, guess := closest(name, all)
	if id == "" {
		return AttributeRule{}, false
	}
	r := AttributeRule{To: id, Guess: guess}
	a := schema.Attribute(id)
	if a.Type != annotations.EnumAttribute {
		return r, true
	}
	var values []candidate
	for _, c := range a.Values {
		if !c.Retired {
			values = append(values, named(c.ID, c.Name))
		}
	}
	for _, v := range sortedKeys(u.Values) {
		for _, one := range strings.Split(v, " | ") {
			if a.Choice(one) != nil {
				continue
			}
			if to, far := closest(one, values); to != "" {
				if r.Values == nil {
					r.Values = map[string]string{}
				}
				r.Values[one], r.Guess = to, r.Guess || far
			}
		}
	}
	return r, true
}

func proposeLink(name string, u *LinkUsage, schema *annotations.Schema) (LinkRule, bool) {
	var all []candidate
	for _, t := range schema.Links {
		if !t.Retired {
			all = append(all, named(t.ID, t.Name))
		}
	}
	kind, role, pair := strings.Cut(name, ":")
	id, guess := closest(kind, all)
	if id == "" {
		id, role, guess = linkOfRole(name, schema)
		pair = id != ""
	}
	if id == "" {
		return LinkRule{}, false
	}
	t := schema.Link(id)
	r := LinkRule{To: id, Guess: guess, Roles: map[string]string{}}
	var roles []candidate
	for _, x := range t.Roles {
		roles = append(roles, named(x.ID, x.Name))
	}
	for _, theirs := range sortedKeys(u.Roles) {
		switch to, far := closest(theirs, roles); {
		case theirs == "from" || theirs == "to":
			r.Roles[theirs] = ByLabel
		case to != "":
			r.Roles[theirs], r.Guess = to, r.Guess || far
		}
	}
	if _, relation := u.Roles["to"]; !relation || len(t.Roles) <= 2 {
		return r, true
	}
	// A relation of a type with several roles: "attribution:speaker".
	if to, far := closest(role, roles); pair && to != "" {
		r.Roles["to"], r.Guess = to, r.Guess || far
	}
	for _, x := range t.Roles { // quotes and claims have a link each
		if x.Max == 1 {
			r.Join = x.ID
			break
		}
	}
	return r, true
}

// linkOfRole finds the type of links that a relation is of which is called after
// one of its roles ("speaker", "hasCue").
func linkOfRole(name string, schema *annotations.Schema) (id, role string, guess bool) {
	plain := strings.TrimPrefix(strings.TrimSuffix(folded(name), "of"), "has")
	for _, t := range schema.Links {
		if len(t.Roles) < 3 || t.Retired {
			continue
		}
		var roles []candidate
		for _, x := range t.Roles {
			roles = append(roles, named(x.ID, x.Name))
		}
		if to, far := closest(plain, roles); to != "" && !far {
			return t.ID, to, false
		}
	}
	return "", "", false
}
