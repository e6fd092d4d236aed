package state

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const talk = "Donald Trump kam an. „Eins“, sagte Trump. „Zwei“, so der US-Präsident.\n\n" +
	"„Drei“, sagte Kamp. Er lachte. „Vier“, sagte er.\n\n„Fünf“, sagte Trump.\n\nAnzeige"

// register writes the register: name(mentions)quotes, with the Wikidata id.
func (d *desk) register() []string {
	var all []string
	for _, s := range d.m.Speakers().Speakers {
		line := s.Key + " " + s.Name
		for _, m := range s.Mentions {
			line += " |" + m.Letter + m.Quotation
		}
		line += " " + string(rune('0'+s.Quotes))
		if s.QID != "" {
			line += " " + s.QID
		}
		all = append(all, line)
	}
	return all
}

func TestSameNamesAreOneSpeakerAndPronounsAreNot(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, talk)
	require.Empty(t, d.register())
	d.tagIn("„Eins“", 1, "quote")
	d.tagIn("Trump", 2, "speaker")
	d.tagIn("„Fünf“", 1, "quote")
	d.tagIn("Trump", 3, "speaker")
	d.tagIn("Er", 1, "speaker")
	d.tagIn("er", 3, "speaker")
	require.Equal(t, []string{"1 Trump |STrump |STrump 2", "2 Er |SEr 1", "3 er |Ser 1"}, d.register())
}

func TestAMentionIsAddedAndTheRegisterFollowsItsLinks(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, talk)
	d.tagIn("„Zwei“", 1, "quote")
	president := d.tagIn("der US-Präsident", 1, "speaker")
	d.tagIn("Trump", 2, "speaker")
	full := d.tagIn("Donald Trump", 1, "PER")
	require.Equal(t, "der US-Präsident", d.m.Speakers().Speakers[1].Name)

	d.do(Select{ID: president})
	require.Equal(t, "der US-Präsident", d.m.Speakers().Mention)
	trump := d.m.Speakers().Speakers[0].ID
	e := d.do(PickSpeaker{ID: trump})
	require.Equal(t, "notice.speaker_set", e.Notice.Key)
	require.Equal(t, []string{"1 Trump |STrump |Sder US-Präsident 1"}, d.register())
	l := d.m.Client().Set().LinksOf(president)
	require.Len(t, l, 2)
	require.Equal(t, map[string][]string{"mention": {president}, "antecedent": {trump}}, l[1].Roles)

	d.do(Select{ID: full})
	d.do(PickSpeaker{ID: trump})
	require.Equal(t, []string{"1 Trump |PDonald Trump |STrump |Sder US-Präsident 1"}, d.register())
	require.Equal(t, "notice.speaker_already", d.do(PickSpeaker{ID: trump}).Notice.Key)
	d.do(Undo{})
	require.Equal(t, []string{"1 Trump |STrump |Sder US-Präsident 1"}, d.register())
	d.agrees()
}

func TestTheFirstNameAmongDescriptionsBecomesWhatTheyReferTo(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, talk)
	president := d.tagIn("der US-Präsident", 1, "speaker")
	name := d.tagIn("Donald Trump", 1, "PER")
	d.do(PickSpeaker{ID: president})
	require.Equal(t, map[string][]string{"mention": {president}, "antecedent": {name}}, d.m.Client().Set().LinksOf(name)[0].Roles)
	require.Equal(t, []string{"1 Donald Trump |PDonald Trump |Sder US-Präsident 0"}, d.register())
}

