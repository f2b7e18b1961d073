package targets

import (
	"errors"
	"strings"
	"testing"
)

// pilot is a document as 浙政办发〔2023〕24号: three phases, two dated evaluations
// and one without a date.
func pilotDocument() *Document {
	period := func(s string) Period { p, _ := ParsePeriod(s); return p }
	return &Document{
		ID: "pilot", Issued: NewDate(2023, 3, 27),
		Phases: []DocumentEvent{{Name: Text{"第三阶段", "Third phase"}, Period: period("2025"), Locator: "三、（三）"}},
		Evaluations: []DocumentEvent{
			{Name: Text{"试点中期评估", "Mid-term evaluation"}, Period: period("2024"), Locator: "三、（二）"},
			{Name: Text{"试点终期评估", "Final evaluation"}, Period: period("2025"), Locator: "三、（三）"},
			{Name: Text{"实施情况评价", "Regular evaluation"}, Locator: "二、（七）4"},
		},
	}
}

func TestTheDayOfAnEvaluation(t *testing.T) {
	undated := &Document{ID: "opinions", Evaluations: []DocumentEvent{{Name: Text{"定期评估", "Regular evaluation"}, Locator: "（三十六）"}}}
	goals := []Target{{Document: "opinions", Deadline: NewDate(2025, 12, 31)}, {Document: "other", Deadline: NewDate(2035, 12, 31)}}
	tests := map[string]struct {
		document     *Document
		asked, today Date
		on           Date
		name         string
		kind         ReviewKind
		why          string
	}{
		"nothing asked, both have passed: the newer one":   {pilotDocument(), 0, NewDate(2026, 11, 22), NewDate(2025, 12, 31), "试点终期评估", ReviewFinal, "为文件所列“试点终期评估”（2025年，三、（三））期间的最后一天"},
		"nothing asked, one has passed":                    {pilotDocument(), 0, NewDate(2025, 12, 30), NewDate(2024, 12, 31), "试点中期评估", ReviewInterim, "为文件所列“试点中期评估”（2024年，三、（二））期间的最后一天"},
		"it has passed at the end of its last day":         {pilotDocument(), 0, NewDate(2025, 12, 31), NewDate(2025, 12, 31), "试点终期评估", ReviewFinal, "期间的最后一天"},
		"nothing asked, none has passed: today":            {pilotDocument(), 0, NewDate(2024, 6, 30), NewDate(2024, 6, 30), "试点中期评估", ReviewInterim, "期间之内，该期间尚未结束"},
		"before the first":                                 {pilotDocument(), 0, NewDate(2023, 6, 30), NewDate(2023, 6, 30), "阶段评估", ReviewInterim, "“试点中期评估”（2024年，三、（二））尚未开始"},
		"a day asked for stands, whatever has passed":      {pilotDocument(), NewDate(2025, 6, 30), NewDate(2026, 11, 22), NewDate(2025, 6, 30), "试点终期评估", ReviewInterim, "期间之内"},
		"after all of them":                                {pilotDocument(), NewDate(2026, 3, 31), NewDate(2026, 11, 22), NewDate(2026, 3, 31), "期满评估", ReviewFinal, "“试点终期评估”（2025年，三、（三））之后"},
		"an evaluation without a date: today":              {undated, 0, NewDate(2026, 11, 22), NewDate(2026, 11, 22), "期满评估", ReviewFinal, "“定期评估”（（三十六））没有写明日期"},
		"goals of the document that are still open":        {undated, 0, NewDate(2025, 12, 30), NewDate(2025, 12, 30), "阶段评估", ReviewInterim, "没有写明日期"},
		"a document that calls for none, and has no goals": {&Document{ID: "plan"}, 0, NewDate(2026, 11, 22), NewDate(2026, 11, 22), "阶段评估", ReviewInterim, "文件没有列出评估"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := tt.document.ReviewDay(tt.asked, tt.today, goals)
			if r.On != tt.on || r.Kind != tt.kind || r.Name().ZH != tt.name {
				t.Errorf("ReviewDay(%s, %s) = %s %s %s; want %s %s %s", tt.asked, tt.today, r.On, r.Kind, r.Name().ZH, tt.on, tt.kind, tt.name)
			}
			if !strings.Contains(r.Why().ZH, tt.why) || r.Why().EN == "" {
				t.Errorf("Why = %q; want it to say %q", r.Why().ZH, tt.why)
			}
		})
	}
}

func TestADeadlineIsPastAfterItsDay(t *testing.T) {
	tests := map[string]struct {
		asOf, deadline Date
		want           Due
	}{
		"the day before": {NewDate(2025, 12, 30), NewDate(2025, 12, 31), DueOpen}, "the day": {NewDate(2025, 12, 31), NewDate(2025, 12, 31), DueNow},
		"later": {NewDate(2026, 1, 1), NewDate(2025, 12, 31), DuePast}, "none": {NewDate(2026, 1, 1), 0, DueNone},
	}
	for name, tt := range tests {
		e := Evaluation{Target: &Target{Deadline: tt.deadline}, AsOf: tt.asOf}
		if got := e.Due(); got != tt.want {
			t.Errorf("%s: Due = %s; want %s", name, got, tt.want)
		}
	}
	late := Evaluation{Target: &Target{}, AsOf: NewDate(2025, 1, 1), Units: []UnitVerdict{{}, {Late: true}}}
	if got := late.Due(); got != DuePast {
		t.Errorf("a limit that one unit has exceeded: Due = %s; want %s", got, DuePast)
	}
}

