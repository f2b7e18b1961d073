package targets

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// object writes a target of the catalogue as an object of assess: what its
// figures, target and indicator say, and nothing that assess presumes.
func object(in Input) map[string]any {
	t, ind := in.Target, in.Indicator
	o := map[string]any{"id": t.ID, "measure": ind.Measure, "comparator": t.Comparator, "direction": "up",
		"start": t.Start, "deadline": t.Deadline, "cadence": ind.Cadence, "as_of": in.AsOf}
	if ind.Accumulation != "" {
		o["accumulation"] = ind.Accumulation
	}
	if t.Comparator == AtMost || t.Comparator == Decrease {
		o["direction"] = "down"
	}
	if t.Goal.Known() {
		o["goal"] = t.Goal
	}
	if t.Baseline.Known() {
		o["baseline"] = map[string]any{"period": t.BaselinePeriod, "value": t.Baseline}
	}
	if len(t.Path) > 0 {
		o["path"] = pathOf(t.Path)
	}
	figures := []map[string]any{}
	for _, f := range in.Figures {
		one := map[string]any{"period": f.Period, "value": f.Value, "flag": f.Flag}
		if f.Bound != Exact {
			one["bound"] = f.Bound
		}
		figures = append(figures, one)
	}
	o["figures"] = figures
	return o
}

func pathOf(path []PathPoint) []map[string]any {
	var list []map[string]any
	for _, p := range path {
		list = append(list, map[string]any{"date": p.On, "value": p.Value})
	}
	return list
}

// TestAssessAgreesWithEvaluate writes every case of TestEvaluate as an object of
// assess and expects the same verdict and numbers. An object has no document, no
// sister, no rounds and no window.
func TestAssessAgreesWithEvaluate(t *testing.T) {
	compared := 0
	for name, tc := range evaluateCases {
		if tc.sister != "" || tc.rounds != "" || tc.window != "" || tc.state == NotStarted && tc.start == "" {
			continue
		}
		compared++
		t.Run(name, func(t *testing.T) {
			in := tc.input(t)
			row := assessOne(t, object(in), MethodPace, in.AsOf)
			e := Evaluate(in)
			value, _ := row.Value.(Decimal)
			got := fmt.Sprint(row.State, " ", value, " ", row.Progress, " ", row.Expected, " ", row.Pace, " ", row.RequiredPace)
			want := fmt.Sprint(e.State, " ", e.Value, " ", e.Progress, " ", e.Expected, " ", e.Pace, " ", e.RequiredPace)
			if got != want {
				t.Errorf("assess: %s; Evaluate: %s", got, want)
			}
		})
	}
	if compared < 50 {
		t.Errorf("only %d cases were compared", compared)
	}
}

func assessOne(t *testing.T, o any, method Method, asOf Date) AssessRow {
	t.Helper()
	b, err := json.Marshal([]any{o})
	if err != nil {
		t.Fatal(err)
	}
	return assessText(t, string(b), method, asOf)[0]
}

func assessText(t *testing.T, text string, method Method, asOf Date) []AssessRow {
	t.Helper()
	var rows []AssessRow
	err := EachAssessInput("f.json", []byte(text), func(a *AssessInput) error {
		rows = append(rows, a.Assess(method, asOf, ZH))
		return nil
	})
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return rows
}

