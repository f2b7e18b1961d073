package collector

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"

	"github.com/biaochi/biaochi/targets"
)

// A File is a figure file and the name to be told of it.
type File struct {
	Name    string
	Content io.ReadSeeker
}

// FigureFiles reads the figure files of a folder of seeds: figures/*.csv, by name.
func FigureFiles(fsys fs.FS) ([]File, error) {
	names, err := fs.Glob(fsys, "figures/*.csv")
	if err != nil {
		return nil, fmt.Errorf("list figures: %w", err)
	}
	files := make([]File, len(names))
	for i, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		files[i] = File{Name: name, Content: bytes.NewReader(b)}
	}
	return files, nil
}

// Load reads figure files that no store has seen, such as the published figures
// a new database is founded on. The rules are those of an import. The error is
// targets.Faults, of all files at once, when they are at fault.
func Load(ctx context.Context, open Open, c *targets.Catalogue, rules *Rules, files ...File) (figures []targets.Figure, warnings targets.Faults, err error) {
	var faults targets.Faults
	places := map[targets.Key]string{}
	for _, file := range files {
		in, err := loadFile(ctx, open, c, rules, file)
		if bad, ok := err.(targets.Faults); ok {
			faults = append(faults, bad...)
			continue
		} else if err != nil {
			return nil, nil, err
		}
		figures, faults = in.appendFigures(figures, faults, places)
		warnings = append(warnings, in.warnings.sorted()...)
	}
	if len(faults) > 0 {
		return nil, nil, faults
	}
	return figures, warnings, nil
}

func loadFile(ctx context.Context, open Open, c *targets.Catalogue, rules *Rules, file File) (*intake, error) {
	in := newIntake(file.Name, rules, nil)
	if err := in.readAll(ctx, open, file.Content, c); err != nil {
		return nil, err
	}
	m := newMerger(in.pack, &in.faults, &in.warnings, in.rows.Header)
	m.rules = rules
	m.canonical = func(b []byte, _ *targets.Figure) []byte { return b } // nothing is hashed: nothing is written
	m.finish()
	return in, in.faults.err()
}

// appendFigures adds the file's figures, refusing those that an earlier file has.
func (in *intake) appendFigures(figures []targets.Figure, faults targets.Faults, places map[targets.Key]string) ([]targets.Figure, targets.Faults) {
	for i := range in.pack.index {
		var f targets.Figure
		in.pack.read(i, &f)
		line := int(in.pack.index[i].line)
		if place, twice := places[f.Key]; twice {
			faults = append(faults, targets.Fault{File: in.name, Line: line, Field: in.rows.Header(ColumnPeriod),
				Text: fmt.Sprintf("与 %s 是同一指标、同一地区、同一报告期（%s）", place, f.Period), Fix: "请只保留一行"})
		}
		places[f.Key] = fmt.Sprintf("%s:%d", in.name, line)
		figures = append(figures, f)
	}
	return figures, faults
}
