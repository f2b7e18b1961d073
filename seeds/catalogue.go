package seeds

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// Catalogue reads a folder of seeds: areas.yaml, departments.yaml,
// indicators/*.yaml and documents/*.yaml. It checks every file against its JSON
// Schema and then all of them against each other.
//
// The warnings name what the documents leave undefined (口径待明确). A catalogue
// with faults is not returned: the error is a targets.Faults with all of them,
// by file and line. Any other error is a fault of the program.
func Catalogue(fsys fs.FS) (*targets.Catalogue, []targets.Fault, error) {
	books, err := rulebooks()
	if err != nil {
		return nil, nil, err
	}
	f, err := readFiles(fsys, books)
	if err != nil {
		return nil, nil, err
	}
	f.check()
	if faults := f.faults(); len(faults) > 0 {
		return nil, nil, faults
	}
	return f.catalogue(), f.warnings(), nil
}

// files is everything read from a folder of seeds, item by item.
type files struct {
	sources     []*source
	unread      map[string]bool // kinds of which a file could not be read
	areas       []*entry[targets.Area]
	departments []*entry[targets.Department]
	indicators  []*entry[targets.Indicator]
	documents   []*entry[targets.Document]
	targets     []*entry[targets.Target]
	tasks       []*entry[targets.Task]
}

// An entry is one item of a file: its value, and where it stands. An item that
// breaks its schema is kept without its value, so that what refers to it is not
// reported as well.
type entry[T any] struct {
	src  *source
	path string
	id   string
	v    *T
}

// fault notes one thing wrong with a key of the item.
func (e *entry[T]) fault(key, text, fix string) { e.src.faultAt(join(e.path, key), text, fix) }

// place says where the item stands, for a fault elsewhere.
func (e *entry[T]) place() string {
	return e.src.name + ":" + strconv.Itoa(e.src.line(e.path))
}

// readFiles reads the files of a folder in the order areas, departments,
// indicators, documents, each by name.
func readFiles(fsys fs.FS, books map[string]rulebook) (*files, error) {
	f := &files{unread: map[string]bool{}}
	for _, kind := range []struct{ book, pattern string }{
		{"areas", "areas.yaml"}, {"departments", "departments.yaml"},
		{"indicators", "indicators/*.yaml"}, {"document", "documents/*.yaml"},
	} {
		names, err := fs.Glob(fsys, kind.pattern)
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", kind.pattern, err)
		}
		if len(names) == 0 {
			names = []string{kind.pattern}
		}
		for _, name := range names {
			s := readSource(fsys, name)
			f.sources = append(f.sources, s)
			if s.root == nil {
				f.unread[kind.book] = true
				continue
			}
			f.collect(s, kind.book, books[kind.book].check(s))
		}
	}
	return f, nil
}

// collect takes the items of one file.
func (f *files) collect(s *source, book string, broken []string) {
	switch book {
	case "areas":
		f.areas = append(f.areas, items[targets.Area](s, "areas", "code", broken)...)
	case "departments":
		f.departments = append(f.departments, items[targets.Department](s, "departments", "id", broken)...)
	case "indicators":
		f.indicators = append(f.indicators, items[targets.Indicator](s, "indicators", "id", broken)...)
	case "document":
		doc := item[targets.Document](s, "document", child(s.root, "document"), "id", broken)
		f.documents = append(f.documents, doc)
		f.targets = append(f.targets, goals(s, broken)...)
		f.tasks = append(f.tasks, items[targets.Task](s, "tasks", "id", broken)...)
		f.own(s, doc.id)
		doc.named()
	}
}

// own gives the targets and tasks of a file to its document.
func (f *files) own(s *source, document string) {
	for _, t := range f.targets {
		if t.src == s && t.v != nil {
			t.v.Document = document
		}
	}
	for _, t := range f.tasks {
		if t.src == s && t.v != nil {
			t.v.Document = document
		}
	}
}

// items takes the items of the list at a key.
func items[T any](s *source, key, id string, broken []string) []*entry[T] {
	list, _ := child(s.root, key).([]any)
	out := make([]*entry[T], len(list))
	for i, raw := range list {
		out[i] = item[T](s, join(key, strconv.Itoa(i)), raw, id, broken)
	}
	return out
}

// goals takes the targets of a file, their adjustments complete.
func goals(s *source, broken []string) []*entry[targets.Target] {
	written, _ := child(s.root, "targets").([]any)
	for _, raw := range written {
		previous(raw)
	}
	list := items[targets.Target](s, "targets", "id", broken)
	for i, e := range list {
		tellBefore(e, written[i])
	}
	return list
}

// item takes one item; it has a value when nothing in it breaks the schema.
func item[T any](s *source, path string, raw any, id string, broken []string) *entry[T] {
	e := &entry[T]{src: s, path: path}
	e.id, _ = child(raw, id).(string)
	within := func(p string) bool { return p == "" || p == path || strings.HasPrefix(p, path+"/") }
	if raw == nil || slices.ContainsFunc(broken, within) {
		return e
	}
	v := new(T)
	if err := decode(raw, v); err != nil {
		e.fault("", err.Error(), "")
		return e
	}
	e.v = v
	return e
}

// decode fills a struct of targets from plain values: a YAML key is the name of
// a field in snake case.
func decode(raw any, v any) error {
	b, err := json.Marshal(fieldNames(raw))
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	return nil
}

// fieldNames drops the underscores of keys, so that due_basis finds DueBasis.
func fieldNames(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, x := range v {
			m[strings.ReplaceAll(k, "_", "")] = fieldNames(x)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = fieldNames(x)
		}
		return list
	}
	return v
}

// child returns the value at a key of a mapping, or nil.
func child(v any, key string) any {
	m, _ := v.(map[string]any)
	return m[key]
}

// faults returns every fault in the order of the files and their lines.
func (f *files) faults() targets.Faults {
	var all targets.Faults
	for _, s := range f.sources {
		slices.SortStableFunc(s.faults, func(a, b targets.Fault) int { return cmp.Compare(a.Line, b.Line) })
		all = append(all, s.faults...)
	}
	return all
}

// catalogue returns the values, when there are no faults.
func (f *files) catalogue() *targets.Catalogue {
	c := &targets.Catalogue{
		Areas: values(f.areas), Departments: values(f.departments), Indicators: values(f.indicators),
		Documents: values(f.documents), Targets: values(f.targets), Tasks: values(f.tasks),
	}
	documents := index(f.documents)
	for i := range c.Targets {
		if d := documents[c.Targets[i].Document]; d != nil {
			c.Targets[i] = started(&c.Targets[i], d.v)
		}
	}
	return c
}

func values[T any](entries []*entry[T]) []T {
	out := make([]T, len(entries))
	for i, e := range entries {
		out[i] = *e.v
	}
	return out
}

// stem is a file's name without folder and ending.
func stem(name string) string { return strings.TrimSuffix(path.Base(name), ".yaml") }
