package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

type importCmd struct {
	database
	File       string `arg:"" help:"A CSV file in UTF-8 or GBK, or a workbook (xlsx); - reads standard input."`
	DryRun     bool   `help:"Check everything and say what would happen; write nothing."`
	SubmitOnly bool   `help:"Submit for review without approving."`
	Revert     bool   `help:"Allow rows that equal an older revision: go back to it."`
	Strict     bool   `help:"Refuse a figure that jumps (ten times the one before, or a tenth of it) without a note, in place of a warning."`
	Marked     string `help:"Of a workbook: also write it with the faulty cells marked and commented; it must not exist yet." placeholder:"OUT.xlsx"`
	Adjust     string `help:"The file is a 历史数据调整 by this document (number or title): it restates the history of its series as one batch." placeholder:"DOCUMENT"`
	Reason     string `help:"Of --adjust: why, such as a census." placeholder:"TEXT"`
	Effective  string `help:"Of --adjust: the day the new definition is in force from." placeholder:"D"`
}

// Help shows the file format and what an adjustment is.
func (importCmd) Help() string { return sheet.Help(targets.ZH) + adjustHelp }

const adjustHelp = `

历史数据调整（口径改变、普查等）：
  biaochi import FILE --adjust 文号 --reason 理由 --effective 2024-01-01
  整批登记文号、理由和生效日期；原来的数仍作为以前的修订保留。每个序列至少要有一期是调整已有的数，
  同一序列可以同时补充新的报告期。更早的各期未列入的，本批第一期自动标为口径中断（B），序时进度和预测不跨过它；
  生效日期以前、本批第一期以后的各期都要列入，没有调整数的标 D（口径不同）。生效日期起的数视为已是新口径。
  不带 --adjust 的导入，无论多少行，都是更正。`

// Run imports one file.
func (k importCmd) Run(ctx context.Context, c console) error {
	restatement, err := k.restatement()
	if err != nil {
		return err
	}
	input, name, err := k.open(c)
	if err != nil {
		return err
	}
	if closer, ok := input.(io.Closer); ok {
		defer closer.Close()
	}
	st, err := k.openStore(ctx, c)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := fresh(ctx, st, name, input, targets.DateOf(c.now())); err != nil {
		return err
	}
	bar := newBar(c)
	result, err := newDesk(st, c.now).Import(ctx, name, input, collector.ImportOptions{
		Actor: collector.Operator, DryRun: k.DryRun, SubmitOnly: k.SubmitOnly, Revert: k.Revert, Strict: k.Strict, Restatement: restatement,
		Progress: func(step collector.Step, done, total int64) { bar.show(stepNames[step], done, total) },
	})
	bar.done()
	if err := k.mark(c, input, result.Warnings, err); err != nil {
		return err
	}
	for _, w := range result.Warnings {
		fmt.Fprintln(c.err, "提示：", w)
	}
	printCorrections(c.out, result)
	_, err = fmt.Fprintln(c.out, result.Summary(targets.ZH))
	return err
}

// mark writes the marked workbook, when it was asked for and there is something to
// mark, and returns what the import ended with.
func (k importCmd) mark(c console, input io.ReadSeeker, warnings targets.Faults, ended error) error {
	faults, _ := errors.AsType[targets.Faults](ended)
	if k.Marked == "" || len(faults)+len(warnings) == 0 {
		return ended
	}
	if err := writeMarked(input, k.Marked, faults, warnings); err != nil {
		fmt.Fprintln(c.err, "未能写出标注的工作簿：", err)
		return ended
	}
	fmt.Fprintln(c.err, "已写出标注的工作簿 "+k.Marked)
	return ended
}

// printCorrections lists the first corrections, so that a slip is seen before or
// right after it counts.
func printCorrections(w io.Writer, r collector.ImportResult) {
	word := "更正"
	if r.Restatement != nil {
		word = "调整"
	}
	for _, change := range r.Changes {
		fmt.Fprintf(w, "%s：%s %s %s：%s\n", word, change.Indicator, change.Area, change.Period, describeChange(change))
	}
	if more := r.Corrections - len(r.Changes); more > 0 {
		fmt.Fprintf(w, "另有 %d 处%s未逐条列出\n", more, word)
	}
}

func describeChange(change collector.Change) string {
	if change.Old.Equal(change.New) {
		return numberOrNone(change.New) + "（数值未变，其他内容有变）"
	}
	return numberOrNone(change.Old) + " → " + numberOrNone(change.New)
}

func numberOrNone(v targets.Decimal) string {
	if !v.Known() {
		return "无数值"
	}
	return v.String()
}

// restatement reads the three flags of an adjustment, which belong together.
func (k importCmd) restatement() (*targets.Restatement, error) {
	if k.Adjust == "" && k.Reason == "" && k.Effective == "" {
		return nil, nil
	}
	if k.Adjust == "" || k.Reason == "" || k.Effective == "" {
		return nil, usageError("历史数据调整要写全 --adjust 文号、--reason 理由、--effective 生效日期")
	}
	effective, err := targets.ParseDate(k.Effective)
	if err != nil {
		return nil, usageError("--effective：" + err.Error())
	}
	return &targets.Restatement{Document: k.Adjust, Reason: k.Reason, Effective: effective}, nil
}

var stepNames = map[collector.Step]string{collector.Reading: "读取校验", collector.Comparing: "比对", collector.Writing: "写入"}

// open gives the file, or standard input held in memory up to the file limit.
func (k importCmd) open(c console) (io.ReadSeeker, string, error) {
	if k.File == "-" {
		b, err := io.ReadAll(io.LimitReader(c.in, sheet.MaxFile+1)) // one too many is refused by name
		if err != nil {
			return nil, "", fmt.Errorf("read standard input: %w", err)
		}
		return bytes.NewReader(b), "stdin", nil
	}
	f, err := os.Open(k.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", &targets.Error{Kind: targets.NotFound, Text: "找不到文件 " + k.File}
	}
	if err != nil {
		return nil, "", fmt.Errorf("open figures: %w", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, "", &targets.Error{Kind: targets.Invalid, Text: k.File + " 是文件夹，请给出其中的 CSV 或 xlsx 文件"}
	}
	return f, k.File, nil
}

// openStore opens an existing database: figures need a catalogue to be checked against.
func (k importCmd) openStore(ctx context.Context, c console) (*store.Store, error) {
	if k.DryRun {
		return k.read(ctx)
	}
	if _, err := os.Stat(k.DB); err != nil {
		return k.read(ctx) // says how to get one
	}
	return k.write(ctx, c.now)
}
