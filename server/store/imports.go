package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"galley/annotations"
	"galley/annotations/wire"
)

// maxImportFiles is how many files one import takes.
const maxImportFiles = 20_000

// NewImport starts an import that collects files. Returns NotFound
// (unknown_project).
func (s *Store) NewImport(ctx context.Context, project, actor string, choice wire.ImportChoice) (wire.Import, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return wire.Import{}, err
	}
	body, err := encode(choice)
	if err != nil {
		return wire.Import{}, err
	}
	err = s.update(ctx, func(t *tx) error {
		var one int
		if err := t.row(`SELECT 1 FROM project WHERE name = ?`, project).Scan(&one); err != nil {
			return missing(err, "project", project)
		}
		_, err := t.exec(`
			INSERT INTO import (id, project, actor, state, choice, created_at)
			VALUES (?, ?, ?, 'collecting', ?, ?)`, id.String(), project, actor, body, t.s.clock())
		return err
	})
	if err != nil {
		return wire.Import{}, fmt.Errorf("new import: %w", err)
	}
	return s.ImportRun(ctx, project, id.String())
}

// AddImportFile adds a file to a collecting import and gives its number, from 1.
// A name that the import has already is the same file again and keeps its
// number. Returns Conflict (import_started) and TooLarge (too_many_files).
func (s *Store) AddImportFile(ctx context.Context, project, id string, f wire.ImportFile) (number int, err error) {
	err = s.update(ctx, func(t *tx) error {
		row, state, err := t.importRow(project, id)
		if err != nil {
			return err
		}
		if state != wire.Collecting {
			return annotations.Errorf(annotations.Conflict, "import_started", "state", "the import is %s and takes no more files", state)
		}
		err = t.row(`SELECT number FROM import_file WHERE import = ? AND name = ?`, row, f.Name).Scan(&number)
		if err == nil {
			_, err = t.exec(`UPDATE import_file SET bytes = ? WHERE import = ? AND number = ?`, f.Bytes, row, number)
			return err
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := t.row(`SELECT coalesce(max(number), 0) + 1 FROM import_file WHERE import = ?`, row).Scan(&number); err != nil {
			return err
		}
		if number > maxImportFiles {
			return annotations.Errorf(annotations.TooLarge, "too_many_files", "", "an import takes at most %d files; pack them into archives", maxImportFiles)
		}
		_, err = t.exec(`
			INSERT INTO import_file (import, number, name, bytes)
			VALUES (?, ?, ?, ?)`, row, number, f.Name, f.Bytes)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("add a file to import %s: %w", id, err)
	}
	return number, nil
}

func (t *tx) importRow(project, id string) (row int64, state wire.ImportState, err error) {
	err = t.row(`SELECT number, state FROM import WHERE project = ? AND id = ?`, project, id).Scan(&row, &state)
	return row, state, missing(err, "import", id)
}

// UpdateImport starts, cancels or finishes an import, or changes the choice of
// one that collects files. An ended import stays as it is. Returns Conflict
// (import_ended, import_started) for one that is too far for it, and Invalid
// (no_files) for starting one without files and addresses.
func (s *Store) UpdateImport(ctx context.Context, project, id string, u wire.ImportUpdate) (wire.Import, error) {
	err := s.update(ctx, func(t *tx) error {
		row, state, err := t.importRow(project, id)
		if err != nil {
			return err
		}
		if state == wire.Finished || state == wire.Cancelled {
			if u.State == wire.Running || u.State == wire.Collecting {
				return annotations.Errorf(annotations.Conflict, "import_ended", "state", "the import is %s already; start a new one", state)
			}
			return nil
		}
		if u.State == wire.Collecting && state == wire.Running {
			return annotations.Errorf(annotations.Conflict, "import_started", "state", "the import is %s already; its choices stand", state)
		}
		if u.Choice != nil {
			body, err := encode(*u.Choice)
			if err != nil {
				return err
			}
			if _, err := t.exec(`UPDATE import SET choice = ? WHERE number = ?`, body, row); err != nil {
				return err
			}
		}
		if u.State == wire.Running {
			var files, urls int
			err := t.row(`
				SELECT
					(SELECT count(*) FROM import_file WHERE import = i.number),
					coalesce(json_array_length(i.choice, '$.urls'), 0)
				FROM import i
				WHERE i.number = ?`, row).Scan(&files, &urls)
			if err != nil {
				return err
			}
			if files+urls == 0 {
				return annotations.Errorf(annotations.Invalid, "no_files", "files", "the import has no files")
			}
		}
		var ended any
		if u.State == wire.Finished || u.State == wire.Cancelled {
			ended = t.s.clock()
		}
		_, err = t.exec(`UPDATE import SET state = ?, ended_at = ? WHERE number = ?`, u.State, ended, row)
		return err
	})
	if err != nil {
		return wire.Import{}, fmt.Errorf("update import %s: %w", id, err)
	}
	return s.ImportRun(ctx, project, id)
}

// PlacedOutcome is what became of a place of a file; File counts an import's
// files from 1, Place what was found in the file from 0.
type PlacedOutcome struct {
	File, Place int
	wire.ImportOutcome
}

// RecordImport writes what became of places of files of a running import; done
// is the number of the last file that has been dealt with. What is known of a
// place is kept: after a restart a document that this import added is no
// existing one. It reports whether to go on: an import that was cancelled
// meanwhile takes nothing more.
func (s *Store) RecordImport(ctx context.Context, id string, outcomes []PlacedOutcome, done int) (goOn bool, err error) {
	err = s.update(ctx, func(t *tx) error {
		var row int64
		var state wire.ImportState
		if err := t.row(`SELECT number, state FROM import WHERE id = ?`, id).Scan(&row, &state); err != nil {
			return missing(err, "import", id)
		}
		if goOn = state == wire.Running; !goOn {
			return nil
		}
		for _, o := range outcomes {
			if err := t.importOutcome(row, o.File, o.Place, o.ImportOutcome); err != nil {
				return err
			}
		}
		_, err := t.exec(`UPDATE import SET done = max(done, ?) WHERE number = ?`, done, row)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("record import %s: %w", id, err)
	}
	return goOn, nil
}

func (t *tx) importOutcome(row int64, file, place int, o wire.ImportOutcome) error {
	body, err := encode(o)
	if err != nil {
		return err
	}
	res, err := t.exec(`
		INSERT INTO import_outcome (import, file, place, outcome)
		VALUES (?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, row, file, place, body)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		return err
	}
	one := map[string]int{o.Result: 1}
	similar := 0
	if o.Similar != "" {
		similar = 1
	}
	_, err = t.exec(`
		UPDATE import
		SET added = added + ?, existing = existing + ?, refused = refused + ?, similar = similar + ?, spans = spans + ?, links = links + ?
		WHERE number = ?`, one["added"], one["existing"], one["refused"], similar, o.Spans, o.Links, row)
	return err
}

const importColumns = `
	SELECT number, id, project, actor, state, choice, done, added, existing, refused, similar, spans, links, created_at, coalesce(ended_at, 0)
	FROM import `

func readImport(row scanner) (i numberedImport, err error) {
	var choice string
	var created, ended int64
	err = row.Scan(&i.number, &i.ID, &i.Project, &i.By, &i.State, &choice, &i.Done, &i.Added, &i.Existing, &i.Refused, &i.Similar, &i.Spans, &i.Links, &created, &ended)
	if err != nil {
		return i, err
	}
	i.CreatedAt = moment(created)
	if ended > 0 {
		i.EndedAt = moment(ended)
	}
	return i, decode("import.choice", choice, &i.Choice)
}

type numberedImport struct {
	wire.Import
	number int64
}

func (i *numberedImport) files(src source) (err error) {
	i.Files, err = collect(src, func(row scanner) (f wire.ImportFile, err error) {
		return f, row.Scan(&f.Name, &f.Bytes)
	}, `SELECT name, bytes FROM import_file WHERE import = ? ORDER BY number`, i.number)
	return err
}

// ImportRun is one import. Returns NotFound (unknown_import).
func (s *Store) ImportRun(ctx context.Context, project, id string) (i wire.Import, err error) {
	err = s.view(ctx, func(src source) error {
		one, err := readImport(src.row(importColumns+`WHERE project = ? AND id = ?`, project, id))
		if err != nil {
			return missing(err, "import", id)
		}
		err = one.files(src)
		i = one.Import
		return err
	})
	return i, err
}

// Imports lists the last hundred imports of a project, newest first, without
// the names of their files.
func (s *Store) Imports(ctx context.Context, project string) (all wire.Imports, err error) {
	err = s.view(ctx, func(src source) error {
		found, err := collect(src, readImport, importColumns+`WHERE project = ? ORDER BY number DESC LIMIT 100`, project)
		for _, i := range found {
			i.Files = []wire.ImportFile{}
			all.Imports = append(all.Imports, i.Import)
		}
		return err
	})
	return all, err
}

// NextImport is the oldest running import; ok is false when there is none.
func (s *Store) NextImport(ctx context.Context) (i wire.Import, ok bool, err error) {
	err = s.view(ctx, func(src source) error {
		one, err := readImport(src.row(importColumns + `WHERE state = 'running' ORDER BY number LIMIT 1`))
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil {
			err = one.files(src)
		}
		i, ok = one.Import, err == nil
		return err
	})
	return i, ok, err
}

// outcomeConditions narrow a report down.
var outcomeConditions = map[wire.OutcomesOnly]string{
	"":                ``,
	wire.OnlyAdded:    ` AND outcome ->> '$.result' = 'added'`,
	wire.OnlyExisting: ` AND outcome ->> '$.result' = 'existing'`,
	wire.OnlyRefused:  ` AND outcome ->> '$.result' = 'refused'`,
	wire.OnlyNotes:    ` AND json_array_length(outcome, '$.notes') > 0`,
	wire.OnlySimilar:  ` AND outcome ->> '$.similar' <> ''`,
}

// ImportOutcomes is a page of an import's report, in order: all of it, or only
// some outcomes. Returns NotFound (unknown_import) and Invalid (bad_cursor,
// bad_query).
func (s *Store) ImportOutcomes(ctx context.Context, project, id string, only wire.OutcomesOnly, after string, limit int) (page wire.ImportOutcomes, err error) {
	file, place, err := outcomeCursor(after)
	if err != nil {
		return page, err
	}
	condition, ok := outcomeConditions[only]
	if !ok {
		return page, annotations.Errorf(annotations.Invalid, "bad_query", "query.only", "%q is none of added, existing, refused, notes, similar", only)
	}
	limit = min(max(limit, 1), 1000)
	err = s.view(ctx, func(src source) error {
		var row int64
		if err := src.row(`SELECT number FROM import WHERE project = ? AND id = ?`, project, id).Scan(&row); err != nil {
			return missing(err, "import", id)
		}
		type placed struct {
			file, place int
			o           wire.ImportOutcome
		}
		found, err := collect(src, func(r scanner) (p placed, err error) {
			var body string
			if err := r.Scan(&p.file, &p.place, &body); err != nil {
				return p, err
			}
			return p, decode("import_outcome.outcome", body, &p.o)
		}, `
			SELECT file, place, outcome
			FROM import_outcome
			WHERE import = ? AND (file, place) > (?, ?)`+condition+`
			ORDER BY file, place
			LIMIT ?`, row, file, place, limit)
		for _, p := range found {
			page.Outcomes = append(page.Outcomes, p.o)
		}
		if n := len(found); n == limit {
			page.Next = fmt.Sprintf("%d-%d", found[n-1].file, found[n-1].place)
		}
		return err
	})
	return page, err
}

func outcomeCursor(after string) (file, place int, err error) {
	if after == "" {
		return -1, -1, nil
	}
	a, b, _ := strings.Cut(after, "-")
	file, errA := strconv.Atoi(a)
	place, errB := strconv.Atoi(b)
	if errA != nil || errB != nil {
		return 0, 0, annotations.Errorf(annotations.Invalid, "bad_cursor", "after", "%q is no cursor of this list", after)
	}
	return file, place, nil
}
