package targets

import (
	"strings"
	"testing"
)

// scored is an evaluation of an indicator in an area with its shares.
func scored(area, indicator, document, completion, progress string) Evaluation {
	e := judged(document+"-"+area+"-"+indicator, "2025-12-31", OnTrack)
	e.Target.Area, e.Target.Indicator, e.Target.Document = area, indicator, document
	e.Indicator.Name = Text{indicator, indicator}
	e.Reason = Text{"没有数据。", "No figure."}
	if completion != "" {
		e.Completion = MustDecimal(completion)
	}
	if progress != "" {
		e.Progress = MustDecimal(progress)
	}
	if completion+progress != "" {
		e.Value, e.Goal = MustDecimal("1"), MustDecimal("2")
	}
	return e
}

// answered is a duty of an area for the third quarter of 2025: on what day it was
// answered, and how; "" is not at all.
func answered(area, first string, flag Flag) Duty {
	day := func(s string) Date { d, _ := ParseDate(s); return d }
	f := &Filing{Area: area, Opens: day("2025-10-01"), Closes: day("2025-10-15")}
	f.Period, _ = ParsePeriod("2025-Q3")
	d := Duty{Filing: f}
	if first != "" {
		d.Answer = &Answer{Stage: StageApproved, First: day(first), Flag: flag}
	}
	return d
}

