package draft_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/revise"
	"galley/annotations/wire"
	"galley/app/draft"
)

var inUse = annotations.Usage{"labels.quote": 3, "attributes.medium": 2, "attributes.medium.values.speech": 2, "links.attribution": 1}

// news starts to edit the default schema.
func news(t require.TestingT) *draft.Draft {
	raw, err := json.Marshal(annotations.News())
	require.NoError(t, err)
	s, err := annotations.ParseSchema(raw)
	require.NoError(t, err)
	return draft.New(s, &wire.Usage{Version: 1, Counts: inUse, Documents: annotations.Usage{"labels.quote": 2}, People: annotations.Usage{"labels.quote": 1}})
}

// row is a part's row, open.
func row(t *testing.T, d *draft.Draft, group, path string) draft.Row {
	t.Helper()
	for _, r := range d.Rows(group, "de", path) {
		if r.Path == path {
			return r
		}
	}
	require.FailNow(t, "no row "+path)
	return draft.Row{}
}

func field(t *testing.T, d *draft.Draft, part, path string) draft.Field {
	t.Helper()
	for _, f := range d.Fields(part, "de") {
		if f.Path == path {
			return f
		}
	}
	require.FailNow(t, "no field "+path)
	return draft.Field{}
}

func TestANewNameKeepsTheIdAndCanBeGivenUp(t *testing.T) {
	t.Parallel()
	d := news(t)
	require.False(t, d.Dirty())
	require.Equal(t, "labels/quote", d.Set("labels/quote/name/de", "Redestelle"))
	require.True(t, d.Dirty())
	require.Equal(t, "Redestelle", d.Schema().Label("quote").Name["de"])
	require.Equal(t, 2, d.Schema().Version)
	require.Equal(t, "R", d.Edited().Label("quote").Letter, "the sign follows as long as nobody chose another")
	d.Discard()
	require.False(t, d.Dirty())
	d.Undo()
	require.Equal(t, "Redestelle", d.Edited().Label("quote").Name["de"])
}

func TestANewLabelsIdFollowsItsNameUntilSomebodyTypesOne(t *testing.T) {
	t.Parallel()
	d := news(t)
	at := d.Add(draft.Labels)
	require.Equal(t, "labels/label", at)
	require.Equal(t, 1, row(t, d, draft.Labels, at).Wrong, "a name is missing")
	at = d.Set(at+"/name/de", "Öffentliche Rolle")
	require.Equal(t, "labels/oeffentliche_rolle", at)
	at = d.Set(at+"/name/de", "Zitat")
	require.Equal(t, "labels/zitat", at)
	at = d.Set(at+"/name/en", "Quote")
	require.Equal(t, "labels/quote_2", at, "never the id of another")
	at = d.Set(at+"/id", "stück 1")
	require.Equal(t, "labels/st_ck_1", at)
	require.Equal(t, at, d.Set(at+"/name/en", "Piece"))
	require.Equal(t, at, d.Set(at+"/id", "quote"), "an id that another has is not taken")
	require.Zero(t, d.Wrong())
	d.Stored(d.Schema(), nil)
	require.False(t, d.Dirty(), "what is stored is not edited")
	require.Equal(t, draft.Fixed, field(t, d, at, at+"/id").Kind, "a stored id stays")
}

func TestANewIdGoesEverywhereThatNamesThePart(t *testing.T) {
	t.Parallel()
	d := news(t)
	label, attribute := d.Add(draft.Labels), d.Add(draft.Attributes)
	d.Set("links/attribution/roles/speaker/labels", "label")
	d.Set(label+"/attributes", "attribute")
	d.Set("labels/label/name/de", "Stimme")
	d.Set(attribute+"/name/de", "Ton")
	require.Contains(t, d.Edited().Link("attribution").Role("speaker").Labels, "stimme")
	require.Equal(t, []string{"ton"}, d.Edited().Label("stimme").Attributes)
	require.Zero(t, d.Wrong())
	d.Remove("attributes/ton")
	d.Remove("labels/stimme")
	require.NotContains(t, d.Edited().Link("attribution").Role("speaker").Labels, "stimme")
	require.False(t, d.Dirty(), "what was added and removed again leaves nothing")
}