// TestAssessDefaults: the numbers are those of TestEvaluate and TestCAGR for the
// same series with everything written out.
func TestAssessDefaults(t *testing.T) {
	tests := map[string]struct {
		object string
		method Method
		asOf   string // default 2024-06-30; "-" none
		state  string
		value  string // as printed
		pace   string
	}{
		"the first exact figure is the baseline": {`"direction":"up","goal":60,"deadline":"2025-12-31","figures":[
			{"period":"2022","value":40},{"period":"2023","value":"50"}]`, MethodPace, "", "on_track", `"50"`, "1.50137"}, // (10/20)/(365/1096)
		"down means at most": {`"direction":"down","goal":15,"deadline":"2025-12-31","figures":[{"period":"2022","value":24},{"period":"2023","value":25}]`,
			MethodPace, "", "reversing", `"25"`, "-0.333638"},
		"a flow is summed from its first figure": {`"direction":"up","accumulation":"flow","goal":300,"deadline":"2025","figures":[
			{"period":"2024","value":120},{"period":"2023","value":90}]`, MethodPace, "2025-03-31", "on_track", `"210"`, "1.049521"},
		"a baseline sets the start on the next day": {`"direction":"up","goal":0.9,"deadline":"2025-12-31","baseline":{"period":2021,"value":0.70},"figures":[
			{"period":"2022","value":0.80},{"period":"2023","value":"0.80"}]`, MethodPace, "", "on_track", `"0.80"`, "1.000685"},
		"without a goal pace only shows":   {`"direction":"up","comparator":"at_least","figures":[{"period":"2022","value":24}]`, MethodPace, "", "unrated", `"24"`, ""},
		"without figures there is no data": {`"direction":"up","goal":1,"deadline":"2025-12-31","figures":[]`, MethodPace, "", "no_data", "null", ""},
		"before the first figure there is no data": {`"direction":"up","goal":1,"deadline":"2025-12-31","figures":[{"period":"2024","value":1}]`,
			MethodPace, "", "no_data", "null", ""},
		"what is not available has no value": {`"direction":"up","goal":50,"deadline":"2025-12-31","figures":[
			{"period":"2022","value":40},{"period":"2023","value":null,"flag":"O"}]`, MethodPace, "", "no_data", "null", ""},
		"digits are kept and exponents read": {`"direction":"up","goal":1e2,"deadline":"2025-12-31","figures":[
			{"period":"2022","value":4.0e1},{"period":"2023","value":60.50}]`, MethodPace, "", "on_track", `"60.50"`, "1.025936"}, // (20.5/60)/(365/1096)
		"its own as_of comes first": {`"direction":"up","goal":60,"deadline":"2025-12-31","as_of":"2023-06-30","figures":[
			{"period":"2022","value":40},{"period":"2023","value":50}]`, MethodPace, "", "no_data", "null", ""},

		"cagr: from the first figure to the last, whatever the day": {`"direction":"up","goal":200,"deadline":"2030-12-31","figures":[
			{"period":"2015","value":100},{"period":"2017","value":90},{"period":"2020","value":150}]`, MethodCAGR, "-", "substantial", "1.786094", ""},
		"cagr: from the baseline": {`"direction":"down","goal":40,"deadline":"2030","baseline":{"period":"2015","value":80},"figures":[{"period":"2020","value":60}]`,
			MethodCAGR, "-", "substantial", "1.238142", ""},
		"cagr: without a goal, a flow as written": {`"direction":"up","measure":"count","accumulation":"flow","figures":[
			{"period":"2015","value":100},{"period":"2020","value":105}]`, MethodCAGR, "-", "moderate", "0.009806", ""},
		"cagr: a limit": {`"direction":"up","limit":"100","figures":[{"period":"2015","value":95},{"period":"2020","value":96}]`,
			MethodCAGR, "-", "moderate", "0.002096", ""},
		"cagr: negative values": {`"direction":"up","goal":-50,"deadline":"2030-12-31","figures":[{"period":"2015","value":-100},{"period":"2020","value":-80}]`,
			MethodCAGR, "-", "substantial", "0.966542", ""},
		"cagr: its own as_of cuts": {`"direction":"up","as_of":"2019-12-31","figures":[{"period":"2015","value":100},{"period":"2020","value":105}]`,
			MethodCAGR, "-", "not_available", "null", ""},
		"cagr: nothing at all": {`"direction":"up","figures":[]`, MethodCAGR, "-", "not_available", "null", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var asOf Date
			if tc.asOf != "-" {
				asOf = mustDate(t, or(tc.asOf, "2024-06-30"))
			}
			row := assessText(t, `[{"id":"a",`+tc.object+`}]`, tc.method, asOf)[0]
			value, err := json.Marshal(row.Value)
			if row.State != tc.state || string(value) != tc.value || row.Pace.String() != tc.pace || err != nil {
				t.Errorf("%s: %s, value %s, pace %s, %v; want %s, %s, %s (%s)", tc.object, row.State, value, row.Pace, err, tc.state, tc.value, tc.pace, row.Reason)
			}
		})
	}
}

func TestAssessRowHasTheKeysOfTheContract(t *testing.T) {
	b, err := json.Marshal(AssessRow{ID: "a", Method: MethodPace, State: "no_data", Value: Decimal{}})
	want := `{"id":"a","method":"pace","state":"no_data","value":null,"score":null,"progress":null,"expected":null,"pace":null,"required_pace":null,"forecast":null,"reason":""}`
	if err != nil || string(b) != want {
		t.Errorf("%s, %v; want %s", b, err, want)
	}
}

