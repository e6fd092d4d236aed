package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"galley/annotations"
)

// Backup writes a copy of the database, as it is now, to a new file, and checks
// it. Writes go on meanwhile. Returns Conflict when the file exists already.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return annotations.Errorf(annotations.Conflict, "file_exists", "", "%s exists already; a backup never replaces a file", path)
	}
	part := path + ".part"
	_ = os.Remove(part)
	if err := s.copyTo(ctx, part); err != nil {
		return fmt.Errorf("back up to %s: %w", path, errors.Join(err, os.Remove(part)))
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("back up to %s: %w", path, err)
	}
	return syncFile(filepath.Dir(path))
}

func (s *Store) copyTo(ctx context.Context, path string) error {
	// Neither the writer's connection (it must not wait) nor a reader's (VACUUM
	// INTO counts as writing).
	db := pool(s.path(), writerSettings, writerPragmas())
	defer db.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, path); err != nil {
		return err
	}
	if err := syncFile(path); err != nil {
		return err
	}
	made := pool(path, "mode=ro", nil)
	defer made.Close()
	var verdict string
	if err := made.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("the copy is damaged: %s", verdict)
	}
	return nil
}

// syncFile makes a file, or a folder's list of names, durable.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
