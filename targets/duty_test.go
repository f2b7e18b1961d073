package targets

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// date is a day written in a test.
func date(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func dates(list ...string) []Date {
	var all []Date
	for _, s := range list {
		all = append(all, date(s))
	}
	return all
}

// days are the days from one to another.
func days(from, to string) []Date {
	var all []Date
	for d := date(from); d <= date(to); d++ {
		all = append(all, d)
	}
	return all
}

// calendar2026 is the notice 国办发明电〔2025〕7号.
var calendar2026 = Calendar{{
	Year: 2026, Source: "国办发明电〔2025〕7号",
	Off: slices.Concat(days("2026-01-01", "2026-01-03"), days("2026-02-15", "2026-02-23"), days("2026-04-04", "2026-04-06"), days("2026-05-01", "2026-05-05"),
		days("2026-06-19", "2026-06-21"), days("2026-09-25", "2026-09-27"), days("2026-10-01", "2026-10-07")),
	Work: dates("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
}}

func TestTheNextWorkingDayGoesByTheYearlyTable(t *testing.T) {
	tests := map[string]struct{ day, want string }{
		"a Wednesday stays":                               {"2026-04-15", "2026-04-15"},
		"a Saturday moves to Monday":                      {"2026-04-11", "2026-04-13"},
		"a Sunday moves to Monday":                        {"2026-04-12", "2026-04-13"},
		"a Saturday worked in exchange stays":             {"2026-02-14", "2026-02-14"},
		"a Sunday worked in exchange stays":               {"2026-01-04", "2026-01-04"},
		"the first day of Spring Festival waits nine":     {"2026-02-15", "2026-02-24"},
		"the last day of it waits one":                    {"2026-02-23", "2026-02-24"},
		"Qingming ends on a Monday":                       {"2026-04-05", "2026-04-07"},
		"National Day":                                    {"2026-10-05", "2026-10-08"},
		"the Saturday worked after National Day stays":    {"2026-10-10", "2026-10-10"},
		"the Sunday after it does not":                    {"2026-10-11", "2026-10-12"},
		"the year's first three days":                     {"2026-01-01", "2026-01-04"},
		"a year without a table knows its weekends only":  {"2027-10-01", "2027-10-01"},
		"and moves a Saturday":                            {"2027-10-02", "2027-10-04"},
		"a year's end looks into the next year's weekend": {"2028-01-01", "2028-01-03"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := calendar2026.NextWorking(date(test.day)); got != date(test.want) {
				t.Errorf("NextWorking(%s) = %s; want %s", test.day, got, test.want)
			}
		})
	}
	if _, ok := calendar2026.Table(2027); ok {
		t.Error("Table(2027) says that there is one")
	}
}

func TestAnEndlessRestIsNoCalendar(t *testing.T) {
	c := Calendar{{Year: 2026, Off: days("2026-01-01", "2026-12-31")}}
	if got := c.NextWorking(date("2026-03-01")); got != date("2026-03-01") {
		t.Errorf("NextWorking in a year of rest = %s; want the day itself", got)
	}
}

func TestPeriodsOfAForm(t *testing.T) {
	tests := map[string]struct {
		form     Form
		from, to string
		want     string
	}{
		"quarters of a year":                       {Form{Cadence: Quarterly}, "2026-01-01", "2026-12-31", "2026-Q1 2026-Q2 2026-Q3 2026-Q4"},
		"a quarter counts by its last day":         {Form{Cadence: Quarterly}, "2026-03-31", "2026-06-29", "2026-Q1"},
		"and not before it":                        {Form{Cadence: Quarterly}, "2026-04-01", "2026-06-29", ""},
		"months over a year's end":                 {Form{Cadence: Monthly}, "2025-11-30", "2026-01-31", "2025-11 2025-12 2026-01"},
		"February has its own last day":            {Form{Cadence: Monthly}, "2028-02-29", "2028-02-29", "2028-02"},
		"halves":                                   {Form{Cadence: HalfYearly}, "2025-12-31", "2026-12-30", "2025-S2 2026-S1"},
		"years":                                    {Form{Cadence: Yearly}, "2024-01-01", "2026-12-30", "2024 2025"},
		"a form begins":                            {Form{Cadence: Quarterly, From: date("2026-04-01")}, "2026-01-01", "2026-12-31", "2026-Q2 2026-Q3 2026-Q4"},
		"with the period that ends on its day":     {Form{Cadence: Quarterly, From: date("2026-03-31")}, "2026-01-01", "2026-06-30", "2026-Q1 2026-Q2"},
		"and ends":                                 {Form{Cadence: Quarterly, Until: date("2026-06-30")}, "2026-01-01", "2026-12-31", "2026-Q1 2026-Q2"},
		"the approval's end is an end":             {Form{Cadence: Quarterly, Until: date("2026-12-31"), ValidUntil: date("2026-06-29")}, "2026-01-01", "2026-12-31", "2026-Q1"},
		"no time is no period":                     {Form{Cadence: Monthly}, "2026-02-01", "2026-01-31", ""},
		"rounds have no calendar":                  {Form{Cadence: ByRounds}, "2026-01-01", "2026-12-31", ""},
		"a day inside a year reaches back to none": {Form{Cadence: Yearly}, "2026-07-01", "2026-11-30", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range test.form.Periods(date(test.from), date(test.to)) {
				got = append(got, p.String())
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("Periods(%s, %s) = %q; want %q", test.from, test.to, s, test.want)
			}
		})
	}
}

