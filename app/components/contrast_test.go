package components

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// colour is an OKLCH colour: lightness 0 to 1, chroma, hue in degrees.
type colour struct{ l, c, h float64 }

// luminance is the relative luminance of WCAG 2.2, by way of OKLab and linear sRGB.
func (k colour) luminance() float64 {
	a, b := k.c*math.Cos(k.h*math.Pi/180), k.c*math.Sin(k.h*math.Pi/180)
	cube := func(x float64) float64 { return x * x * x }
	l := cube(k.l + 0.3963377774*a + 0.2158037573*b)
	m := cube(k.l - 0.1055613458*a - 0.0638541728*b)
	s := cube(k.l - 0.0894841775*a - 1.2914855480*b)
	in := func(x float64) float64 { return math.Min(1, math.Max(0, x)) }
	red := in(4.0767416621*l - 3.3077115913*m + 0.2309699292*s)
	green := in(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s)
	blue := in(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s)
	return 0.2126*red + 0.7152*green + 0.0722*blue
}

func contrast(x, y colour) float64 {
	a, b := x.luminance(), y.luminance()
	return (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05)
}

var token = regexp.MustCompile(`--([a-z0-9-]+): light-dark\(oklch\(((?:[^()]|\([^()]*\))*)\), oklch\(((?:[^()]|\([^()]*\))*)\)\)`)

// colours reads the tokens of a style sheet; 0 is the light theme, 1 the dark.
func colours(t *testing.T, path string, hue float64) map[string][2]colour {
	t.Helper()
	css, err := os.ReadFile(path)
	require.NoError(t, err)
	number := regexp.MustCompile(`(?:var\(--hue|[0-9.]+%?)`)
	read := func(s string) colour {
		var parts [3]float64
		for i, p := range number.FindAllString(s, 3) {
			switch {
			case p == "var(--hue":
				parts[i] = hue
			case p[len(p)-1] == '%':
				n, _ := strconv.ParseFloat(p[:len(p)-1], 64)
				parts[i] = n / 100
			default:
				parts[i], _ = strconv.ParseFloat(p, 64)
			}
		}
		return colour{parts[0], parts[1], parts[2]}
	}
	found := map[string][2]colour{}
	for _, m := range token.FindAllStringSubmatch(string(css), -1) {
		found[m[1]] = [2]colour{read(m[2]), read(m[3])}
	}
	return found
}

func TestTextIsLegibleOnEveryGroundInBothThemes(t *testing.T) {
	t.Parallel()
	c := colours(t, "../../web/static/css/tokens.css", 0)
	require.Contains(t, c, "ink-faint")
	for _, pair := range []struct {
		text    string
		grounds []string
		least   float64
	}{
		{"ink", []string{"paper", "surface", "surface-2"}, 7},
		{"ink-soft", []string{"paper", "surface", "surface-2"}, 4.5},
		{"ink-faint", []string{"paper", "surface", "surface-2"}, 4.5},
		{"accent", []string{"paper", "surface", "accent-soft"}, 4.5},
		{"on-accent", []string{"accent"}, 4.5},
		{"wrong", []string{"paper", "surface", "wrong-soft"}, 4.5},
		{"good", []string{"paper", "surface"}, 4.5},
		{"focus", []string{"paper", "surface", "surface-2"}, 3},
		{"rule-strong", []string{"paper", "surface"}, 3},
	} {
		for _, ground := range pair.grounds {
			for theme, name := range []string{"light", "dark"} {
				got := contrast(c[pair.text][theme], c[ground][theme])
				require.GreaterOrEqual(t, got, pair.least, "%s on %s, %s: %.2f", pair.text, ground, name, got)
			}
		}
	}
}

func TestLettersOfLabelsAreLegibleInEveryHue(t *testing.T) {
	t.Parallel()
	grounds := colours(t, "../../web/static/css/tokens.css", 0)
	for h := 0.0; h < 360; h += hueStep {
		c := colours(t, "../../web/static/css/hue.css", h)
		for theme := range 2 {
			for _, ground := range []string{"paper", "surface"} {
				require.GreaterOrEqual(t, contrast(c["mark-ink"][theme], grounds[ground][theme]), 4.5, "hue %v on %s, theme %d", h, ground, theme)
				require.GreaterOrEqual(t, contrast(c["mark-line"][theme], grounds[ground][theme]), 3.0, "hue %v on %s, theme %d", h, ground, theme)
			}
		}
	}
}

func TestBlackOnWhiteHasTheContrastThatItHas(t *testing.T) {
	t.Parallel()
	require.InDelta(t, 21, contrast(colour{0, 0, 0}, colour{1, 0, 0}), 0.01)
	require.InDelta(t, 4.0, contrast(colour{0.6279554, 0.2576833, 29.23388}, colour{1, 0, 0}), 0.01) // #ff0000
}
