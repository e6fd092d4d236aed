package browser

import (
	"context"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/stretchr/testify/require"
)

func TestKeptEditsAreReadAsTheScriptWritesThem(t *testing.T) {
	t.Parallel()
	list, err := parseQueues([]byte(`[{"doc":"d","client":"c","data":"[{\"id\":1}]","at":1760648880000}]`))
	require.NoError(t, err)
	require.Equal(t, []Queue{{Doc: "d", Client: "c", Data: []byte(`[{"id":1}]`), At: time.UnixMilli(1760648880000)}}, list)
	_, err = parseQueues([]byte(`{}`))
	require.Error(t, err)
}

func TestADistanceInTimeIsToldInItsLargestUnit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		d    time.Duration
		n    int
		unit string
	}{
		{-10 * time.Second, -10, "second"},
		{-3 * time.Minute, -3, "minute"},
		{-100 * time.Minute, -2, "hour"},
		{26 * time.Hour, 1, "day"},
		{-15 * 24 * time.Hour, -2, "week"},
		{-70 * 24 * time.Hour, -2, "month"},
		{-800 * 24 * time.Hour, -2, "year"},
	} {
		n, unit := sinceIn(c.d)
		require.Equal(t, c.n, n, c.d.String())
		require.Equal(t, c.unit, unit, c.d.String())
	}
}

func TestWithoutABrowserNothingAnswersAndNothingBreaks(t *testing.T) {
	t.Parallel()
	_, err := Fetch(t.Context(), Request{Path: "/api/v1/session"})
	require.ErrorIs(t, err, ErrOffline)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Await(ctx, app.Undefined())
	require.ErrorIs(t, err, context.Canceled)

	Events("/api/v1/events", func(string) { t.Error("no event can come") }, func(bool) { t.Error("no stream can open") })()
	stop := Listen(app.Window(), "keydown", func(app.Value) { t.Error("no event can come") })
	stop()
	stop()
	Keys(func(Key) { t.Error("no key can be pressed") })()
	Outbox.Save("d", "c", []byte("x"), func(error) { t.Error("nothing is kept") })
	Download("a.json", "application/json", nil)
	SetSetting("theme", "dark")
	require.Empty(t, Setting("theme"))
	require.Nil(t, Files(app.Undefined()))
	require.Equal(t, "1.5", FormatNumber("de", 1.5))
}

func TestAPanicInACallbackIsNotSwallowedByTests(t *testing.T) {
	t.Parallel()
	require.Panics(t, func() { Guard(func() { panic("broken") }) })
	require.False(t, Stopped())
}

func TestARejectionIsNamed(t *testing.T) {
	t.Parallel()
	require.EqualError(t, &JSError{Name: "QuotaExceededError", Message: "disk full"}, "QuotaExceededError: disk full")
	require.EqualError(t, &JSError{Name: "AbortError"}, "AbortError")
}
