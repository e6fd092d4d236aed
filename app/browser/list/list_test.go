package list

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/app/state"
)

func TestARowCrossesAsAList(t *testing.T) {
	t.Parallel()
	row := state.RowView{
		ID: "s1", Label: "speaker", Name: "Sprecher", Family: annotations.RoleFamily, Letter: "S", Hue: 20,
		Quotation: "Viktor „Orban“\n", Number: 3, Detail: "benannt", Before: "s2",
	}
	require.JSONEq(t, `["s1","Sprecher","role","S",20,"Viktor „Orban“\n",3,"benannt"]`, encodeRow(row))
	require.JSONEq(t, `[["s1","Sprecher","role","S",20,"Viktor „Orban“\n",3,"benannt"]]`, encode([]state.RowView{row}))
	require.Equal(t, "[]", encode(nil))
}

func TestWithoutABrowserTheListDoesNothing(t *testing.T) {
	t.Parallel()
	l := New(app.Window(), Handlers{})
	l.Draw([]state.RowView{{ID: "a"}})
	l.Put(state.RowView{ID: "b", Before: "a"})
	l.Select("b")
	l.Remove("a")
	l.Focus()
	l.Close()
}
