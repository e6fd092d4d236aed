package tokens

import "sort"

// class is a set of code points, as a sorted list of inclusive ranges with the
// ASCII part beside it.
type class struct {
	ascii  [128]bool
	ranges []rune
}

// newClass makes a class of pairs of first and last code points.
func newClass(ranges ...rune) *class {
	c := &class{ranges: ranges}
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1] && r < 128; r++ {
			c.ascii[r] = true
		}
	}
	return c
}

// has reports whether the class holds r. A negative r, which stands for the end
// of a text, is in no class.
func (c *class) has(r rune) bool {
	if r < 128 {
		return r >= 0 && c.ascii[r]
	}
	i := sort.Search(len(c.ranges)/2, func(i int) bool { return c.ranges[2*i+1] >= r })
	return 2*i < len(c.ranges) && c.ranges[2*i] <= r
}
