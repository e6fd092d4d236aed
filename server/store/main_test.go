package store

import (
	"os"
	"testing"

	"galley/server/store/storetest"
)

// crashFolder is the environment variable that turns the test binary into the
// program that the crash test kills.
const crashFolder = "GALLEY_TEST_CRASH_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		crashChild(dir)
		return
	}
	storetest.Main(m)
}