func TestAFormAsksItsOfficesForItsPeriods(t *testing.T) {
	f := Form{Cadence: Quarterly, Offices: []string{"hz", "nb"}, From: date("2026-01-01")}
	tests := map[string]struct {
		office, period string
		want           bool
	}{
		"its office for a quarter": {"hz", "2026-Q1", true},
		"another office":           {"sx", "2026-Q1", false},
		"a month":                  {"hz", "2026-03", false},
		"a year":                   {"hz", "2026", false},
		"a quarter before it was":  {"hz", "2025-Q4", false},
		"the range of a quarter":   {"nb", "2026-01-01/2026-03-31", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := ParsePeriod(test.period)
			if err != nil {
				t.Fatal(err)
			}
			if got := f.Asks(test.office, p); got != test.want {
				t.Errorf("Asks(%s, %s) = %v; want %v", test.office, test.period, got, test.want)
			}
		})
	}
}

// testTree is 浙江 with 杭州, its 西湖区 and the province's own part, and 北京 whose
// district lies in the municipality directly.
func testTree() AreaTree {
	area := func(code, parent string, level AreaLevel) Area {
		return Area{ID: code, Code: code, Parent: parent, Level: level}
	}
	own := area("330099", "330000", LevelProvince)
	own.Own = true
	renamed := area("330106", "330100", LevelCounty)
	renamed.ID, renamed.ValidFrom, renamed.Parent = "330106@2021-04-09", date("2021-04-09"), "330100@1949-05-03"
	return NewAreaTree([]Area{
		area("100000", "", LevelCountry), area("330000", "100000", LevelProvince), area("330100", "330000", LevelPrefecture),
		area("330106", "330100", LevelCounty), renamed, own, area("110000", "100000", LevelProvince), area("110105", "110000", LevelCounty),
	})
}

func TestTheTreeOfAreas(t *testing.T) {
	tree := testTree()
	tests := map[string]struct {
		code, whole string
		want        bool
	}{
		"an area is in itself":           {"330100", "330100", true},
		"a district in its province":     {"330106", "330000", true},
		"a district in the country":      {"330106", "100000", true},
		"the country by its other code":  {"330106", "000000", true},
		"a province not in its district": {"330000", "330106", false},
		"nor in another province":        {"330106", "110000", false},
		"an unknown area in nothing":     {"999999", "100000", false},
		"nothing in an unknown area":     {"330106", "999999", false},
		"the own part in its province":   {"330099", "330000", true},
		"nowhere":                        {"", "", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tree.Within(test.code, test.whole); got != test.want {
				t.Errorf("Within(%s, %s) = %v; want %v", test.code, test.whole, got, test.want)
			}
		})
	}
	if p := tree.Parent("330106"); p == nil || p.Code != "330100" {
		t.Errorf("Parent(330106) = %v; want 330100, by the newest version", p)
	}
}