func TestPointsAreWhatTheFormulaSays(t *testing.T) {
	num := MustDecimal
	whole := Formula{
		Areas: []string{"330100"}, Periods: Period{Start: NewDate(2025, 1, 1), End: NewDate(2025, 12, 31)},
		Items: []ScoreItem{{Indicator: "a", Weight: num("30"), By: ByCompletion, Missing: MissingZero}},
	}
	with := func(change func(*Formula)) Formula {
		f := whole
		f.Items = append([]ScoreItem{}, whole.Items...)
		change(&f)
		return f
	}
	quarter := []Duty{answered("330100", "2025-10-10", Normal), answered("330105", "2025-10-15", Missing), answered("330100", "2025-10-20", Normal), answered("330100", "", Normal),
		answered("330200", "", Normal)}
	tests := map[string]struct {
		formula          Formula
		all              []Evaluation
		of, total, share string
		points           []string
	}{
		"a share earns its part of the weight":              {whole, []Evaluation{scored("330100", "a", "plan", "0.715", "")}, "30", "21.45", "0.715", []string{"21.45"}},
		"more than the whole earns no more without a cap":   {whole, []Evaluation{scored("330100", "a", "plan", "1.3", "")}, "30", "30", "1", []string{"30"}},
		"a cap lets it earn more":                           {with(func(f *Formula) { f.Items[0].Cap = num("1.1") }), []Evaluation{scored("330100", "a", "plan", "1.3", "")}, "30", "33", "1.1", []string{"33"}},
		"a share below the floor earns nothing":             {with(func(f *Formula) { f.Items[0].Floor = num("0.6") }), []Evaluation{scored("330100", "a", "plan", "0.599999", "")}, "30", "0", "0", []string{"0"}},
		"a share on the floor earns its part":               {with(func(f *Formula) { f.Items[0].Floor = num("0.6") }), []Evaluation{scored("330100", "a", "plan", "0.6", "")}, "30", "18", "0.6", []string{"18"}},
		"a third of 10 is 3.33":                             {with(func(f *Formula) { f.Items[0].Weight = num("10") }), []Evaluation{scored("330100", "a", "plan", "0.333333", "")}, "10", "3.33", "0.333", []string{"3.33"}},
		"what is missing is nothing where the formula says": {whole, []Evaluation{scored("330100", "a", "plan", "", "")}, "30", "0", "0", []string{"0"}},
		"or is left out of the whole": {with(func(f *Formula) {
			f.Items[0].Missing = MissingExclude
			f.Items = append(f.Items, ScoreItem{Indicator: "b", Weight: num("20"), By: ByProgress, Missing: MissingZero})
		}), []Evaluation{scored("330100", "a", "plan", "", ""), scored("330100", "b", "plan", "", "0.5")}, "20", "10", "0.5", []string{"", "10"}},
		"an area without the goal is not scored for it": {whole, []Evaluation{scored("330200", "a", "plan", "1", "")}, "0", "0", "", []string{""}},
		"the document chooses between two goals": {with(func(f *Formula) { f.Items[0].Document = "other" }),
			[]Evaluation{scored("330100", "a", "plan", "0.1", ""), scored("330100", "a", "other", "0.2", "")}, "30", "6", "0.2", []string{"6"}},
		"a negative share earns nothing": {with(func(f *Formula) { f.Items[0].By = ByProgress }), []Evaluation{scored("330100", "a", "plan", "", "-0.4")}, "30", "0", "0", []string{"0"}},
		// Of four duties of the area and below it two were on time, one late, one missing:
		// 10 × 2/4 = 5; −0.5 late; −2 × 1 missing, at most 1.5; −2 by decision.
		"on time, late, missing and a decision": {with(func(f *Formula) {
			f.OnTime = num("10")
			f.Deductions = []Deduction{{For: DeductLate, Each: num("0.5")}, {For: DeductMissing, Each: num("2"), Most: num("1.5")}, {For: DeductDeclared, Each: num("0.25")},
				{For: DeductDecision, Area: "330100", Points: num("2"), Reason: "通报"}, {For: DeductDecision, Area: "330200", Points: num("9"), Reason: "别处"}}
		}), []Evaluation{scored("330100", "a", "plan", "1", "")}, "40", "30.75", "0.76875", []string{"30", "5", "-0.5", "-1.5", "-0.25", "-2"}},
		"nothing is taken below zero": {with(func(f *Formula) {
			f.Deductions = []Deduction{{For: DeductDecision, Area: "330100", Points: num("50"), Reason: "通报"}}
		}), []Evaluation{scored("330100", "a", "plan", "1", "")}, "30", "0", "0", []string{"30", "-50"}},
	}
	areas := []Area{{ID: "330000", Code: "330000"}, {ID: "330100", Code: "330100", Parent: "330000"}, {ID: "330105", Code: "330105", Parent: "330100"}, {ID: "330200", Code: "330200", Parent: "330000"}}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			list, err := tt.formula.Score(tt.all, quarter, areas, NewDate(2025, 12, 31))
			if err != nil {
				t.Fatal(err)
			}
			s := list[0]
			var points []string
			for _, l := range s.Lines {
				points = append(points, l.Points.String())
			}
			if s.Of.String() != tt.of || s.Total.String() != tt.total || s.Share.String() != tt.share || strings.Join(points, " ") != strings.Join(tt.points, " ") {
				t.Errorf("Score = %s of %s (%s), points %q; want %s of %s (%s), %q", s.Total, s.Of, s.Share, points, tt.total, tt.of, tt.share, tt.points)
			}
		})
	}
}

func TestAFormulaThatCannotBeAppliedSaysWhy(t *testing.T) {
	f := Formula{Areas: []string{"330100", "999999"}, Items: []ScoreItem{{Indicator: "a", Weight: MustDecimal("30"), By: ByCompletion, Missing: MissingZero}}}
	areas := []Area{{ID: "330100", Code: "330100"}}
	tests := map[string]struct {
		all  []Evaluation
		want string
	}{
		"two goals of one indicator":                  {[]Evaluation{scored("330100", "a", "plan", "0.1", ""), scored("330100", "a", "other", "0.2", "")}, "items[0].document: a 在 330100 有几个目标"},
		"a goal that has no completion by its nature": {[]Evaluation{scored("330100", "a", "plan", "", "0.5")}, "items[0].by: 目标 plan-330100-a（≥ 4,000项）没有完成率；这类目标用 progress"},
		"an area nobody knows":                        {nil, "areas[1]: 没有地区 999999"},
	}
	for name, tt := range tests {
		_, err := f.Score(tt.all, nil, areas, NewDate(2025, 12, 31))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Score = %v, want %q", name, err, tt.want)
		}
	}
}