func TestKeysAreHeldAgainstOtherLabelsAndTheTableOfKeys(t *testing.T) {
	t.Parallel()
	for key, c := range map[string]struct {
		word string
		soft bool
	}{
		"b":  {"rule.key_taken", false},
		"@":  {"keys.altgr", false},
		"ab": {"keys.unknown", false},
		"l":  {"rule.key_shadows", true},
		"Q":  {"rule.key_shadows", true}, // capitals are the same key
		"5":  {}, "ü": {}, "": {},
	} {
		d := news(t)
		d.Set("labels/quote/key", key)
		problems := field(t, d, "labels/quote", "labels/quote/key").Problems
		if c.word == "" {
			require.Empty(t, problems, key)
			continue
		}
		require.Len(t, problems, 1, key)
		require.Equal(t, c.word, problems[0].Word, key)
		require.Equal(t, c.soft, problems[0].Soft, key)
		require.Equal(t, !c.soft, d.Wrong() > 0, key)
	}
	d := news(t)
	d.Set("labels/quote/key", "b")
	d.Retire("labels/claim", true)
	require.Zero(t, d.Wrong(), "a retired label gives its key free")
}

func TestWhatIsUsedIsRetiredAndNeverRemoved(t *testing.T) {
	t.Parallel()
	d := news(t)
	quote := row(t, d, draft.Labels, "labels/quote")
	require.Equal(t, []int{3, 2, 1}, []int{quote.Count, quote.Documents, quote.People})
	require.True(t, quote.CanRetire)
	require.False(t, quote.CanRemove)
	d.Remove("labels/quote")
	require.NotNil(t, d.Edited().Label("quote"))
	d.Retire("labels/quote", true)
	require.True(t, row(t, d, draft.Labels, "labels/quote").Retired)
	d.Retire("labels/quote", false)
	require.False(t, d.Dirty())
	d.Remove("attributes/medium/values/speech")
	require.NotNil(t, d.Edited().Attribute("medium").Choice("speech"))
	require.Equal(t, draft.Fixed, field(t, d, "attributes/medium", "attributes/medium/type").Kind, "a used attribute keeps its type")
}

func TestRemovingTakesAlongWhatNamesThePartAndCanBeUndone(t *testing.T) {
	t.Parallel()
	d := news(t)
	d.Remove("links/claimer")
	d.Remove("labels/speaker")
	d.Remove("attributes/no_source")
	d.Remove("labels/frame")
	require.Zero(t, d.Wrong(), "%v", d.Problems("de"))
	for range 4 {
		require.True(t, d.CanUndo())
		d.Undo()
	}
	require.False(t, d.Dirty())
}

func TestPartsAreMovedAndStopAtTheEnds(t *testing.T) {
	t.Parallel()
	d := news(t)
	d.Move("labels/claim", -1)
	require.False(t, d.Dirty())
	d.Move("labels/claim", 1)
	require.Equal(t, "quote", d.Edited().Labels[0].ID)
	d.Move("attributes/quote_type/values/direct", 1)
	require.Equal(t, "indirect", d.Edited().Attribute("quote_type").Values[0].ID)
}

func TestRetiredPartsAreOfferedOnlyWhereTheyAreChosen(t *testing.T) {
	t.Parallel()
	d := news(t)
	d.Retire("attributes/medium", true)
	has := func(label string) bool {
		for _, o := range field(t, d, "labels/"+label, "labels/"+label+"/attributes").Options {
			if o.ID == "medium" {
				return true
			}
		}
		return false
	}
	require.True(t, has("quote"))
	require.False(t, has("claim"))
}

func TestAConstraintIsSaidInWords(t *testing.T) {
	t.Parallel()
	d := news(t)
	r := row(t, d, draft.Constraints, "constraints/quote_source")
	require.Equal(t, []string{"Zitat", "Zuschreibung", "Zitat", "Sprecher", "ohne Quelle"}, r.Words)
	at := d.Add(draft.Constraints)
	require.Equal(t, 1, d.Wrong(), "a new one lacks its sentence alone")
	d.Set(at+"/link", "claimer")
	require.Equal(t, "claim", d.Edited().Constraints[1].Role)
	require.Positive(t, d.Wrong())
	d.Set(at+"/label", "claim")
	d.Set(at+"/text/de", "Eine Behauptung braucht einen Urheber.")
	require.Zero(t, d.Wrong())
}

func TestADraftIsKeptOnTheDevice(t *testing.T) {
	t.Parallel()
	d := news(t)
	require.Empty(t, d.Keep())
	d.Set("labels/quote/name/de", "Redestelle")
	s, version, ok := draft.Kept(d.Keep())
	require.True(t, ok)
	require.Equal(t, 1, version)
	again := news(t)
	again.Adopt(s)
	require.Equal(t, "Redestelle", again.Edited().Label("quote").Name["de"])
	for _, bad := range []string{"", "{", `{"Version":1}`, `{"Schema":{}}`} {
		_, _, ok := draft.Kept(bad)
		require.False(t, ok, bad)
	}
}

