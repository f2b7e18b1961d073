package collector_test

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// peer makes a second office of 杭州 that fills in the same form, which no
// administrator can: the rows of a database may say so nevertheless.
func (w *world) peer() *collector.Person {
	w.Helper()
	form := quarterly()
	form.Offices, form.Chain = []string{"hz", "hz-two", "nb", "sx", "zj"}, []targets.ChainStep{targets.StepProvince}
	_, err := w.store.PutRegister(w.Context(), "admin", targets.RegisterChange{
		Offices: []targets.Office{{ID: "hz-two", Name: "杭州市另一局", Area: "330100"}}, Forms: []targets.Form{form}}, w.now)
	w.must(err)
	return person("hz-two-report", "hz-two", "330100", targets.Reporter)
}

// TestTwoThatWaitForOneKey: the later revision stands once it is approved, in
// whatever order the reviewers decide, and until then the earlier one may.
func TestTwoThatWaitForOneKey(t *testing.T) {
	tests := map[string][]struct {
		approve string // first or second; "return first"
		stands  string
	}{
		"in their order":                  {{"first", "300"}, {"second", "310"}},
		"the later one first":             {{"second", "310"}, {"first", "310"}},
		"the earlier one is returned":     {{"return first", ""}, {"second", "310"}},
		"the earlier one, after the late": {{"second", "310"}, {"return first", "310"}},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			peer := w.peer()
			entries := map[string]int64{"first": w.submit(wang, hzQ1, cells(map[string]string{"total": "300"})).Entry}
			second := cells(map[string]string{"total": "310"})
			second.Cells[0].Seen = 1
			entries["second"] = w.submit(peer, filing("hz-two", "2026-Q1"), second).Entry
			for i, s := range steps {
				which, returned := strings.CutPrefix(s.approve, "return ")
				j := collector.Judgement{Entry: entries[which], Approve: !returned, Reason: "请核对"}
				w.must(w.Review(t.Context(), province, []collector.Judgement{j}, targets.OnceKey{}))
				if got := w.stands("total", "330100", "2026-Q1"); got != s.stands {
					t.Fatalf("after step %d, %s, %q stands; want %q", i+1, s.approve, got, s.stands)
				}
			}
		})
	}
}

// TestAnotherOfficesFigureIsNotShownBeforeItStands: the number of its revision is
// all that the other office of the area needs to know.
func TestAnotherOfficesFigureIsNotShownBeforeItStands(t *testing.T) {
	w := newWorld(t)
	peer := w.peer()
	e := cells(map[string]string{"total": "301"})
	e.Cells[0].Note = "内部情况"
	entry := w.submit(wang, hzQ1, e).Entry
	g, err := w.Grid(t.Context(), peer, filing("hz-two", "2026-Q1"))
	w.must(err)
	r := row(g, "total")
	if r.Newest == nil || r.Newest.Revision != 1 || r.Newest.Value.Known() || r.Newest.Note != "" || r.Cell.Value != "" {
		t.Errorf("before approval the other office is shown %+v in cell %+v; want revision 1 without content", r.Newest, r.Cell)
	}
	w.approve(province, entry)
	if g, err = w.Grid(t.Context(), peer, filing("hz-two", "2026-Q1")); err != nil || row(g, "total").Standing.Value.String() != "301" {
		t.Errorf("after approval it stands at %+v, %v; want 301", row(g, "total").Standing, err)
	}
}

// TestASuperiorThrowsAwayNoDraftOfTheOffice, but the own one.
func TestASuperiorThrowsAwayNoDraftOfTheOffice(t *testing.T) {
	w := newWorld(t)
	g, err := w.SaveDraft(t.Context(), wang, hzQ1, good())
	w.must(err)
	w.refused(w.DiscardDraft(t.Context(), superior, hzQ1), targets.Forbidden, "只能由该单位放弃")
	e := good()
	e.Version = g.Version
	_, err = w.SaveDraft(t.Context(), superior, hzQ1, e)
	w.must(err)
	w.must(w.DiscardDraft(t.Context(), superior, hzQ1))
	if g, err = w.Grid(t.Context(), wang, hzQ1); err != nil || g.Version != 0 {
		t.Errorf("thrown away by who saved it last, it is still there: version %d, %v", g.Version, err)
	}
}

