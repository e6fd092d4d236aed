package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"galley/annotations"
)

// lockFile is the name of the file in a data folder that its server locks. The
// lock is the kernel's: it goes when the process goes, however it ends.
const lockFile = "galley.lock"

// takeLock locks a data folder for this process and writes its process id into
// the lock file. A tool holds the lock for a moment while it upgrades the
// database, so it is asked for more than once. Returns Unavailable
// (folder_in_use) when another process keeps it.
func takeLock(dir string, patience time.Duration) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", f.Name(), err)
		}
		if time.Now().After(end) {
			defer f.Close()
			return nil, inUse(dir, f)
		}
	}
	if err := errors.Join(f.Truncate(0), writeAt(f, fmt.Sprintf("%d\n", os.Getpid()))); err != nil {
		f.Close()
		return nil, fmt.Errorf("write the lock file: %w", err)
	}
	return f, nil
}

func writeAt(f *os.File, s string) error {
	_, err := f.WriteAt([]byte(s), 0)
	return err
}

func inUse(dir string, f *os.File) error {
	who := "another galley server"
	if raw, err := io.ReadAll(io.LimitReader(f, 20)); err == nil && strings.TrimSpace(string(raw)) != "" {
		who += " (process " + strings.TrimSpace(string(raw)) + ")"
	}
	return annotations.Errorf(annotations.Unavailable, "folder_in_use", "",
		"%s is working on the data folder %s; stop it first, or choose another folder with --data", who, dir)
}

// freeLock gives the lock back; nil is fine.
func freeLock(f *os.File) error {
	if f == nil {
		return nil
	}
	return errors.Join(f.Truncate(0), f.Close())
}
