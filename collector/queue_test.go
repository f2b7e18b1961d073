package collector_test

import (
	"slices"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func TestTheQueueIsReadPageByPage(t *testing.T) {
	w := newWorld(t, func(f *targets.Form) { f.Chain = []targets.ChainStep{targets.StepPrefecture, targets.StepProvince} })
	boss := person("zj-report2", "zj", "330000", targets.Reporter)
	first := w.submit(wang, hzQ1, cells(map[string]string{"total": "300"})).Entry
	second := w.submit(ningbo, filing("nb", "2026-Q1"), cells(map[string]string{"total": "20"})).Entry
	e := cells(map[string]string{"stock": "7"})
	third := w.submit(boss, filing("zj", "2026-Q1"), e).Entry
	tests := map[string]struct {
		p    *collector.Person
		q    collector.QueueQuery
		want []int64
		more bool
	}{
		"everything":                   {province, collector.QueueQuery{}, []int64{first, second, third}, false},
		"the first page":               {province, collector.QueueQuery{Limit: 2}, []int64{first, second}, true},
		"the page after it":            {province, collector.QueueQuery{After: second, Limit: 2}, []int64{third}, false},
		"a page that is just full":     {province, collector.QueueQuery{Limit: 3}, []int64{first, second, third}, false},
		"beyond the last":              {province, collector.QueueQuery{After: third, Limit: 2}, nil, false},
		"of another province, nothing": {shanxi, collector.QueueQuery{Limit: 2}, nil, false},
		"of a city, its own":           {chief, collector.QueueQuery{Limit: 2}, []int64{first}, false},
		"what falls to the city":       {chief, collector.QueueQuery{Mine: true}, []int64{first}, false},
		"what falls to the province":   {province, collector.QueueQuery{Mine: true, Limit: 9}, []int64{first, second, third}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			rows, more, err := w.QueuePage(t.Context(), tt.p, tt.q)
			w.must(err)
			var got []int64
			for _, r := range rows {
				got = append(got, r.Entry)
			}
			if !slices.Equal(got, tt.want) || more != tt.more {
				t.Errorf("entries %v, more %v; want %v, %v", got, more, tt.want, tt.more)
			}
		})
	}
}
