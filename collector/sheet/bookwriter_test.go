package sheet

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/biaochi/biaochi/targets"
)

func TestAWrittenWorkbookIsReadBack(t *testing.T) {
	c := testCatalogue()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(figures(c).Filter(writable), 1, 20).Draw(t, "figures")
		var b bytes.Buffer
		w, err := NewBookWriter(&b, c)
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			if err := w.Write(&list[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		rows, err := Open("f.xlsx", bytes.NewReader(b.Bytes()), c)
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			row, err := rows.Next()
			if err != nil || len(row.Findings) > 0 {
				t.Fatalf("row %d: %+v, %v", i, row, err)
			}
			want := list[i]
			want.Revision = 0
			typed := want.Value
			if want.Indicator == "share" && typed.Known() {
				typed = targets.Percent(typed).Shift(-2) // a per cent has two decimals of the ratio at least: 0.5 comes back as 0.50
			}
			digits := row.Figure.Value.String() == typed.String() || want.Indicator == "stage" // a stage is a word, which has no decimals
			if !row.Figure.SameContent(&want) || !digits {
				t.Fatalf("row %d is read as\n%+v, want\n%+v", i, *row.Figure, want)
			}
		}
		if _, err := rows.Next(); !errors.Is(err, io.EOF) {
			t.Fatalf("after the last row: %v", err)
		}
	})
}

// writable leaves out texts that XML has no characters for, which the rules
// refuse before a figure is kept, and texts of spaces alone, which a cell that
// holds nothing is not told from.
func writable(f targets.Figure) bool {
	for _, s := range []string{f.Note, f.SourceTitle, f.SourceURL} {
		if s != "" && strings.TrimSpace(s) == "" {
			return false
		}
		for _, r := range s {
			if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r > 0xfffd && r < 0x10000 {
				return false
			}
		}
	}
	return true
}

func TestAWorkbookHoldsTwentyThousandFigures(t *testing.T) {
	c := testCatalogue()
	w, err := NewBookWriter(io.Discard, c)
	if err != nil {
		t.Fatal(err)
	}
	f := targets.Figure{Key: targets.Key{Indicator: "months", Area: "610000", Period: targets.Year(2024)}, Flag: targets.Normal, Origin: targets.OriginOffice}
	for range MaxRows {
		if err := w.Write(&f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Write(&f); targets.KindOf(err) != targets.Invalid {
		t.Errorf("one more: %v; want it refused", err)
	}
}
