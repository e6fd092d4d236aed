package e2e

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func itoa(n int) string { return strconv.Itoa(n) }

// signInAgain is a fresh link that signs in the person who came first.
func (s *server) signInAgain() string {
	s.t.Helper()
	return strings.TrimSpace(s.galley("user", "token", "--base-url", s.URL, "demo"))
}

func TestASelectionIsFoundInTheWholeProjectAndEachPlaceIsALink(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.waitSaved()
	p.dragSelect("Jonas Wiek", 1)
	p.press("d")
	p.wait("the places", `location.pathname === "/p/demo/find" && document.querySelector(".find-hit mark")`)
	require.Equal(t, "Jonas Wiek", eval[string](p, `document.querySelector("#find-words").value`))
	require.Contains(t, p.text(".find-hit"), "Sprecher")
	p.screenshot("find")
	p.click(".find-hit")
	p.wait("the passage marked in its text", `location.pathname.startsWith("/d/") && getSelection().toString() === "Jonas Wiek"`)

	p.open(s.URL + "/p/demo/find?q=kamp")
	p.wait("the places", `document.querySelector(".find-hit mark")`)
	n := eval[int](p, `document.querySelectorAll(".find-hit").length`)
	p.run(`document.querySelector(".find-choices [role=switch]").click()`)
	p.wait("nothing in exact case", `location.search.includes("case=exact") && document.querySelector(".empty")`)
	p.screenshot("find_nothing")
	p.run(`history.back()`)
	p.wait("the places again", `!location.search.includes("case") && document.querySelectorAll(".find-hit").length === `+itoa(n))
	p.open(s.URL + "/p/demo/find")
	p.wait("the field has the focus", `document.activeElement.id === "find-words"`)
	p.typeText("bürgermeisterin edda")
	p.press("Enter")
	p.wait("found", `location.search.includes("q=") && document.querySelector(".find-hit mark")?.textContent === "Bürgermeisterin Edda"`)
	require.Contains(t, s.galley("find", "--project", "demo", "jonas", "wiek", "--set", "user:demo"), "[Jonas Wiek]")
}

func TestWhatCannotBeLookedForIsSaid(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, phone)
	signIn(p, s)
	p.allow("400")
	p.open(s.URL + "/p/demo/find?q=%C2%AD")
	p.wait("what is wrong", `document.querySelector(".find-wrong")?.textContent.length > 5`)
	p.screenshot("find_wrong_phone")
}
