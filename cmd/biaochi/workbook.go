package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// zeroTime asks the store for everything that is known.
var zeroTime time.Time

// fresh refuses a filled template whose figures have moved on since it was written,
// naming the newest. A row that says what already stands is no news, so that
// importing again changes nothing. Other files pass.
func fresh(ctx context.Context, st *store.Store, name string, input io.ReadSeeker, today targets.Date) error {
	stamp, err := sheet.StampOf(input)
	if stamp == nil || err != nil {
		return err
	}
	var keys []targets.Key
	for key := range stamp.Seen {
		keys = append(keys, key)
	}
	newest, err := st.Newest(ctx, keys)
	if err != nil {
		return err
	}
	c, demo, err := st.Catalogue(ctx)
	if err != nil {
		return err
	}
	moved, err := movedOn(name, input, stamp, newest, c, collector.NewRules(c, today, demo))
	if err != nil || len(moved) == 0 {
		return err
	}
	return &targets.Error{Kind: targets.Conflict, Text: "写出模板之后，这些指标又有了新的修订：" + strings.Join(moved, "；") + "。请重新写出模板，核对后再填"}
}

// movedOn lists the rows that would take the place of a revision their writer
// never saw.
func movedOn(name string, input io.ReadSeeker, stamp *sheet.Stamp, newest map[targets.Key]targets.Figure, c *targets.Catalogue, rules *collector.Rules) ([]string, error) {
	rows, err := sheet.Open(name, input, c)
	if _, ok := errors.AsType[targets.Faults](err); ok {
		_, err = input.Seek(0, io.SeekStart)
		return nil, err // told by the import itself, all at once
	} else if err != nil {
		return nil, err
	}
	var moved []string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		known, ok := newest[row.Figure.Key]
		rules.Complete(row.Figure)
		if !ok || known.Revision == stamp.Seen[row.Figure.Key] || row.Figure.SameContent(&known) {
			continue
		}
		moved = append(moved, fmt.Sprintf("第 %d 行 %s 第 %d 次修订为 %s", row.Line, known.Indicator, known.Revision, numberOrNone(known.Value)))
	}
	_, err = input.Seek(0, io.SeekStart)
	return moved, err
}

// writeMarked writes the same workbook with its faults and warnings marked.
func writeMarked(input io.ReadSeeker, out string, faults, warnings targets.Faults) error {
	at, ok := input.(io.ReaderAt)
	size, err := input.Seek(0, io.SeekEnd)
	if !ok || err != nil {
		return fmt.Errorf("read workbook again: %w", err)
	}
	return writeNew(out, func(w io.Writer) error { return (sheet.Sheets{}).Mark(w, at, size, faults, warnings) })
}
