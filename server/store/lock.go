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

// lock is a locked data folder. Its file names the process that holds it, and is
// emptied by a clean stop: what stands there after a kill or a power failure
// tells the next server to check the database.
type lock struct {
	file *os.File
	// cutOff says that the last holder did not stop cleanly.
	cutOff bool
}

// takeLock locks a data folder for this process and writes its process id into
// the lock file. A tool holds the lock for a moment while it upgrades the
// database, so it is asked for more than once. Returns Unavailable
// (folder_in_use) when another process keeps it.
func takeLock(dir string, patience time.Duration) (*lock, error) {
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
	l := &lock{file: f}
	if err := l.mark(dir); err != nil {
		f.Close()
		return nil, fmt.Errorf("write the lock file: %w", err)
	}
	return l, nil
}

// mark takes down what the last holder left and writes this process's id, so
// that it is still there after a power failure.
func (l *lock) mark(dir string) error {
	info, err := l.file.Stat()
	if err != nil {
		return err
	}
	l.cutOff = info.Size() > 0
	return errors.Join(l.file.Truncate(0), writeAt(l.file, fmt.Sprintf("%d\n", os.Getpid())), l.file.Sync(), syncFile(dir))
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

// free gives the lock back; clean takes the mark away.
func (l *lock) free(clean bool) error {
	var err error
	if clean {
		err = l.file.Truncate(0)
	}
	return errors.Join(err, l.file.Close())
}