func TestWhatComesBackFromBeforeAnothersVersionIsKnownAsSuch(t *testing.T) {
	t.Parallel()
	d := news(t)
	d.Retire("labels/cue", true)
	saved := d.Schema()
	d.Stored(saved, nil)
	d.Saved(saved.Version)
	d.Undo()
	require.Equal(t, d.Version(), d.Base(), "one's own saving is no other's")

	d = news(t)
	d.Set("labels/quote/name/de", "Redestelle")
	theirs := news(t).Schema()
	d.Stored(theirs, nil)
	require.Equal(t, []int{1, 2}, []int{d.Base(), d.Version()})
	require.True(t, d.Dirty())
	d.Discard()
	require.Equal(t, 2, d.Base())
	d.Undo()
	require.Equal(t, 1, d.Base(), "it must be merged before it is saved")
	require.Equal(t, "Redestelle", d.Edited().Label("quote").Name["de"])
}

func TestChangesAreSaidWithTheNamesThatPeopleKnow(t *testing.T) {
	t.Parallel()
	d := news(t)
	d.Set("labels/quote/name/de", "Redestelle")
	d.Retire("labels/quote", true)
	d.Set("links/attribution/roles/cue/max", "2")
	used := &wire.Usage{Counts: inUse}
	got := draft.Describe(revise.Diff(d.Present(), d.Edited()), d.Present(), d.Edited(), used, "de")
	require.Contains(t, got, draft.Change{Kind: revise.Changed, Group: "schema.one_labels", Part: "Zitat", Word: "schema.name", Lang: "de", Old: "Zitat", New: "Redestelle"})
	require.Contains(t, got, draft.Change{Kind: revise.Retired, Group: "schema.one_labels", Part: "Zitat", Use: 3})
	require.Contains(t, got, draft.Change{Kind: revise.Changed, Group: "schema.one_roles", Part: "Signalwort", Of: "Zuschreibung", Word: "schema.max", New: "2"})
}

// Whatever a person does, nothing that is used goes, and undoing everything
// brings the stored schema back.
func TestNoActLosesWhatIsUsedAndUndoBringsEverythingBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := news(t)
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			group := rapid.SampledFrom([]string{draft.Labels, draft.Attributes, draft.Links, draft.Constraints, "attributes/medium/values", "links/attribution/roles"}).Draw(t, "group")
			rows := d.Rows(group, "de", "")
			if len(rows) == 0 {
				continue
			}
			path := rows[rapid.IntRange(0, len(rows)-1).Draw(t, "row")].Path
			switch rapid.IntRange(0, 3).Draw(t, "act") {
			case 0:
				d.Add(group)
			case 1:
				d.Move(path, rapid.SampledFrom([]int{-1, 1}).Draw(t, "by"))
			case 2:
				d.Retire(path, true)
			case 3:
				d.Remove(path)
			}
		}
		require.Empty(t, inUse.Lost(annotations.News(), d.Edited()))
		for d.CanUndo() {
			d.Undo()
		}
		require.False(t, d.Dirty())
	})
}

// The colours of the contrast are those of the style sheets.
func TestContrastIsReckonedWithTheColoursOfTheStyleSheets(t *testing.T) {
	t.Parallel()
	read := func(path, token string) string {
		css, err := os.ReadFile("../../web/static/css/" + path)
		require.NoError(t, err)
		return regexp.MustCompile(`--` + token + `: light-dark\((.*)\);`).FindStringSubmatch(string(css))[1]
	}
	require.Equal(t, "oklch(43% 0.13 var(--hue)), oklch(84% 0.1 var(--hue))", read("hue.css", "mark-ink"))
	require.Equal(t, "oklch(98.5% 0.008 85), oklch(19.5% 0.018 260)", read("tokens.css", "paper"))
	require.Equal(t, "oklch(100% 0 0), oklch(23% 0.02 260)", read("tokens.css", "surface"))
	for h := 0; h < 360; h += 5 {
		light, dark := draft.Contrast(h)
		require.GreaterOrEqual(t, light, draft.Enough, strconv.Itoa(h))
		require.GreaterOrEqual(t, dark, draft.Enough, strconv.Itoa(h))
		require.Less(t, max(light, dark), 21.0)
	}
}

func TestAColourNearAnotherOfTheSameFormIsDoubted(t *testing.T) {
	t.Parallel()
	d := news(t)
	d.Set("labels/speaker/hue", strconv.Itoa(d.Edited().Label("cue").Hue+5))
	problems := field(t, d, "labels/speaker", "labels/speaker/hue").Problems
	require.Len(t, problems, 1)
	require.True(t, problems[0].Soft)
	require.Equal(t, []string{"Signalwort"}, problems[0].Args)
}
