package ingest

import (
	"io"
	"path"
	"slices"
	"strings"

	"galley/annotations/formats"
)

// Entry is one file of several that may belong together.
type Entry struct {
	// Number is the one that its outcomes carry.
	Number int
	File   formats.File
}

// Group is files that one annotated format takes together.
type Group struct {
	Format formats.Format
	// First is the number of the first file, in whose turn the group is read.
	First int
	Files []formats.File
}

// Grouped tells which of several files belong together in an annotated format.
// taken holds the numbers of all files of the groups. What a group does not
// take stays for itself.
func Grouped(entries []Entry) (groups []Group, taken map[int]bool) {
	taken = map[int]bool{}
	for _, folder := range folders(entries) {
		for _, g := range groupsOf(folder) {
			group := Group{Format: g.format, First: g.entries[0].Number}
			for _, e := range g.entries {
				group.Files = append(group.Files, e.File)
				group.First = min(group.First, e.Number)
				taken[e.Number] = true
			}
			groups = append(groups, group)
		}
	}
	return groups, taken
}

// folders are the entries by the first folder of their path, in order.
func folders(entries []Entry) [][]Entry {
	var all [][]Entry
	at := map[string]int{}
	for _, e := range entries {
		root, _, ok := strings.Cut(e.File.Name, "/")
		if !ok {
			root = ""
		}
		i, known := at[root]
		if !known {
			i = len(all)
			at[root] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], e)
	}
	return all
}

type claim struct {
	format  formats.Format
	entries []Entry
}

// groupsOf finds the groups in one folder: one format for everything, or the
// pairs of brat and the CAS files with their type system among other files.
func groupsOf(folder []Entry) []claim {
	if len(folder) < 2 {
		return nil
	}
	for _, name := range []string{"hf", "w3c", "csv", "spkatt", "labelstudio"} {
		f, ok := reader(name)
		if ok && f.Detect(filesOf(folder), head) {
			return []claim{{f, folder}}
		}
	}
	var all []claim
	for name, wanted := range map[string]func(Entry) bool{
		"brat": bratFile(folder), "xmi": ending(".xmi", ".xml"),
	} {
		part := slices.DeleteFunc(slices.Clone(folder), func(e Entry) bool { return !wanted(e) })
		f, ok := reader(name)
		if ok && len(part) > 1 && f.Detect(filesOf(part), head) {
			all = append(all, claim{f, part})
		}
	}
	slices.SortFunc(all, func(a, b claim) int { return strings.Compare(a.format.Name, b.format.Name) })
	return all
}

// bratFile tells the files of a brat collection: annotations with the texts of
// the same name, and the settings.
func bratFile(folder []Entry) func(Entry) bool {
	annotated := map[string]bool{}
	for _, e := range folder {
		if stem, ext := stemOf(e.File.Name); ext == ".ann" || ext == ".a1" || ext == ".a2" {
			annotated[stem] = true
		}
	}
	return func(e Entry) bool {
		stem, ext := stemOf(e.File.Name)
		return ext == ".conf" || annotated[stem] && slices.Contains([]string{".txt", ".ann", ".a1", ".a2"}, ext)
	}
}

func ending(all ...string) func(Entry) bool {
	return func(e Entry) bool {
		_, ext := stemOf(e.File.Name)
		return slices.Contains(all, ext)
	}
}

func stemOf(name string) (stem, ext string) {
	ext = path.Ext(name)
	return strings.TrimSuffix(name, ext), strings.ToLower(ext)
}

func filesOf(entries []Entry) []formats.File {
	all := make([]formats.File, len(entries))
	for i, e := range entries {
		all[i] = e.File
	}
	return all
}

// reader is a format that can be read by its name.
func reader(name string) (formats.Format, bool) {
	f, err := formats.Named(name)
	return f, err == nil && name != "" && f.Read != nil
}

// single is the annotated format of one file, if it is one.
func single(f formats.File) (formats.Format, bool) {
	for _, format := range formats.All {
		if format.Read != nil && format.Detect != nil && format.Detect([]formats.File{f}, head) {
			return format, true
		}
	}
	return formats.Format{}, false
}

// head gives the first 64 KiB of a file; nothing of one that cannot be opened,
// which is said when it is read.
func head(f formats.File) []byte {
	r, err := f.Open()
	if err != nil {
		return nil
	}
	defer r.Close()
	b, _ := io.ReadAll(io.LimitReader(r, 64<<10)) // the same
	return b
}
