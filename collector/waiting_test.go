package collector_test

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets/store"
)

func TestWhatWaitsAndWhatCounts(t *testing.T) {
	submit, count := collector.ImportOptions{SubmitOnly: true}, collector.ImportOptions{}
	revert := collector.ImportOptions{SubmitOnly: true, Revert: true}
	type step struct {
		value string // "return": the newest revision is returned; "approve": it is approved
		o     collector.ImportOptions
		want  string
	}
	const (
		added   = "新增 1，更正 0，内容相同 0"
		changed = "新增 0，更正 1，内容相同 0"
		same    = "新增 0，更正 0，内容相同 1"
	)
	tests := map[string][]step{
		"an import makes count what only waits":           {{"5", submit, added}, {"5", count, added}, {"5", count, same}},
		"what waits is not submitted twice":               {{"5", submit, added}, {"5", submit, same}},
		"what counts is not submitted again":              {{"5", count, added}, {"5", submit, same}},
		"another number takes the place of what waits":    {{"5", submit, added}, {"6", submit, changed}, {"6", submit, same}},
		"what a later submission replaced needs a word":   {{"5", submit, added}, {"6", submit, changed}, {"5", submit, "与已被更正的第 1 次修订相同（现为第 2 次修订）"}, {"5", revert, changed}},
		"what counts is the same though another waits":    {{"5", count, added}, {"6", submit, changed}, {"5", count, same}},
		"an import makes count what waits over another":   {{"5", count, added}, {"6", submit, changed}, {"6", count, changed}, {"6", count, same}},
		"what was returned may be sent again":             {{"5", submit, added}, {"return", submit, ""}, {"5", submit, added}, {"5", submit, same}},
		"what was returned over another":                  {{"5", count, added}, {"6", submit, changed}, {"return", submit, ""}, {"6", submit, changed}, {"5", count, same}},
		"what was returned is imported":                   {{"5", submit, added}, {"return", submit, ""}, {"5", count, added}},
		"what was approved after waiting counts":          {{"5", submit, added}, {"approve", submit, ""}, {"5", count, same}, {"5", submit, same}},
		"a number that never counted is no old number":    {{"5", submit, added}, {"6", count, added}, {"5", count, changed}},
		"a number that counted once needs a word to wait": {{"5", count, added}, {"6", count, changed}, {"5", submit, "与已被更正的第 1 次修订相同"}},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			s := open(t, sourceCatalogue())
			var entry int64 // of the newest revision
			for i, step := range steps {
				if verdict, ok := map[string]store.Verdict{"return": store.Returned, "approve": store.Approved}[step.value]; ok {
					if _, err := s.Review(t.Context(), "reviewer", store.Review{Entry: entry, Step: 1, Verdict: verdict, Reason: "请核对"}, testNow); err != nil {
						t.Fatal(err)
					}
					continue
				}
				result, err := desk(s).Import(t.Context(), "f.csv", strings.NewReader(rows("new 2024 "+step.value)), step.o)
				got := result.Summary("zh")
				if err != nil {
					got = err.Error()
				}
				if !strings.Contains(got, step.want) {
					t.Fatalf("step %d, %+v: %s; want %s", i+1, step, got, step.want)
				}
				entry = max(entry, result.Entry)
			}
		})
	}
}
