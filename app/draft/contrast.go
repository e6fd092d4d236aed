package draft

import "math"

// nearHue is the distance in degrees below which two labels of one form are hard
// to tell apart.
const nearHue = 15

// apart is the distance of two hues, 0 to 180 degrees.
func apart(a, b int) int {
	d := ((a-b)%360 + 360) % 360
	return min(d, 360-d)
}

// freeHue is a hue that is far from those of all labels.
func (d *Draft) freeHue() int {
	best, far := 0, -1
	for h := 0; h < 360; h += 5 {
		near := 180
		for _, l := range d.s.Labels {
			near = min(near, apart(h, l.Hue))
		}
		if near > far {
			best, far = h, near
		}
	}
	return best
}

// oklch is a colour: lightness 0 to 1, chroma, hue in degrees.
type oklch struct{ l, c, h float64 }

// The colours that a label's letter is drawn in and those it stands on, as
// web/static/css has them (mark-ink in hue.css, surface and paper in tokens.css);
// a test compares.
var (
	inks    = [2]oklch{{l: 0.43, c: 0.13}, {l: 0.84, c: 0.1}}
	grounds = [2][2]oklch{
		{{0.985, 0.008, 85}, {1, 0, 0}},
		{{0.195, 0.018, 260}, {0.23, 0.02, 260}},
	}
)

// Enough is the least contrast of text (WCAG 2.2, 1.4.3).
const Enough = 4.5

// Contrast is how far a label of a hue stands out from the page, by day and by
// night: the smaller of the ratios on the grounds of the theme.
func Contrast(hue int) (light, dark float64) {
	var out [2]float64
	for theme, ink := range inks {
		ink.h = float64(hue)
		out[theme] = math.Inf(1)
		for _, ground := range grounds[theme] {
			a, b := ink.luminance()+0.05, ground.luminance()+0.05
			out[theme] = min(out[theme], max(a, b)/min(a, b))
		}
	}
	return out[0], out[1]
}

// luminance is the relative luminance of WCAG 2.2, by way of OKLab and linear
// sRGB (Ottosson 2020).
func (k oklch) luminance() float64 {
	a, b := k.c*math.Cos(k.h*math.Pi/180), k.c*math.Sin(k.h*math.Pi/180)
	cube := func(x float64) float64 { return x * x * x }
	l := cube(k.l + 0.3963377774*a + 0.2158037573*b)
	m := cube(k.l - 0.1055613458*a - 0.0638541728*b)
	s := cube(k.l - 0.0894841775*a - 1.2914855480*b)
	in := func(x float64) float64 { return min(1, max(0, x)) }
	return 0.2126*in(4.0767416621*l-3.3077115913*m+0.2309699292*s) +
		0.7152*in(-1.2684380046*l+2.6097574011*m-0.3413193965*s) +
		0.0722*in(-0.0041960863*l-0.7034186147*m+1.7076147010*s)
}
