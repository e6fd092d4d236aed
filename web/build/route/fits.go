// Package route decides whether a path is a page's without package regexp,
// which go-app's router is the only one to need in the browser's program.
// web/build gives go-app this file in place of regular expressions.
package route

import "strings"

// fits reports what regexp.MatchString(pattern, path) does, for the patterns
// that app/pages writes: a leading ^, literal characters, [^/]+ for one step of
// the path, /? before the end, and $ at the end or not.
func fits(pattern, path string) bool {
	pattern = strings.TrimPrefix(pattern, "^")
	pattern, whole := strings.CutSuffix(pattern, "$")
	for pattern != "" {
		if rest, ok := strings.CutPrefix(pattern, "[^/]+"); ok {
			n := strings.IndexByte(path+"/", '/')
			if n == 0 {
				return false
			}
			path, pattern = path[n:], rest
			continue
		}
		if pattern == "/?" {
			path, pattern = strings.TrimPrefix(path, "/"), ""
			continue
		}
		if path == "" || path[0] != pattern[0] {
			return false
		}
		path, pattern = path[1:], pattern[1:]
	}
	return !whole || path == ""
}
