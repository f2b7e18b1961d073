package report

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// adjusted is the catalogue after a document of 2025-02-01 raised a goal from
// 3500 and put the deadline off from 2024.
func adjusted() *targets.Snapshot {
	s := catalogue()
	for i := range s.Targets {
		t := &s.Targets[i]
		if t.ID != "zj-made" {
			continue
		}
		was := t.Terms()
		was.Goal, was.Deadline, was.Path = num("3500"), date("2024-12-31"), []targets.PathPoint{{On: date("2023-12-31"), Value: num("3000")}}
		t.Adjustments = []targets.Adjustment{{On: date("2025-02-01"), Document: "浙政办发〔2025〕7号", Reason: zhEn("上调目标", "Raised"), Was: was}}
	}
	return s
}

func TestATargetPageShowsTheGoalOfTheDay(t *testing.T) {
	const told = "目标值调整 2025-02-01，浙政办发〔2025〕7号 目标值由3,500项变为4,000项 期限由2024-12-31变为2025-12-31 文件节点由2023-12-31 3,000项变为无 上调目标"
	tests := map[string]struct {
		asOf      string
		told      bool
		has, lack []string
	}{
		"as of the document's day, the new goal": {"2025-02-01", true, []string{"4,000项", "2025-12-31"}, nil},
		"as of the day before, the old one and not a word of the document": {
			"2025-01-31", false, []string{"3,500项", "2024-12-31", "3,000项"}, []string{"〔2025〕7号", "4,000项", "上调目标"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := fixed
			o.AsOf = date(tt.asOf)
			page := write(t, t.TempDir(), adjusted, o)["targets/zj-made.html"]
			clause := textOf(page, `id="clause-head">`, "</section>")
			if strings.Contains(clause, told) != tt.told {
				t.Errorf("as of %s the clause reads\n%s\nwant %q in it: %t", tt.asOf, clause, told, tt.told)
			}
			for _, want := range tt.has {
				if !strings.Contains(page, want) {
					t.Errorf("as of %s the page lacks %q", tt.asOf, want)
				}
			}
			body, _, _ := strings.Cut(strings.ReplaceAll(page, "4000项不可能", ""), `<footer`)
			for _, lack := range tt.lack {
				if strings.Contains(body, lack) {
					t.Errorf("as of %s the page has %q", tt.asOf, lack)
				}
			}
		})
	}
}

func TestAnAdjustmentReadsInEnglish(t *testing.T) {
	page := write(t, t.TempDir(), adjusted, fixed)["en/targets/zj-made.html"]
	const want = "Goal adjusted 2025-02-01, 浙政办发〔2025〕7号 goal from 3,500 standards to 4,000 standards deadline from 2024-12-31 to 2025-12-31 milestones of the document from 2023-12-31 3,000 standards to none Raised"
	if got := textOf(page, `id="clause-head">`, "</section>"); !strings.Contains(got, want) {
		t.Errorf("the clause reads\n%s\nwant %q in it", got, want)
	}
}