func TestAnAreaInItselfEndsTheSearch(t *testing.T) {
	tree := NewAreaTree([]Area{{ID: "1", Code: "1", Parent: "2"}, {ID: "2", Code: "2", Parent: "1"}})
	if tree.Within("1", "3") || tree.AtLevel("1", LevelCountry) != nil {
		t.Error("a ring of areas has an end")
	}
}

func TestTheChainFallsOnAnOfficeByItsLevel(t *testing.T) {
	all := []ChainStep{StepCounty, StepPrefecture, StepProvince}
	tests := map[string]struct {
		chain []ChainStep
		area  string
		want  string
	}{
		"a district climbs every level":             {all, "330106", "county:330106 prefecture:330100 province:330000"},
		"a city is not reviewed by a county":        {all, "330100", "prefecture:330100 province:330000"},
		"a province signs itself":                   {all, "330000", "province:330000"},
		"a municipality has no prefecture":          {all, "110105", "county:110105 province:110000"},
		"the country is above the levels":           {all, "100000", "office:o"},
		"the office itself comes first":             {[]ChainStep{StepOffice, StepProvince}, "330106", "office:o province:330000"},
		"levels may be left out":                    {[]ChainStep{StepProvince, StepCountry}, "330106", "province:330000 country:100000"},
		"an own part is signed where it is":         {[]ChainStep{StepProvince}, "330099", "province:330000"},
		"where nobody is left the office signs":     {[]ChainStep{StepCounty}, "330000", "office:o"},
		"an area that is gone has its office alone": {all, "999999", "office:o"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := Form{Chain: test.chain}
			var got []string
			for _, s := range f.Signatures(&Office{ID: "o", Area: test.area}, testTree()) {
				got = append(got, string(s.Step)+":"+s.Office+s.Area)
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("Signatures of %s = %q; want %q", test.area, s, test.want)
			}
		})
	}
}

func TestAnOfficeOfTheAreaSigns(t *testing.T) {
	own, area := Signature{Step: StepOffice, Office: "hz"}, Signature{Step: StepProvince, Area: "330000"}
	tests := map[string]struct {
		s    Signature
		o    Office
		want bool
	}{
		"the office its own step":           {own, Office{ID: "hz", Area: "330100"}, true},
		"another office of the area not":    {own, Office{ID: "hz2", Area: "330100"}, false},
		"an office of the province":         {area, Office{ID: "zj", Area: "330000"}, true},
		"one below it not":                  {area, Office{ID: "hz", Area: "330100"}, false},
		"one above it not":                  {area, Office{ID: "cn", Area: "100000"}, false},
		"somebody without an office not":    {area, Office{}, false},
		"nobody signs a step that is none":  {Signature{}, Office{}, false},
		"nor an office's without an office": {Signature{Step: StepOffice}, Office{}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.s.SignedBy(&test.o); got != test.want {
				t.Errorf("%+v signed by %+v = %v; want %v", test.s, test.o, got, test.want)
			}
		})
	}
}

// q3 is a filing for the third quarter of 2026 whose tenth day after it, a
// Saturday, is worked.
func q3(late *Late) *Filing {
	r := &Register{
		Offices: []Office{{ID: "hz", Area: "330100"}}, Calendar: calendar2026,
		Forms: []Form{{ID: "q", Cadence: Quarterly, Opens: 1, Closes: 10, Offices: []string{"hz"}, Indicators: []string{"total"}, From: date("2026-01-01")}},
	}
	if late != nil {
		late.FilingKey = FilingKey{"q", "hz", Months(2026, 7, 3)}
		r.Lates = []Late{*late}
	}
	f, err := r.Filing(FilingKey{"q", "hz", Months(2026, 7, 3)})
	if err != nil {
		panic(err)
	}
	return f
}

