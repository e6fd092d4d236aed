package browser

import (
	"math"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// TimeStyle says how much of a time is written.
type TimeStyle string

// The styles.
const (
	Date     TimeStyle = "date"     // 16. Oktober 2025
	DateTime TimeStyle = "datetime" // 16.10.2025, 23:08
	Clock    TimeStyle = "clock"    // 23:08
	Relative TimeStyle = "relative" // vor 3 Minuten
)

// formats keeps the browser's formatters, which are slow to make.
var formats = map[string]app.Value{}

func format(kind, lang string, options map[string]any, style string) app.Value {
	key := kind + " " + lang + " " + style
	if f, ok := formats[key]; ok {
		return f
	}
	f := app.Window().Get("Intl").Get(kind).New(lang, options)
	formats[key] = f
	return f
}

// FormatNumber writes a number as a language does, with at most three decimals.
// Natively it is Go's own plain form.
func FormatNumber(lang string, n float64) string {
	if app.IsServer {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return format("NumberFormat", lang, map[string]any{}, "").Call("format", n).String()
}

// FormatTime writes a time in the person's time zone as a language does. A
// relative one counts from now in the largest unit that fits. Natively it is
// RFC 3339.
func FormatTime(lang string, t time.Time, style TimeStyle) string {
	if app.IsServer {
		return t.Format(time.RFC3339)
	}
	if style == Relative {
		n, unit := sinceIn(time.Until(t))
		return format("RelativeTimeFormat", lang, map[string]any{"numeric": "auto"}, "").Call("format", n, unit).String()
	}
	options := map[string]map[string]any{
		Date.s():     {"dateStyle": "long"},
		DateTime.s(): {"dateStyle": "medium", "timeStyle": "short"},
		Clock.s():    {"timeStyle": "short"},
	}[style.s()]
	return format("DateTimeFormat", lang, options, style.s()).Call("format", t.UnixMilli()).String()
}

func (s TimeStyle) s() string { return string(s) }

// sinceIn gives a distance in the largest unit of which there is at least one,
// negative for the past.
func sinceIn(d time.Duration) (n int, unit string) {
	day := 24 * time.Hour
	for _, u := range []struct {
		size time.Duration
		name string
	}{{365 * day, "year"}, {30 * day, "month"}, {7 * day, "week"}, {day, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if d.Abs() >= u.size {
			return int(math.Round(float64(d) / float64(u.size))), u.name
		}
	}
	return int(d / time.Second), "second"
}
