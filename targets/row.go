package targets

import "cmp"

// A Row is an Evaluation as the contract prints it (design §5): one flat object
// with its keys in this order. Typed numbers are strings with their digits kept,
// computed ones are numbers rounded to six decimals, unknown is null. Ratios run
// 0–1, their unit is "1".
type Row struct {
	ID             string        `json:"id"`
	Document       string        `json:"document"`
	DocumentNumber *string       `json:"document_number"`
	Locator        string        `json:"locator"`
	AsWritten      string        `json:"as_written"`
	Indicator      string        `json:"indicator"`
	IndicatorName  string        `json:"indicator_name"`
	Measure        Measure       `json:"measure"`
	Accumulation   *Accumulation `json:"accumulation"`
	Comparator     Comparator    `json:"comparator"`
	Goal           Decimal       `json:"goal"`
	Unit           *string       `json:"unit"`
	Area           string        `json:"area"`
	AreaName       string        `json:"area_name"`
	Start          *Date         `json:"start"`
	StartBasis     *Basis        `json:"start_basis"`
	Baseline       Decimal       `json:"baseline"`
	BaselinePeriod *Period       `json:"baseline_period"`
	Deadline       *Date         `json:"deadline"`
	Leads          []string      `json:"leads"`
	Participants   []string      `json:"participants"`
	Value          Decimal       `json:"value"`
	Bound          *Bound        `json:"bound"`
	Period         *Period       `json:"period"`
	Revision       *int          `json:"revision"`
	Completion     Computed      `json:"completion"`
	Progress       Computed      `json:"progress"`
	Expected       Computed      `json:"expected"`
	Pace           Computed      `json:"pace"`
	State          State         `json:"state"`
	AtDeadline     *AtDeadline   `json:"at_deadline"`
	Light          Light         `json:"light"`
	Reason         string        `json:"reason"`
	RequiredPace   Computed      `json:"required_pace"` // per average month of 30.4375 days
	Forecast       *ForecastRow  `json:"forecast"`
	Stale          bool          `json:"stale"`

	Form         *GoalForm     `json:"form"` // null of milestones and time limits
	GoalHigh     Decimal       `json:"goal_high"`
	Factor       Computed      `json:"factor"`
	BaseYear     *int          `json:"base_year"`
	Nature       *Nature       `json:"nature"`
	Certainty    *Certainty    `json:"certainty"`
	Origin       *string       `json:"origin"` // of the document in the catalogue; null until catalogues have one
	Provisional  bool          `json:"provisional"`
	DueSoon      bool          `json:"due_soon"`
	Reference    *ReferenceRow `json:"reference"`
	Years        []YearRow     `json:"years"`
	OtherVerdict *OtherRow     `json:"other_verdict"`
	Notes        []string      `json:"notes"`
}

// A ReferenceRow is what a versus goal is held against.
type ReferenceRow struct {
	Indicator  string        `json:"indicator"`
	Area       string        `json:"area"`
	Period     *Period       `json:"period"`
	Value      Decimal       `json:"value"`
	MarginLow  Decimal       `json:"margin_low"`
	MarginHigh Decimal       `json:"margin_high"`
	Over       ReferenceSpan `json:"over"`
}

// A YearRow is one year of a yearly goal.
type YearRow struct {
	Year        int       `json:"year"`
	Value       Decimal   `json:"value"`
	Goal        Decimal   `json:"goal"`
	Verdict     YearState `json:"verdict"`
	Provisional bool      `json:"provisional"`
}

// An OtherRow is another reading's verdict.
type OtherRow struct {
	State  State  `json:"state"`
	Reason string `json:"reason"`
	Basis  Basis  `json:"basis"`
}

// goalKeys fills in what a row says of the goal's form and of the verdict beside its state.
func (r *Row) goalKeys(e *Evaluation, lang Lang) {
	t := e.Target
	r.Form, r.GoalHigh, r.Factor, r.BaseYear = orNull(e.form()), e.GoalHigh, Computed(e.Factor), orNull(t.BaseYear)
	r.Nature, r.Certainty = orNull(t.Nature), orNull(t.Certainty)
	r.Provisional, r.DueSoon = e.Provisional, e.DueSoon
	if x := t.Reference; t.GoalForm() == FormVersus {
		r.Reference = &ReferenceRow{cmp.Or(x.Indicator, t.Indicator), cmp.Or(x.Area, t.Area), orNull(e.ReferencePeriod), e.ReferenceValue, x.MarginLow, x.MarginHigh, x.Over}
	}
	for _, y := range e.Years {
		r.Years = append(r.Years, YearRow(y))
	}
	if o := e.OtherVerdict; o != nil {
		r.OtherVerdict = &OtherRow{o.State, o.Reason.In(lang), o.Basis}
	}
	for _, n := range e.Notes {
		r.Notes = append(r.Notes, n.In(lang))
	}
}