// The window closed on 20 April; the figure came on 5 May.
func TestADutyIsJudgedByWhatHadBeenHandedInThen(t *testing.T) {
	d := Duty{Filing: &Filing{Opens: NewDate(2025, 4, 1), Closes: NewDate(2025, 4, 20)}, Answer: &Answer{Stage: StageApproved, First: NewDate(2025, 5, 5)}}
	for day, want := range map[Date]DutyState{
		NewDate(2025, 3, 31): DutyUpcoming, NewDate(2025, 4, 20): DutyOpen, NewDate(2025, 4, 21): DutyOverdue, NewDate(2025, 5, 4): DutyOverdue, NewDate(2025, 5, 5): DutyApproved,
	} {
		if got := d.On(day); got != want {
			t.Errorf("on %s the duty is %s; want %s", day, got, want)
		}
	}
}

func TestWhatArrivedAfterADay(t *testing.T) {
	day := NewDate(2024, 12, 31)
	after, before := NewDate(2025, 3, 1).End(), NewDate(2024, 3, 1).End()
	figure := func(period, value string) Figure {
		p, _ := ParsePeriod(period)
		f := Figure{Key: Key{Period: p}, Flag: Normal}
		if value != "" {
			f.Value = MustDecimal(value)
		}
		return f
	}
	was := figure("2023", "3560")
	tests := map[string]struct {
		revision Revision
		want     ArrivalKind // "": it was known, or is no matter of the day
	}{
		"known then":               {Revision{Figure: figure("2023", "3560"), KnownFrom: before}, ""},
		"known at the last second": {Revision{Figure: figure("2023", "3560"), KnownFrom: day.End().Add(-1)}, ""},
		"never counted":            {Revision{Figure: figure("2024", "3600")}, ""},
		"of a later period":        {Revision{Figure: figure("2025-Q1", "3923"), KnownFrom: after}, ""},
		"the first of its period":  {Revision{Figure: figure("2024", "3600"), KnownFrom: after}, ArrivedLate},
		"another value":            {Revision{Figure: figure("2023", "3561"), KnownFrom: after, Replaced: &was}, ArrivedCorrected},
		"the same value":           {Revision{Figure: figure("2023", "3560.0"), KnownFrom: after, Replaced: &was}, ArrivedNoted},
		"taken back":               {Revision{Figure: figure("2023", ""), KnownFrom: after, Replaced: &was}, ArrivedWithdrawn},
		"a new definition":         {Revision{Figure: figure("2023", "3400"), KnownFrom: after, Replaced: &was, Batch: Batch{Restatement: &Restatement{}}}, ArrivedRestated},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := ArrivalKind("")
			if list := Arrivals([]Revision{tt.revision}, day); len(list) == 1 {
				got = list[0].Kind
			}
			if got != tt.want {
				t.Errorf("arrived as %q; want %q", got, tt.want)
			}
		})
	}
}

func TestOnlyFiguresOfOnePeriodCompare(t *testing.T) {
	figure := func(area, period, value string, bound Bound) Figure {
		p, _ := ParsePeriod(period)
		return Figure{Key: Key{Indicator: "making-time", Area: area, Period: p}, Value: MustDecimal(value), Flag: Normal, Bound: bound}
	}
	hangzhou := []Figure{figure("330100", "2024-Q1", "14.2", Exact), figure("330100", "2024-Q2", "14.0", Exact), figure("330100", "2024-Q3", "13.5", Exact)}
	ningbo := []Figure{figure("330200", "2024-Q1", "16.0", Exact), figure("330200", "2024-Q2", "15.5", Exact)}
	wenzhou := []Figure{figure("330300", "2024-Q1", "17.0", Exact)}
	about := []Figure{figure("330400", "2024-Q2", "15", Lower)}
	c := Compare(&Indicator{Measure: Mean}, [][]Figure{hangzhou, ningbo, wenzhou, about, nil}, NewDate(2024, 12, 31))
	if c == nil || c.Period.String() != "2024-Q2" || len(c.Figures) != 2 || len(c.Others) != 1 || c.Others[0].Area != "330300" || c.Sized {
		t.Errorf("Compare = %+v; want 2024-Q2 of Hangzhou and Ningbo, Wenzhou apart, the bound left out", c)
	}
	if c := Compare(&Indicator{Measure: Count}, [][]Figure{hangzhou, ningbo}, NewDate(2024, 3, 31)); c == nil || c.Period.String() != "2024-Q1" || !c.Sized {
		t.Errorf("Compare as of 2024-03-31 = %+v; want 2024-Q1 of a count, which grows with the area", c)
	}
	if c := Compare(&Indicator{Measure: Mean}, [][]Figure{hangzhou[2:], wenzhou}, NewDate(2024, 12, 31)); c != nil {
		t.Errorf("Compare of series that share no period = %+v; want none", c)
	}
}

func TestAFieldIsReadByIdOrName(t *testing.T) {
	for _, s := range []string{"opening", "标准化对外开放", "opening of standardization"} {
		if f, err := ParseField(s); err != nil || f != FieldOpening {
			t.Errorf("ParseField(%q) = %q, %v; want %q", s, f, err, FieldOpening)
		}
	}
	_, err := ParseField("外贸")
	var e *Error
	if !errors.As(err, &e) || e.Kind != NotFound || !strings.Contains(e.Text, "innovation（标准化与科技创新）") || !strings.Contains(e.Text, "organization（组织实施）") {
		t.Errorf("ParseField(外贸) = %v; want NotFound and every field", err)
	}
}