func TestAQuoteIsAttributedToTheNearestMention(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, talk)
	near := d.tagIn("Trump", 2, "speaker")
	far := d.tagIn("Trump", 3, "speaker")
	other := d.tagIn("Kamp", 1, "speaker")
	q := d.tagIn("„Zwei“", 1, "quote")
	require.Equal(t, "„Zwei“", d.m.Speakers().Quote)
	d.do(AskSpeaker{})
	require.True(t, d.m.Speakers().Open)
	e := d.do(PickSpeaker{ID: far})
	require.Equal(t, []string{"Trump"}, e.Notice.Args)
	require.False(t, d.m.Speakers().Open)
	require.Equal(t, map[string][]string{"quote": {q}, "speaker": {near}}, d.m.Client().Set().LinksOf(q)[0].Roles)
	require.True(t, d.m.Speakers().Speakers[0].Current)
	require.Equal(t, "notice.speaker_already", d.do(PickSpeaker{ID: near}).Notice.Key)
	d.do(PickSpeaker{ID: other})
	require.Equal(t, []string{other}, d.m.Client().Set().LinksOf(q)[0].Roles["speaker"], "the old speaker gives way")
	d.do(Undo{})
	require.Equal(t, []string{near}, d.m.Client().Set().LinksOf(q)[0].Roles["speaker"])
	d.agrees()
}

func TestAWikidataIDGoesToTheNamesAndOnlyAGoodOne(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, talk)
	trump := d.tagIn("Trump", 2, "speaker")
	require.Equal(t, "notice.speaker_needs_name", d.do(SetWikidata{ID: trump, QID: "Q22686"}).Notice.Key)
	d.tagIn("Trump", 2, "PER")
	third := d.tagIn("Trump", 3, "PER")
	require.True(t, d.m.Speakers().Speakers[0].Named)
	require.Equal(t, "refused.bad_value", d.do(SetWikidata{ID: trump, QID: "22686"}).Notice.Key)
	d.do(SetWikidata{ID: trump, QID: "Q22686"})
	q, _ := d.span(third).Attributes["wikidata"].Str()
	require.Equal(t, "Q22686", q)
	require.Equal(t, "Q22686", d.m.Speakers().Speakers[0].QID)
	require.NotContains(t, d.span(trump).Attributes, "wikidata", "the schema keeps it on names")
	d.do(SetWikidata{ID: trump})
	require.Empty(t, d.m.Speakers().Speakers[0].QID)
	d.agrees()
}

func TestAskingForASpeakerWithoutAnyIsSaid(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, talk)
	require.Equal(t, "notice.speaker_select", d.do(AskSpeaker{}).Notice.Key)
	d.tagIn("„Zwei“", 1, "quote")
	require.Equal(t, "notice.speaker_none", d.do(AskSpeaker{}).Notice.Key)
	require.False(t, d.m.Speakers().Open)
}

func TestASpansNumbersAreThoseOfAllItsAttributions(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, talk)
	var quotes []string
	for _, q := range []string{"„Eins“", "„Zwei“", "„Fünf“"} {
		quotes = append(quotes, d.tagIn(q, 1, "quote"))
		d.tagIn("Trump", 2, "speaker")
	}
	v := d.m.Inspector()
	require.Equal(t, "speaker", v.Label)
	require.Equal(t, []NumberView{{1, quotes[0], "„Eins“"}, {2, quotes[1], "„Zwei“"}, {3, quotes[2], "„Fünf“"}}, v.Numbers)
	var mark MarkView
	for _, r := range d.m.Block(0).Runs {
		for _, one := range r.Marks {
			if one.Span == v.ID {
				mark = one
			}
		}
	}
	require.Equal(t, 1, mark.Number)
	require.Equal(t, []int{2, 3}, mark.More)
}

func TestASpeakerNamedVeryOftenShowsTheFirstMentionsAndTheSelectedOne(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, "Der Rat tagt\n\n"+strings.Repeat("Kamp sprach lange.\n\n", 40))
	last := ""
	for i := range 40 {
		last = d.tagIn("Kamp", i+1, "speaker")
	}
	d.do(Select{})
	kamp := d.m.Speakers().Speakers[0]
	require.Len(t, kamp.Mentions, 30)
	require.Equal(t, 10, kamp.More)

	d.do(Select{ID: last})
	kamp = d.m.Speakers().Speakers[0]
	require.True(t, kamp.Current)
	require.Equal(t, last, kamp.Mentions[30].ID)
	require.Equal(t, 9, kamp.More)
}