// form is the form of the goal as it is read with its indicator.
func (e *Evaluation) form() GoalForm {
	switch m := e.Indicator.Measure; {
	case m == Milestone || m == TimeLimit:
		return ""
	case e.directional():
		return FormDirection
	case e.Indicator.Measure == RankPlace && e.Target.Form == "":
		return FormRank
	}
	return e.Target.GoalForm()
}

// A ForecastRow is a Forecast as the contract prints it, four significant digits.
type ForecastRow struct {
	Value       Computed `json:"value"`
	Low         Computed `json:"low"`
	High        Computed `json:"high"`
	Probability Computed `json:"probability"`
	ReachOn     *Date    `json:"reach_on"`
}

func (f *Forecast) row() *ForecastRow {
	if !f.Known() {
		return nil
	}
	return &ForecastRow{Computed(f.Value), Computed(f.Low), Computed(f.High), Computed(f.Probability), orNull(f.ReachOn)}
}

// Computed is a Decimal that prints as a JSON number.
type Computed Decimal

// MarshalJSON prints the digits as a number, null when absent.
func (c Computed) MarshalJSON() ([]byte, error) {
	if v := Decimal(c); v.Known() {
		return []byte(v.String()), nil
	}
	return []byte("null"), nil
}

// String prints the digits; empty when absent.
func (c Computed) String() string { return Decimal(c).String() }

// Row prints an evaluation of this snapshot in one language.
func (s *Snapshot) Row(e *Evaluation, lang Lang) Row {
	t, ind := e.Target, e.Indicator
	r := Row{
		ID: t.ID, Document: t.Document, DocumentNumber: orNull(e.Document.Number),
		Locator: t.Locator.In(lang), AsWritten: t.AsWritten,
		Indicator: t.Indicator, IndicatorName: ind.Name.In(lang), Measure: ind.Measure,
		Accumulation: orNull(ind.Accumulation), Comparator: e.Comparator(), Goal: e.Goal, Unit: orNull(ind.ValueUnit(lang)),
		Area: t.Area, AreaName: s.AreaName(t.Area, lang),
		Start: orNull(t.Start), StartBasis: orNull(t.StartBasis),
		Baseline: e.Baseline, BaselinePeriod: orNull(e.BaselinePeriod), Deadline: orNull(t.Deadline),
		Leads: s.DepartmentNames(t.Leads, lang), Participants: s.DepartmentNames(t.Participants, lang),
		Value: e.Value, Bound: orNull(e.Bound), Period: orNull(e.Period), Revision: orNull(e.Revision),
		Completion: Computed(e.Completion), Progress: Computed(e.Progress), Expected: Computed(e.Expected), Pace: Computed(e.Pace),
		State: e.State, AtDeadline: orNull(e.AtDeadline), Light: e.Light(), Reason: e.Reason.In(lang),
		RequiredPace: Computed(e.RequiredPace), Forecast: e.Forecast.row(), Stale: e.Stale,
	}
	r.goalKeys(e, lang)
	return r
}

// orNull is nil for the zero value: absent, not empty.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// ValueUnit names the unit a value stands in where programs read it: ratios run
// 0–1 and have the unit "1", stages and directions have none.
func (i *Indicator) ValueUnit(lang Lang) string {
	switch i.Measure {
	case Ratio, ChangeRate:
		return "1"
	case Direction:
		if i.Unit.ZH == "%" {
			return "1"
		}
	case Milestone:
		return ""
	}
	return i.Unit.In(lang, Decimal{})
}

// AreaName names an area code; a code without an area is printed as it is.
func (s *Snapshot) AreaName(code string, lang Lang) string {
	if a := s.Area(code); a != nil {
		return a.Name.In(lang)
	}
	return code
}

// DepartmentNames names departments in the order given; never nil.
func (s *Snapshot) DepartmentNames(ids []string, lang Lang) []string {
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		if d := s.Department(id); d != nil {
			names = append(names, d.Name.In(lang))
		}
	}
	return names
}
