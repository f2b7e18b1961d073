package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// exportScores applies an office's formula and writes the points to standard
// output.
func (k exportCmd) exportScores(ctx context.Context, c console, st *store.Store) error {
	if k.Formula == "" {
		return usageError("--format " + k.Format + " 需要 --formula 计分办法.yaml；写法见 biaochi export --help")
	}
	formula, err := readFormula(k.Formula)
	if err != nil {
		return err
	}
	asOf, knownAt, err := k.dates(c.now())
	if err != nil {
		return err
	}
	s, err := st.Snapshot(ctx, targets.Selection{}, asOf, knownAt)
	if err != nil {
		return err
	}
	if faults := formula.Unknown(s); len(faults) > 0 {
		return inFile(faults, k.Formula)
	}
	answers, err := st.Answers(ctx, formula.Periods.Start, formula.Periods.End, knownAt)
	if err != nil {
		return err
	}
	duties := s.Register.Duties(formula.Periods.Start, formula.Periods.End, answers)
	scores, err := formula.Score(s.Evaluate(), duties, s.Areas, asOf)
	if faults, ok := errors.AsType[targets.Faults](err); ok {
		return inFile(faults, k.Formula)
	} else if err != nil {
		return err
	}
	card := sheet.Scorecard{Formula: formula, Scores: scores, Lang: targets.ZH, Area: func(code string) string { return s.AreaName(code, targets.ZH) }, Facts: [][2]string{
		{"计分办法", formula.Name}, {"截至日", asOf.String()}, {"数据入库截止", s.KnownAt.In(targets.Shanghai).Format("2006-01-02 15:04")},
		{"报送情况所计报告期", formula.Periods.Label(targets.ZH)}, {"满分合计", formula.Weights().String()}, {"程序版本", version},
		{"说明", "得分只由完成率、完成进度、序时比和报送情况计算；状态、预测和概率不参与计分。"},
	}}
	if k.Format == "scorecard-xlsx" {
		return card.WriteBook(c.out)
	}
	return card.WriteCSV(c.out)
}

// readFormula reads a formula from a file.
func readFormula(path string) (*targets.Formula, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, &targets.Error{Kind: targets.NotFound, Field: "--formula", Text: "找不到计分办法 " + path}
	}
	folder, name := filepath.Split(path)
	if folder == "" {
		folder = "."
	}
	formula, err := seeds.Formula(os.DirFS(folder), name)
	if faults, ok := errors.AsType[targets.Faults](err); ok {
		return nil, inFile(faults, path)
	}
	if err != nil {
		return nil, fmt.Errorf("read formula: %w", err)
	}
	return formula, nil
}

// inFile names the file as the person gave it.
func inFile(faults targets.Faults, path string) targets.Faults {
	for i := range faults {
		faults[i].File = path
	}
	return faults
}