func TestAFilingIsEnterableInItsWindow(t *testing.T) {
	tests := map[string]struct {
		late *Late
		day  string
		want string // "" when it is
	}{
		"the period's last day is too early": {nil, "2026-09-30", "未到报送期：2026-10-01 起填报。"},
		"the next day opens it":              {nil, "2026-10-01", ""},
		"a worked Saturday is the last day":  {nil, "2026-10-10", ""},
		"the day after is too late":          {nil, "2026-10-11", "报送期已于 2026-10-10 截止，请先申请补报并写明理由。"},
		"a request alone opens nothing":      {&Late{State: LateRequested}, "2026-10-11", "报送期已于 2026-10-10 截止，补报申请正在等待答复。"},
		"a refusal neither":                  {&Late{State: LateRefused}, "2026-10-11", "报送期已于 2026-10-10 截止，请先申请补报并写明理由。"},
		"a grant opens it until its day":     {&Late{State: LateGranted, Until: date("2026-10-20")}, "2026-10-20", ""},
		"and no longer":                      {&Late{State: LateGranted, Until: date("2026-10-20")}, "2026-10-21", "报送期已于 2026-10-20 截止，请先申请补报并写明理由。"},
		"a grant never shortens the window":  {&Late{State: LateGranted, Until: date("2026-10-02")}, "2026-10-10", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := q3(test.late).Enterable(date(test.day))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != test.want || err != nil && KindOf(err) != Forbidden {
				t.Errorf("Enterable(%s) = %q; want %q", test.day, got, test.want)
			}
		})
	}
}

func TestADutyStands(t *testing.T) {
	granted := &Late{State: LateGranted, Until: date("2026-10-20")}
	tests := map[string]struct {
		late   *Late
		answer *Answer
		day    string
		want   DutyState
		isLate bool
	}{
		"before the window":                    {nil, nil, "2026-09-30", DutyUpcoming, false},
		"in it":                                {nil, nil, "2026-10-10", DutyOpen, false},
		"after it":                             {nil, nil, "2026-10-11", DutyOverdue, false},
		"within a grant":                       {granted, nil, "2026-10-20", DutyOpen, false},
		"after a grant":                        {granted, nil, "2026-10-21", DutyOverdue, false},
		"handed in":                            {nil, &Answer{Stage: StageWaiting, First: date("2026-10-10")}, "2026-12-01", DutySubmitted, false},
		"handed in by a grant":                 {granted, &Answer{Stage: StageWaiting, First: date("2026-10-11")}, "2026-12-01", DutySubmitted, true},
		"returned":                             {nil, &Answer{Stage: StageReturned, First: date("2026-10-02")}, "2026-10-20", DutyReturned, false},
		"approved":                             {nil, &Answer{Stage: StageApproved, Flag: Normal, First: date("2026-10-02")}, "2026-10-20", DutyApproved, false},
		"approved as missing":                  {nil, &Answer{Stage: StageApproved, Flag: Missing, First: date("2026-10-02")}, "2026-10-20", DutyMissing, false},
		"said to be missing, not yet approved": {nil, &Answer{Stage: StageWaiting, Flag: Missing, First: date("2026-10-02")}, "2026-10-20", DutySubmitted, false},
		"not applicable is approved":           {nil, &Answer{Stage: StageApproved, Flag: NotApplicable, First: date("2026-10-02")}, "2026-10-20", DutyApproved, false},
		"withdrawn in the window":              {nil, &Answer{Stage: StageWithdrawn, First: date("2026-10-02")}, "2026-10-05", DutyOpen, false},
		"withdrawn and forgotten":              {nil, &Answer{Stage: StageWithdrawn, First: date("2026-10-02")}, "2026-10-20", DutyOverdue, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := Duty{Filing: q3(test.late), Indicator: "total", Answer: test.answer}
			if got := d.State(date(test.day)); got != test.want || d.Late() != test.isLate {
				t.Errorf("State(%s) = %s, late %v; want %s, %v", test.day, got, d.Late(), test.want, test.isLate)
			}
		})
	}
}

