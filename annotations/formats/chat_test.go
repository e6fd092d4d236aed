package formats_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

// example is a conversation with its answer.
type example struct {
	system, user string
	answer       struct {
		Spans []struct {
			ID         int
			Label      string
			Text       any
			Occurrence any
			Attributes map[string]annotations.Value
		}
		Links []struct {
			Type  string
			Roles map[string][]int
		}
	}
}

func conversations(t require.TestingT, file string) (all []example) {
	for line := range strings.Lines(file) {
		var raw map[string][]struct{ Role, Content string }
		require.NoError(t, json.Unmarshal([]byte(line), &raw))
		require.Len(t, raw, 1, "nothing but messages")
		m := raw["messages"]
		require.Len(t, m, 3)
		e := example{system: m[0].Content, user: m[1].Content}
		require.Equal(t, []string{"system", "user", "assistant"}, []string{m[0].Role, m[1].Role, m[2].Role})
		require.NoError(t, json.Unmarshal([]byte(m[2].Content), &e.answer))
		require.NotContains(t, m[2].Content, "\n")
		all = append(all, e)
	}
	return all
}

// passage is the user's message without its context.
func (e example) passage() string {
	if strings.HasPrefix(e.user, "[Davor: ") {
		return e.user[strings.Index(e.user, "]\n\n")+3:]
	}
	return e.user
}

// places finds the fragments of an answer again, by words and occurrence.
func (e example) places(t require.TestingT, i int) (all []string) {
	sp := e.answer.Spans[i]
	words, ok := sp.Text.([]any)
	if !ok {
		words = []any{sp.Text}
	}
	for k, w := range words {
		n := 1
		switch o := sp.Occurrence.(type) {
		case float64:
			n = int(o)
		case []any:
			n = int(o[k].(float64))
		}
		at := -1
		for range n {
			next := strings.Index(e.passage()[at+1:], w.(string))
			require.GreaterOrEqual(t, next, 0)
			at += 1 + next
		}
		all = append(all, w.(string)+"@"+itoa(len([]rune(e.passage()[:at]))))
	}
	return all
}

func itoa(n int) string { raw, _ := json.Marshal(n); return string(raw) }

func TestChatAnswersFindTheirPlacesWithoutOffsets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		it := randomItem(t, 0)
		it.Sets = it.Sets[:1]
		files, _, report := written(t, "chat", formats.Options{}, it)
		if report.Documents == 0 {
			return
		}
		n := 0
		for _, e := range conversations(t, contents(t, files)["chat.jsonl"]) {
			require.Equal(t, it.Document.Text.String(), e.user, "a short article is one passage")
			for i, sp := range e.answer.Spans {
				require.Equal(t, i+1, sp.ID)
				want := ""
				for _, own := range it.Sets[0].Spans {
					var places []string
					for k, f := range own.Fragments {
						places = append(places, own.Quote[k]+"@"+itoa(int(f.Start)))
					}
					if strings.Join(places, "|") == strings.Join(e.places(t, i), "|") && own.Label == sp.Label {
						want = own.Label
					}
				}
				require.Equal(t, want, sp.Label)
				n++
			}
		}
		require.Equal(t, len(it.Sets[0].Spans), n)
	})
}

func TestChatAnswersFitTheirSchema(t *testing.T) {
	t.Parallel()
	files, _, _ := written(t, "chat", formats.Options{}, append([]*formats.Item{formatstest.Bridge(), formatstest.Market()}, formatstest.Awkward()[0])...)
	all := contents(t, files)
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal([]byte(all["schema.json"]), &schema))
	resolved, err := schema.Resolve(nil)
	require.NoError(t, err)
	for line := range strings.Lines(all["chat.jsonl"]) {
		var raw struct{ Messages []struct{ Content string } }
		require.NoError(t, json.Unmarshal([]byte(line), &raw))
		var answer any
		require.NoError(t, json.Unmarshal([]byte(raw.Messages[2].Content), &answer))
		require.NoError(t, resolved.Validate(answer))
	}
	require.Error(t, resolved.Validate(map[string]any{"spans": []any{map[string]any{"id": 1, "label": "headline", "text": "x"}}, "links": []any{}}))
}

