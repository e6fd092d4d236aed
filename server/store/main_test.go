package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"galley/server/store/storetest"
)

// crashFolder is the environment variable that turns the test binary into the
// program that the crash test kills.
const crashFolder = "GALLEY_TEST_CRASH_FOLDER"

// toolFolder makes it the program that writes beside a server.
const toolFolder = "GALLEY_TEST_TOOL_FOLDER"

// upgradeFolder makes it the program that is killed while it upgrades a database.
const upgradeFolder = "GALLEY_TEST_UPGRADE_FOLDER"

// toolChild imports the sample with one span, as a command beside a server.
func toolChild(dir string) {
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{Mode: Tool})
	if err == nil {
		_, err = s.Import(ctx, "demo", "import", bundle("", sample, annotated(anna, 1)))
		err = errors.Join(err, s.Close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		crashChild(dir)
		return
	}
	if dir := os.Getenv(toolFolder); dir != "" {
		toolChild(dir)
		return
	}
	if dir := os.Getenv(upgradeFolder); dir != "" {
		upgradeChild(dir)
		return
	}
	storetest.Main(m)
}