func TestARateCountsWhatIsDue(t *testing.T) {
	// On 2026-10-11: one answered in time, one late by a grant, one declared missing in
	// time, one returned, one nobody answered; one still open by a grant is not due.
	today := date("2026-10-11")
	granted := &Late{State: LateGranted, Until: date("2026-10-20")}
	var r Rate
	for _, d := range []Duty{
		{Filing: q3(nil), Answer: &Answer{Stage: StageApproved, Flag: Normal, First: date("2026-10-08")}},
		{Filing: q3(granted), Answer: &Answer{Stage: StageWaiting, First: today}},
		{Filing: q3(nil), Answer: &Answer{Stage: StageApproved, Flag: Missing, First: date("2026-10-08")}},
		{Filing: q3(nil), Answer: &Answer{Stage: StageReturned, First: date("2026-10-08")}},
		{Filing: q3(nil)},
		{Filing: q3(granted)},
	} {
		r.Add(&d, today)
	}
	if want := (Rate{Due: 5, OnTime: 3, Late: 1, Missing: 1, Declared: 1}); r != want {
		t.Errorf("the rate is %+v; want %+v", r, want)
	}
	var before Rate
	before.Add(&Duty{Filing: q3(nil)}, date("2026-10-10"))
	if before != (Rate{}) {
		t.Errorf("in the window the rate is %+v; want nothing due", before)
	}
}

func TestTheRegisterAsksOpenOfficesOnly(t *testing.T) {
	r := &Register{
		Offices: []Office{{ID: "a", Area: "330100"}, {ID: "b", Area: "330000", Closed: true}, {ID: "c", Area: "110000"}},
		Forms: []Form{
			{ID: "m", Cadence: Monthly, Closes: 5, Offices: []string{"a", "b"}, From: date("2026-01-01")},
			{ID: "q", Cadence: Quarterly, Closes: 5, Offices: []string{"a", "c", "gone"}, From: date("2026-01-01")},
		},
	}
	var got []string
	for _, f := range r.Filings(date("2026-03-01"), date("2026-03-31")) {
		got = append(got, fmt.Sprintf("%s closes %s", f.FilingKey, f.Closes))
	}
	want := "q/a/2026-Q1 closes 2026-04-06; q/c/2026-Q1 closes 2026-04-06; m/a/2026-03 closes 2026-04-06" // the 5th is a Sunday, and no table says Qingming
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("Filings = %s; want %s", s, want)
	}
	for name, k := range map[string]FilingKey{
		"another form's period": {"q", "a", Months(2026, 3, 1)}, "an office that is not asked": {"m", "c", Months(2026, 3, 1)},
		"an unknown form": {"x", "a", Months(2026, 3, 1)}, "an office that is gone": {"q", "gone", Months(2026, 1, 3)},
	} {
		if _, err := r.Filing(k); KindOf(err) != NotFound {
			t.Errorf("%s: Filing(%s) = %v; want NotFound", name, k, err)
		}
	}
}

func TestEveryStateHasItsWords(t *testing.T) {
	for _, s := range DutyStates {
		if s.Name().IsZero() {
			t.Errorf("%s has no name", s)
		}
	}
	for _, s := range ChainSteps {
		if s.Name().IsZero() {
			t.Errorf("%s has no name", s)
		}
	}
	if time.Saturday != date("2026-10-10").Weekday() {
		t.Error("2026-10-10 is no Saturday")
	}
}