func TestChatInstructionsAreTheGuidelinesInTheArticlesLanguage(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{"de": "Wir zeichnen aus", "": "Wir zeichnen aus", "de-AT": "Wir zeichnen aus", "en": "We mark", "fr": "We mark"} {
		it := formatstest.Market()
		it.Document.Language = language
		files, _, _ := written(t, "chat", formats.Options{}, it)
		e := conversations(t, contents(t, files)["chat.jsonl"])[0]
		require.Contains(t, e.system, want)
		require.Contains(t, e.system, "\n- quote: ")
		require.Contains(t, e.system, "direct, indirect")
		require.NotContains(t, e.system, "stwr_", "hidden attributes are for data people")
	}
}

func TestChatCutsLongArticlesBetweenParagraphs(t *testing.T) {
	t.Parallel()
	it := long(8)
	files, losses, report := written(t, "chat", formats.Options{}, it)
	examples := conversations(t, contents(t, files)["chat.jsonl"])
	require.Greater(t, len(examples), 2)
	whole, n, links := "", 0, 0
	for i, e := range examples {
		require.LessOrEqual(t, len([]rune(e.passage())), 6_000)
		require.Equal(t, i > 0, strings.HasPrefix(e.user, "[Davor: "))
		if i > 0 {
			require.Contains(t, whole, strings.TrimSuffix(strings.TrimPrefix(e.user[:strings.Index(e.user, "]\n\n")], "[Davor: "), "]"))
		}
		whole += e.passage()
		n += len(e.answer.Spans)
		links += len(e.answer.Links)
	}
	require.Equal(t, it.Document.Text.String(), whole)
	require.Equal(t, len(it.Sets[0].Spans), n)
	require.Equal(t, len(it.Sets[0].Links), links)
	require.Equal(t, report.Links, links)
	for _, l := range losses {
		require.Equal(t, formats.NoteUnsupported, l.Reason)
	}
}

// long is the article Bridge n times over.
func long(n int) *formats.Item {
	it := formatstest.Bridge()
	set := it.Sets[1]
	whole, part := "", it.Document.Text
	out := formats.Set{Owner: set.Owner, State: set.State}
	for i := range n {
		shift := text.New(whole).Len()
		name := func(id string) string { return id + "-" + itoa(i) }
		for _, sp := range set.Spans {
			moved := *sp
			moved.ID, moved.Fragments = name(sp.ID), nil
			for _, f := range sp.Fragments {
				moved.Fragments = append(moved.Fragments, annotations.Fragment{Start: f.Start + shift, End: f.End + shift})
			}
			out.Spans = append(out.Spans, &moved)
		}
		for _, l := range set.Links {
			moved := &annotations.Link{ID: name(l.ID), Type: l.Type, Roles: map[string][]string{}}
			for role, ids := range l.Roles {
				for _, id := range ids {
					moved.Roles[role] = append(moved.Roles[role], name(id))
				}
			}
			out.Links = append(out.Links, moved)
		}
		whole += part.String() + "\n"
	}
	t := text.New(whole)
	it.Document.Text, it.Document.SHA256 = t, t.SHA256()
	it.Document.Blocks = []annotations.Block{{Role: annotations.Body, Start: 0, End: t.Len()}}
	it.Sets = []formats.Set{out}
	return it
}

func TestChatPutsSplitsIntoFilesAndSaysWhatLeavesTheHouse(t *testing.T) {
	t.Parallel()
	a, b := formatstest.Bridge(), formatstest.Market()
	a.Split, b.Split = "train", "test"
	files, _, report := written(t, "chat", formats.Options{}, a, b)
	all := contents(t, files)
	require.Contains(t, all, "train.jsonl")
	require.Contains(t, all, "test.jsonl")
	require.NotContains(t, all, "chat.jsonl")
	require.Contains(t, report.String(), "leave the house")
	require.Contains(t, report.String(), "fewer than 10")
	files, _, _ = written(t, "chat", formats.Options{})
	require.Empty(t, contents(t, files)["chat.jsonl"])
}

func TestChatKeepsDocumentsInWhichNothingIsTagged(t *testing.T) {
	t.Parallel()
	it := formatstest.Bare()
	it.Sets = []formats.Set{{Owner: annotations.Gold, State: annotations.Accepted}}
	files, _, _ := written(t, "chat", formats.Options{}, it)
	require.Contains(t, contents(t, files)["chat.jsonl"], `"content":"{\"spans\":[],\"links\":[]}"`)
}
