package state

import (
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

func TestOneKeyMarksTheQuotationAroundTheCaretAndThenTheOneAround(t *testing.T) {
	t.Parallel()
	d := deskOf(t, nil, "Er sagte: „Das ist ‚ganz groß‘, ja.“ Ende.\n")
	d.put("groß")
	d.do(ThisQuotation{})
	require.Equal(t, "‚ganz groß‘", d.shown())
	d.do(ThisQuotation{})
	require.Equal(t, "„Das ist ‚ganz groß‘, ja.“", d.shown())
	e := d.do(ThisQuotation{})
	require.Nil(t, e.Notice, "the outermost stays")
	require.Equal(t, "„Das ist ‚ganz groß‘, ja.“", d.shown())
	d.put("Ende")
	require.Equal(t, "notice.no_quotation", d.do(ThisQuotation{}).Notice.Key)
	d.agrees()
}

func TestOneKeyGoesToTheNextQuotationWithoutALabel(t *testing.T) {
	t.Parallel()
	d := deskOf(t, nil, "„A“ und „B ‚C‘ B“.\n", "Dann „D“.\n")
	next := func(by int) string {
		d.do(NextQuotation{By: by})
		return d.shown()
	}
	require.Equal(t, "„A“", next(1))
	require.Equal(t, "„B ‚C‘ B“", next(1))
	d.do(Tag{Label: "quote"})
	require.Equal(t, "‚C‘", next(1), "what is nested in a quote comes after it")
	d.do(Tag{Label: "not_a_quote"})
	require.Equal(t, "„D“", next(1))
	require.Equal(t, "„A“", next(-1))
	require.Equal(t, "„D“", next(-1), "from the other end")
	d.do(Tag{Label: "quote"})
	e := d.do(NextQuotation{By: 1})
	require.Equal(t, "notice.quotations_again", e.Notice.Key)
	require.Equal(t, "„A“", d.shown())
	d.do(Tag{Label: "quote"})
	require.Equal(t, "notice.quotations_done", d.do(NextQuotation{By: 1}).Notice.Key)
	d.do(Undo{})
	d.do(Select{})
	require.Equal(t, "„A“", next(1), "what was undone is open again")
	d.agrees()
}

func TestAQuotationTaggedWithoutItsMarksCountsAsTagged(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.tag("Wir sind bereit", "quote")
	d.tag("großartige Nachricht", "quote")
	require.Equal(t, "notice.quotations_done", d.do(NextQuotation{By: 1}).Notice.Key)
}

func TestMarksWithoutAPartnerAreShownWithTheirPlaces(t *testing.T) {
	t.Parallel()
	d := deskOf(t, []annotations.Role{annotations.Body, annotations.Advert, annotations.Body},
		"Er rief: „Wir zahlen, sagte er.\n", "Nur „heute\n", "Ende!“ „Ja.“ Und‘ mehr.\n")
	d.put("Er rief")
	require.Nil(t, d.do(NextQuotation{By: 1}).Notice)
	require.Equal(t, "„Wir zahlen, sagte er.\nNur „heute\nEnde!“", d.shown())
	d.do(NextQuotation{By: 1})
	require.Equal(t, "„Ja.“", d.shown())
	e := d.do(NextQuotation{By: 1})
	require.Equal(t, "‘", d.shown())
	require.Equal(t, "notice.stray_quotation", e.Notice.Key)
	require.Equal(t, []string{"1", "¶ 3: Ja.“ Und‘ mehr."}, e.Notice.Args, "furniture that is folded away is left out")
}
