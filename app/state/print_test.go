package state

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPrintSaysInWordsWhoSaidWhat(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	require.Equal(t, PrintView{}, New("de").Print())
	d.tag("„Wir sind bereit!“", "quote")
	d.tag("Viktor Orbán", "speaker")
	place := d.tag("Budapest", "LOC")
	d.do(SetNote{ID: place, Note: "stimmt das?"})
	v := d.m.Print()
	require.Equal(t, []PrintNote{
		{Number: 1, Name: "Zitat", Quotation: "„Wir sind bereit!“", Detail: "direkt · Sprecher: Viktor Orbán"},
		{Name: "Ort", Quotation: "Budapest", Note: "stimmt das?"},
	}, v.Notes)
	require.Len(t, v.Legend, 3, "only what is used")
	require.Equal(t, "Zitat", v.Legend[0].Name)
}