// TestAssessRefuses: every fault names object, id and member, all at once.
func TestAssessRefuses(t *testing.T) {
	const figures = `"figures":[{"period":"2022","value":1}]`
	tests := map[string]struct {
		in   string
		want []string // what each fault begins with
	}{
		"everything at once": {`[{"id":"x","direction":"sideways","figurs":[],"goal":"4,000"},` + "\n" + `{"direction":"up",` + figures + `}]`,
			[]string{`f.json:1: [0] "x" direction: `, `f.json:1: [0] "x" figurs: `, `f.json:1: [0] "x" goal: `, `f.json:1: [0] "x" figures: 缺少`, `f.json:2: [1] id: 缺少`}},
		"an id that comes last names all": {`[{"goal":true,"direction":"up",` + figures + `,"id":"last"}]`, []string{`f.json:1: [0] "last" goal: `}},
		"a member twice":                  {`[{"id":"a","id":"b","direction":"up",` + figures + `}]`, []string{`f.json:1: [0] "b" id: 同一个键`}},
		"a figure's members": {`[{"id":"a","direction":"up","figures":[{"period":"2022-Q5","value":1},{"period":"2022"},{"period":"2023","value":1,"flag":"X"},
			{"value":1,"note":"?"},{"period":"2024","value":1,"bound":"upper","flag":"M"},7]}]`,
			[]string{`f.json:1: [0] "a" figures[0].period: `, `f.json:1: [0] "a" figures[1].value: 缺少`, `f.json:1: [0] "a" figures[2].flag: `,
				`f.json:2: [0] "a" figures[3].note: `, `f.json:2: [0] "a" figures[3].period: 缺少`, `f.json:2: [0] "a" figures[4].value: `, `f.json:2: [0] "a" figures[5]: 应是对象`}},
		"numerator and denominator": {`[{"id":"a","direction":"up","figures":[{"period":"2021","value":0.5,"numerator":1},
			{"period":"2022","value":0.5,"numerator":1,"denominator":0},{"period":"2023","value":0.34,"numerator":1,"denominator":3},{"period":"2024","value":0.33,"numerator":1,"denominator":3}]}]`,
			[]string{`f.json:1: [0] "a" figures[0].denominator: 缺少`, `f.json:2: [0] "a" figures[1].denominator: `, `f.json:2: [0] "a" figures[2].value: `}},
		"a ratio outside 0–1": {`[{"id":"a","measure":"ratio","direction":"up","goal":60,"baseline":{"period":"2020","value":-0.1},"figures":[{"period":"2022","value":45}]}]`,
			[]string{`f.json:1: [0] "a" figures[0].value: `, `f.json:1: [0] "a" goal: `, `f.json:1: [0] "a" baseline.value: `}},
		"a count that is none":       {`[{"id":"a","accumulation":"stock","direction":"up","figures":[{"period":"2022","value":4.5}]}]`, []string{`f.json:1: [0] "a" figures[0].value: `}},
		"half a baseline":            {`[{"id":"a","direction":"up","baseline":{"value":1,"at":2},` + figures + `}]`, []string{`f.json:1: [0] "a" baseline.at: `, `f.json:1: [0] "a" baseline.period: 缺少`}},
		"a path without a date":      {`[{"id":"a","direction":"up","path":[{"value":1}],` + figures + `}]`, []string{`f.json:1: [0] "a" path[0].date: 缺少`}},
		"one day twice in a path":    {`[{"id":"a","direction":"up","path":[{"date":"2022","value":1},{"date":"2022-12-31","value":2}],` + figures + `}]`, []string{`f.json:1: [0] "a" path: `}},
		"one period twice":           {`[{"id":"a","direction":"up","figures":[{"period":"2022","value":1},{"period":"2022-01-01/2022-12-31","value":2}]}]`, []string{`f.json:1: [0] "a" figures: 报告期 2022 `}},
		"words that contradict":      {`[{"id":"a","direction":"up","comparator":"at_most","goal":1,` + figures + `}]`, []string{`f.json:1: [0] "a" comparator: `}},
		"an accumulation of a ratio": {`[{"id":"a","direction":"up","measure":"ratio","accumulation":"flow",` + figures + `}]`, []string{`f.json:1: [0] "a" accumulation: `}},
		"rounds without a path":      {`[{"id":"a","direction":"up","cadence":"rounds",` + figures + `}]`, []string{`f.json:1: [0] "a" path: `}},
		"a deadline before the start": {`[{"id":"a","direction":"up","start":"2025-01-01","deadline":"2024-12-31",` + figures + `}]`,
			[]string{`f.json:1: [0] "a" deadline: `}},
		"a stage that is none":          {`[{"id":"a","direction":"up","measure":"milestone","figures":[{"period":"2022","value":3}]}]`, []string{`f.json:1: [0] "a" figures[0].value: `}},
		"no array":                      {`{"id":"a"}`, []string{`f.json:1: 最外层`}},
		"nothing":                       {``, []string{`f.json:1: 输入在中途结束`}},
		"cut off":                       {"[\n" + `{"id":"a","direction":`, []string{`f.json:2: [0] "a": 输入在中途结束`}},
		"no JSON":                       {"[\n\n{'id':1}]", []string{`f.json:3: [0]: 不是有效的 JSON`}},
		"more after the array":          {"[] []", []string{`f.json:1: 数组之后`}},
		"no object":                     {`[null,[{}],"a"]`, []string{`f.json:1: [0]: 应是对象`, `f.json:1: [1]: 应是对象`, `f.json:1: [2]: 应是对象`}},
		"not UTF-8":                     {"[{\"id\":\"\xb1\xea\"}]", []string{`f.json: 输入不是 UTF-8`}},
		"an exponent that is too large": {`[{"id":"a","direction":"up","goal":1e999,` + figures + `}]`, []string{`f.json:1: [0] "a" goal: `}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			calls := 0
			err := EachAssessInput("f.json", []byte(tc.in), func(*AssessInput) error { calls++; return nil })
			faults, ok := errors.AsType[Faults](err)
			if !ok || len(faults) != len(tc.want) || calls > 0 {
				t.Fatalf("%s\n%v, %d objects handed over; want %d faults and none", tc.in, err, calls, len(tc.want))
			}
			for i, want := range tc.want {
				if got := faults[i].String(); !strings.HasPrefix(got, want) {
					t.Errorf("fault %q, want %q…", got, want)
				}
			}
		})
	}
}

