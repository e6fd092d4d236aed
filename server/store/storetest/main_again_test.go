//go:build !sqlite_fts5 && !fts5

package storetest

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheSecondRunHasTheTagAndTheFlagsOfTheFirst(t *testing.T) {
	require.NoError(t, flag.Set("test.failfast", "true"))
	require.NoError(t, flag.Set("test.testlogfile", ""))
	args := arguments()
	require.Equal(t, []string{"test", "-tags", "sqlite_fts5"}, args[:3])
	require.Equal(t, raceEnabled, args[3] == "-race")
	require.Contains(t, args, ".")
	require.Contains(t, args, "-test.failfast=true")
	for _, a := range args {
		require.NotContains(t, a, "testlogfile", "the go command gives the second run its own")
	}
}
