package state

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var offered = []Entry{
	{ID: "undo", Name: "rückgängig", Other: "undo"},
	{ID: "remove", Name: "gewählte Auszeichnung löschen", Other: "delete the selected annotation"},
	{ID: "untag_all", Name: "alle gleichen Auszeichnungen löschen", Other: "delete all alike"},
	{ID: "next_document", Name: "nächster Text", Other: "next text"},
	{ID: "label:quote", Name: "Auszeichnen: Zitat", Other: "tag: Quote"},
	{ID: "this_quotation", Name: "Dieses Zitat markieren, dann das umgebende", Other: "Mark this quotation"},
	{ID: "/d/1", Name: "Die Straße nach Süden", Other: ""},
	{ID: "next_span", Name: "nächste Auszeichnung", Other: "next annotation"},
}

func entryIDs(all []Entry) string {
	var list []string
	for _, e := range all {
		list = append(list, e.ID)
	}
	return strings.Join(list, " ")
}

func TestThePaletteFindsWhatAPersonTypesInHaste(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"ruckg":           "undo",
		"Rueckgaengig":    "undo",
		"RÜCK":            "undo",
		"rckg":            "undo",
		"undo":            "undo",
		"delete":          "remove untag_all",
		"losch ausz":      "remove untag_all",
		"quote":           "label:quote",
		"zitat":           "label:quote this_quotation",
		"strasse":         "/d/1",
		"sueden strass":   "/d/1",
		"text":            "next_document",
		"nachste":         "next_document next_span",
		"dieses umgebend": "this_quotation",
		"xyz":             "",
		"zz":              "",
	} {
		require.Equal(t, want, entryIDs(Find(offered, query, nil)), "%q", query)
	}
}

func TestWhatWasUsedLatelyComesFirstAmongEquals(t *testing.T) {
	t.Parallel()
	require.Equal(t, entryIDs(offered), entryIDs(Find(offered, "  ", nil)), "without a query everything is there in its order")
	lately := Lately(Lately(Lately(nil, "undo"), "next_span"), "/d/1")
	require.Equal(t, []string{"/d/1", "next_span", "undo"}, lately)
	require.Equal(t, []string{"undo", "/d/1", "next_span"}, Lately(lately, "undo"))
	require.True(t, strings.HasPrefix(entryIDs(Find(offered, "", lately)), "/d/1 next_span undo remove "))
	require.Equal(t, "next_span next_document", entryIDs(Find(offered, "nächste", lately)))
	require.Equal(t, "untag_all remove", entryIDs(Find(offered, "delete", []string{"gone", "untag_all"})))
	for i := range 40 {
		lately = Lately(lately, strings.Repeat("x", i))
	}
	require.Len(t, lately, latelyKept)
}