func TestAssessReadsMarkNullAndOtherOrders(t *testing.T) {
	rows := assessText(t, "\ufeff[{\"figures\":[{\"value\":1,\"period\":\"2022\",\"bound\":null}],\"goal\":null,\"start\":null,\"path\":null,\"baseline\":null,\"direction\":\"up\",\"id\":\"甲\"}]",
		MethodPace, mustDate(t, "2024-06-30"))
	if len(rows) != 1 || rows[0].ID != "甲" || rows[0].State != "unrated" {
		t.Errorf("%+v", rows)
	}
}

func TestAssessTellsAThousandFaultsAndCountsTheRest(t *testing.T) {
	err := EachAssessInput("f.json", []byte("["+strings.Repeat("1,", 1999)+"1]"), nil)
	faults, _ := errors.AsType[Faults](err)
	if len(faults) != maxAssessFaults+1 || faults[maxAssessFaults].Text != "另有 1000 处未逐条列出" {
		t.Errorf("%d faults, the last %v", len(faults), faults[len(faults)-1])
	}
}

func TestAssessEndsWithTheCaller(t *testing.T) {
	stop := errors.New("stop")
	n := 0
	const one = `{"id":"a","direction":"up","figures":[]}`
	err := EachAssessInput("f.json", []byte("["+one+","+one+"]"), func(*AssessInput) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("%v after %d objects, want stop after 1", err, n)
	}
}

// FuzzAssess: no input makes the reader or a method panic, and every verdict can
// be printed. (A number that is NaN or infinite would panic on its way to six
// decimals.)
func FuzzAssess(f *testing.F) {
	for _, name := range slices.Sorted(maps.Keys(evaluateCases)) {
		b, err := json.Marshal([]any{object(evaluateCases[name].input(&testing.T{}))})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`[{"id":"a","measure":"ratio","direction":"down","limit":0,"goal":-0.1e-9,"deadline":"0001","figures":[{"period":"9999","value":1,"numerator":1,"denominator":1}]}]`))
	f.Add([]byte(`[{"id":"a","direction":"up","goal":1e60,"deadline":"9999","figures":[{"period":"2020","value":1e-60},{"period":"2021","value":1e-59},{"period":"2022","value":3e-59},{"period":"2023","value":4e-59},{"period":"2024","value":1e60}]}]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<14 {
			return
		}
		EachAssessInput("f.json", b, func(a *AssessInput) error {
			for _, row := range []AssessRow{a.Assess(MethodPace, NewDate(2024, 6, 30), EN), a.Assess(MethodCAGR, 0, ZH)} {
				if out, err := json.Marshal(row); err != nil || row.State == "" || row.Reason == "" {
					t.Errorf("%s\n%s %v", b, out, err)
				}
			}
			return nil
		})
	})
}
