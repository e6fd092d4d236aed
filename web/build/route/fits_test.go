package route

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPathsFitAsTheirRegularExpressionsSay(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../../../app/pages/routes.go")
	require.NoError(t, err)
	patterns := regexp.MustCompile("route\\(`([^`]+)`").FindAllStringSubmatch(string(source), -1)
	require.Greater(t, len(patterns), 5)
	for _, p := range patterns {
		for _, path := range []string{"/", "", "/p", "/p/", "/p/demo", "/p/demo/", "/p/demo/export", "/p//export", "/p/a/b/export",
			"/d/1", "/d/", "/d/1/2", "/sign-in", "/sign-in/", "/settings", "/stories", "/storiesX", "/x", "/p/demo/x"} {
			require.Equal(t, regexp.MustCompile(p[1]).MatchString(path), fits(p[1], path), "%s on %s", p[1], path)
		}
	}
}
