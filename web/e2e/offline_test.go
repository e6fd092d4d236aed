package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEditsWaitWhileTheServerIsAwayAndSurviveAReload(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.waitSaved()
	p.reload() // as somebody who opens the article again; the worker has everything from the first visit
	p.waitRows(2)
	p.waitWorker(builds(p)[0])
	p.allow("/api/")
	p.allow("net::ERR")
	s.stop()

	p.tag("fügte hinzu", "c", 3)
	p.wait("the badge says offline", `document.querySelector("[data-save]").dataset.save === "offline"`)
	require.Contains(t, p.text("[data-save]"), "2", "the cue and its place in the attribution wait")
	p.screenshot("offline")

	p.reload()
	p.wait("the edit after a reload without a server", `document.querySelectorAll("[data-annotations] [data-row]").length === 3`)
	p.wait("the badge still says offline", `document.querySelector("[data-save]").dataset.save === "offline"`)
	require.Contains(t, p.text("[data-save]"), "2")

	s.startAgain()
	p.waitSaved()
	require.Contains(t, spansOf(t, s), "cue [fügte hinzu]")
	require.Len(t, exportOf(t, s, "🚢").Sets[0].Links[0].Roles, 3)
}

func TestAKilledServerLosesNothingThatWasSaved(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.waitSaved()
	p.allow("/api/")
	p.allow("net::ERR")
	s.kill()
	s.startAgain()
	require.Equal(t, []string{"speaker [Jonas Wiek]", "quote [„Wir sind bereit!“]"}, spansOf(t, s))
}

func TestASecondTabSeesTheFirstTabsWork(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	other := newPage(t, tablet)
	other.open(strings.TrimSpace(s.galley("user", "token", "--base-url", s.URL, "demo")))
	other.wait("the projects", `document.querySelector("main a[href='/p/demo']")`)
	other.open(eval[string](p, "location.href.split('#')[0]"))
	other.waitRows(2)
	p.tag("fügte hinzu", "c", 3)
	other.waitRows(3)
	other.dragSelect("Edda Kamp", 1)
	other.press("1")
	p.waitRows(4)
	p.waitSaved()
	other.waitSaved()
}
