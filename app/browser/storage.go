package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// settingPrefix keeps our settings apart from what others put on the origin.
const settingPrefix = "galley."

// Setting reads a small setting of this device; "" when there is none or the
// browser forbids storage.
func Setting(name string) string {
	return tried(func() string {
		v := app.Window().Get("localStorage").Call("getItem", settingPrefix+name)
		if !v.Truthy() {
			return ""
		}
		return v.String()
	})
}

// SetSetting keeps a small setting on this device; "" removes it. Where the
// browser forbids storage the setting lasts as long as the page.
func SetSetting(name, value string) {
	tried(func() string {
		storage := app.Window().Get("localStorage")
		if value == "" {
			storage.Call("removeItem", settingPrefix+name)
		} else {
			storage.Call("setItem", settingPrefix+name, value)
		}
		return ""
	})
}

// tried runs f and answers "" when the browser throws: a throw reaches Go as a
// panic.
func tried(f func() string) (s string) {
	defer func() {
		if recover() != nil {
			s = ""
		}
	}()
	return f()
}
