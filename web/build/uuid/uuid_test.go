package uuid

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestIdentifiersAreThoseOfTheModuleTheyStandInFor(t *testing.T) {
	t.Parallel()
	for _, made := range []struct {
		text    string
		version uuid.Version
	}{{NewString(), 4}, {Must(NewV7()).String(), 7}} {
		id, err := uuid.Parse(made.text)
		require.NoError(t, err)
		require.Equal(t, made.text, id.String())
		require.Equal(t, made.version, id.Version())
		require.Equal(t, uuid.RFC4122, id.Variant())
	}
}

func TestLaterIdentifiersSortAfterEarlierOnes(t *testing.T) {
	t.Parallel()
	start := time.Now()
	earlier := ""
	for range 5000 {
		id := Must(NewV7()).String()
		require.Less(t, earlier, id)
		earlier = id
	}
	sec, nsec := uuid.MustParse(earlier).Time().UnixTime()
	require.WithinDuration(t, start, time.Unix(sec, nsec), 10*time.Second)
}

func TestNoIdentifierIsMadeTwice(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 5000 {
		seen[NewString()] = true
		seen[Must(NewV7()).String()] = true
	}
	require.Len(t, seen, 10_000)
}
