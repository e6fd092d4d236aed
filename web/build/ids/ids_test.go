package ids

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestIdsAreWhatTheModuleWouldMake(t *testing.T) {
	t.Parallel()
	for range 1000 {
		v7, err := uuid.Parse(Must(NewV7()).String())
		require.NoError(t, err)
		require.EqualValues(t, 7, v7.Version())
		require.Equal(t, uuid.RFC4122, v7.Variant())
		sec, nsec := v7.Time().UnixTime()
		require.WithinDuration(t, time.Now(), time.Unix(sec, nsec), time.Minute)
		v4, err := uuid.Parse(NewString())
		require.NoError(t, err)
		require.EqualValues(t, 4, v4.Version())
		require.Equal(t, uuid.RFC4122, v4.Variant())
	}
}

func TestIdsSortByWhenTheyWereMade(t *testing.T) {
	t.Parallel()
	before, seen := "", map[string]bool{}
	for range 10_000 {
		id := Must(NewV7()).String()
		require.Greater(t, id, before)
		require.False(t, seen[id[19:]], "the random half is new each time")
		before, seen[id[19:]] = id, true
	}
}
