package tokens

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isURL is spaCy's url_match: an optional scheme, anything up to an "@", an IP
// address or a host with a top-level domain in small letters, a port, a path.
// The expression backtracks; whether it matches at all is asked here for each
// place that a host may start at.
func isURL(s string) bool {
	if !strings.ContainsAny(s, ".") {
		return false
	}
	starts := []int{0}
	if i := scheme(s); i > 0 {
		starts = append(starts, i)
	}
	for i, c := range s {
		if c == '@' && i > 0 {
			starts = append(starts, i+1)
		}
	}
	for _, i := range starts {
		if address(s[i:]) || host(s[i:]) {
			return true
		}
	}
	return false
}

// scheme is where "[\w+\-.]{2,}://" ends, 0 when s does not start so.
func scheme(s string) int {
	n := 0
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("_+-.", r) {
			n++
			continue
		}
		if n >= 2 && strings.HasPrefix(s[i:], "://") {
			return i + 3
		}
		return 0
	}
	return 0
}

// tail is "(?::\d{2,5})?(?:[/?#]\S*)?$".
func tail(s string) bool {
	if s == "" || strings.IndexByte("/?#", s[0]) >= 0 {
		return true
	}
	if s[0] != ':' {
		return false
	}
	n := 0
	for i, r := range s[1:] {
		if !unicode.Is(unicode.Nd, r) {
			return 2 <= n && n <= 5 && strings.ContainsRune("/?#", r)
		}
		if n++; n > 5 {
			return false
		}
		_ = i
	}
	return n >= 2
}

// host is one or more labels of up to 64 characters with their points, then a
// top-level domain.
func host(s string) bool {
	for {
		n, first, last, size := 0, none, none, 0
		for _, r := range s {
			if !hostRune(r) && r != '_' && r != '-' {
				break
			}
			if n == 0 {
				first = r
			}
			last = r
			n++
			size += utf8.RuneLen(r)
		}
		if n == 0 || n > 64 || !hostRune(first) || !hostRune(last) || !strings.HasPrefix(s[size:], ".") {
			return false
		}
		s = s[size+1:]
		if topLevel(s) {
			return true
		}
	}
}

func hostRune(r rune) bool {
	return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || digit(r) || 0xA1 <= r && r <= 0xFFFF
}

// topLevel is two to 63 small letters and the tail.
func topLevel(s string) bool {
	n := 0
	for i, r := range s {
		if n >= 2 && tail(s[i:]) {
			return true
		}
		if !lower(r) || n == 63 {
			return false
		}
		n++
	}
	return n >= 2
}

// address is an IPv4 address outside the private networks, and the tail.
func address(s string) bool {
	for _, private := range []struct {
		starts []string
		octets int
	}{
		{[]string{"10", "127"}, 3},
		{[]string{"169.254", "192.168"}, 2},
		{[]string{"172.16", "172.17", "172.18", "172.19", "172.30", "172.31", "172.2\x00"}, 2},
	} {
		for _, start := range private.starts {
			if rest, ok := after(s, start); ok && dotted(rest, private.octets) {
				return false
			}
		}
	}
	for _, n := range octet(s, "first") {
		for _, m := range point(s, n, "middle") {
			for _, o := range point(s, m, "middle") {
				for _, p := range point(s, o, "last") {
					if tail(s[p:]) {
						return true
					}
				}
			}
		}
	}
	return false
}

// after cuts a start off; a NUL in it stands for any digit.
func after(s, start string) (string, bool) {
	digits, any := strings.CutSuffix(start, "\x00")
	rest, ok := strings.CutPrefix(s, digits)
	if ok && any {
		r, n := utf8.DecodeRuneInString(rest)
		return rest[n:], unicode.Is(unicode.Nd, r)
	}
	return rest, ok
}

// dotted is "(?:\.\d{1,3}){n}".
func dotted(s string, n int) bool {
	if n == 0 {
		return true
	}
	if !strings.HasPrefix(s, ".") {
		return false
	}
	s = s[1:]
	for range 3 {
		r, size := utf8.DecodeRuneInString(s)
		if !unicode.Is(unicode.Nd, r) {
			return false
		}
		s = s[size:]
		if dotted(s, n-1) {
			return true
		}
	}
	return false
}

// point is a full stop and an octet.
func point(s string, i int, kind string) []int {
	if i >= len(s) || s[i] != '.' {
		return nil
	}
	ends := octet(s[i+1:], kind)
	for k := range ends {
		ends[k] += i + 1
	}
	return ends
}

// octet lists where an octet at the start of s may end, in bytes. The first is
// at most 223, the last 1 to 254. Digits of other scripts count where the
// expression says \d.
func octet(s, kind string) []int {
	var ds []rune
	var ends []int
	size := 0
	for _, r := range s {
		if !unicode.Is(unicode.Nd, r) || len(ds) == 3 {
			break
		}
		ds = append(ds, r)
		size += utf8.RuneLen(r)
		if allowed(ds, kind) {
			ends = append(ends, size)
		}
	}
	return ends
}

func allowed(ds []rune, kind string) bool {
	d := ds[0]
	switch {
	case len(ds) == 1:
		return kind == "middle" || '1' <= d && d <= '9'
	case len(ds) == 2:
		return kind == "middle" || '1' <= d && d <= '9'
	case d == '1':
		return true
	case d != '2':
		return false
	case kind == "first":
		return ds[1] == '0' || ds[1] == '1' || ds[1] == '2' && '0' <= ds[2] && ds[2] <= '3'
	}
	highest := '5'
	if kind == "last" {
		highest = '4'
	}
	return '0' <= ds[1] && ds[1] <= '4' || ds[1] == '5' && '0' <= ds[2] && ds[2] <= highest
}
