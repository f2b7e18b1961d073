package collector

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// An ImportResult says what an import did, or with DryRun would have done.
type ImportResult struct {
	Rows        int // of the file, without blank ones
	New         int // nothing counted of the key
	Corrections int // a new revision of a key that had a figure
	Same        int // says what already stands, and was skipped
	DryRun      bool
	SubmitOnly  bool
	Entry       int64          // of the chain; 0 when nothing was written
	SHA256      string         // of the file's bytes, hex
	Warnings    targets.Faults // soft edits: worth a look, not refused
	Jumps       int            // of them: figures ten times as high or low as the one before, without a note

	Restatement *targets.Restatement // nil unless the file restated history
	Breaks      int                  // series in which a break was marked

	Changes []Change // the first 20 corrections, in the order of their keys
}

// A Change is what a correction makes of the figure that counted, or with
// SubmitOnly of the one that waited. A number is absent where there is none;
// where both are equal, something beside the number changed.
type Change struct {
	targets.Key
	Old, New targets.Decimal
}

// maxChanges is how many corrections a result lists.
const maxChanges = 20

func (in *intake) result(m *merger, o ImportOptions) ImportResult {
	r := ImportResult{
		Rows: len(in.pack.index), New: m.fresh, Corrections: m.corrected, Same: m.same,
		Jumps: m.jumps, DryRun: o.DryRun, SubmitOnly: o.SubmitOnly, SHA256: in.hash(), Warnings: in.warnings.sorted(), Restatement: o.Restatement,
		Changes: m.changes,
	}
	if m.restate != nil {
		r.Breaks = m.restate.breaks
	}
	return r
}

// Summary says the result in one sentence.
func (r ImportResult) Summary(lang targets.Lang) string {
	if lang == targets.EN {
		return r.english()
	}
	var b strings.Builder
	if r.Restatement == nil {
		fmt.Fprintf(&b, "共 %d 行：新增 %d，更正 %d，内容相同 %d；", r.Rows, r.New, r.Corrections, r.Same)
	} else {
		fmt.Fprintf(&b, "历史数据调整（%s，%s 起）：共 %d 行，新增 %d，调整 %d，内容相同 %d，口径中断 %d 处；",
			r.Restatement.Document, r.Restatement.Effective, r.Rows, r.New, r.Corrections, r.Same, r.Breaks)
	}
	if r.Jumps > 0 {
		fmt.Fprintf(&b, "其中 %d 处较上一期相差十倍以上而没有备注，请核对；", r.Jumps)
	}
	switch {
	case r.DryRun:
		b.WriteString("仅检查，未写入。")
	case r.Entry == 0:
		b.WriteString("没有变化，未写入。")
	case r.SubmitOnly:
		fmt.Fprintf(&b, "已上报待审核（第 %d 条记录）。", r.Entry)
	default:
		fmt.Fprintf(&b, "已写入（第 %d 条记录）。", r.Entry)
	}
	return b.String()
}

func (r ImportResult) english() string {
	var b strings.Builder
	if r.Restatement == nil {
		fmt.Fprintf(&b, "%d rows: %d new, %d corrected, %d unchanged; ", r.Rows, r.New, r.Corrections, r.Same)
	} else {
		fmt.Fprintf(&b, "restatement (%s, from %s): %d rows, %d new, %d restated, %d unchanged, %d breaks; ",
			r.Restatement.Document, r.Restatement.Effective, r.Rows, r.New, r.Corrections, r.Same, r.Breaks)
	}
	if r.Jumps > 0 {
		fmt.Fprintf(&b, "%d more than ten times the figure before or less than a tenth, without a note: check them; ", r.Jumps)
	}
	switch {
	case r.DryRun:
		b.WriteString("checked only, nothing written.")
	case r.Entry == 0:
		b.WriteString("nothing changed, nothing written.")
	case r.SubmitOnly:
		fmt.Fprintf(&b, "submitted for review (entry %d).", r.Entry)
	default:
		fmt.Fprintf(&b, "written (entry %d).", r.Entry)
	}
	return b.String()
}