// TestATakenBackFigureMayBeImported: it neither counts nor waits.
func TestATakenBackFigureMayBeImported(t *testing.T) {
	w := newWorld(t)
	r := w.submit(wang, hzQ1, cells(map[string]string{"total": "300"}))
	w.must(w.Withdraw(t.Context(), wang, r.Entry, "填错了", targets.OnceKey{}))
	file := strings.NewReader("indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin\n" +
		"total,330100,2026-Q1,300,,,项,,,,,,,office\n")
	result, err := desk(w.store).Import(t.Context(), "f.csv", file, collector.ImportOptions{SubmitOnly: true})
	if err != nil || result.New != 1 {
		t.Errorf("importing again what was taken back: %s, %v; want 1 new", result.Summary("zh"), err)
	}
}

// TestAFormsFindingsSpeakOfAForm: no columns of a file.
func TestAFormsFindingsSpeakOfAForm(t *testing.T) {
	w := newWorld(t)
	tests := map[string]struct{ cell collector.Cell }{
		"a cumulative that fell":     {collector.Cell{Indicator: "total", Value: "100"}},
		"missing without why":        {collector.Cell{Indicator: "stock", Reply: collector.ReplyMissing}},
		"a share of nothing":         {collector.Cell{Indicator: "share", Numerator: "1", Denominator: "0"}},
		"a jump":                     {collector.Cell{Indicator: "total", Value: "99999"}},
		"a flag that has no number":  {collector.Cell{Indicator: "stock", Flag: "M", Value: "3"}},
		"a flag instead of a number": {collector.Cell{Indicator: "total", Flag: "A", Adjustment: "1"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			g, err := w.Check(t.Context(), wang, hzQ1, collector.Entry{Cells: []collector.Cell{tt.cell}})
			w.must(err)
			list := row(g, tt.cell.Indicator).Findings
			if len(list) == 0 {
				t.Fatal("nothing is found; want something")
			}
			for _, f := range list {
				if strings.Contains(f.Text+f.Fix, "列") || strings.Contains(f.Text+f.Fix, "note") || strings.Contains(f.Fix, "填 M") {
					t.Errorf("%q, %q; want no column of a file", f.Text, f.Fix)
				}
			}
		})
	}
}

// TestTheOnlyOfficeOfATopAreaIsAnswered: 山西 has one office, and no other of the
// country: another reviewer of its own answers, and the chain says so.
func TestTheOnlyOfficeOfATopAreaIsAnswered(t *testing.T) {
	w := newWorld(t)
	reporter, reviewer := person("sx-report", "sx", "140000", targets.Reporter, targets.Reviewer), person("sx-other", "sx", "140000", targets.Reviewer)
	k := filing("sx", "2026-Q1")
	w.day("2026-05-06")
	w.must(w.RequestLate(t.Context(), reporter, k, "人员变动"))
	until := targets.NewDate(2026, 5, 20)
	w.refused(w.AnswerLate(t.Context(), reporter, k, true, "同意", until), targets.Forbidden, "自己填报或申请的内容")
	w.refused(w.AnswerLate(t.Context(), province, k, true, "同意", until), targets.NotFound, "")
	rows, err := w.Lates(t.Context(), reviewer)
	w.must(err)
	if len(rows) != 1 || !rows[0].Answers {
		t.Errorf("the other reviewer's list is %+v; want one to answer", rows)
	}
	w.must(w.AnswerLate(t.Context(), reviewer, k, true, "同意", until))
	register, err := w.store.Register(t.Context(), w.now.AddDate(1, 0, 0))
	w.must(err)
	if l := register.Late(k); l == nil || !l.Alone || l.State != targets.LateGranted {
		t.Errorf("the register says %+v; want granted, alone", l)
	}
	// 杭州 has 浙江 above it: nobody of its own answers.
	w.must(w.RequestLate(t.Context(), wang, hzQ1, "人员变动"))
	w.refused(w.AnswerLate(t.Context(), chief, hzQ1, true, "同意", until), targets.Forbidden, "没有这项权限")
	w.must(w.AnswerLate(t.Context(), province, hzQ1, true, "同意", until))
	if register, err = w.store.Register(t.Context(), w.now.AddDate(1, 0, 0)); err != nil || register.Late(hzQ1).Alone {
		t.Errorf("answered from above it is %+v, %v; want not alone", register.Late(hzQ1), err)
	}
}
