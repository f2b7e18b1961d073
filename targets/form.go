package targets

import (
	"math"
	"slices"
)

// A ChainStep is one level of review (审核级): who has to sign.
type ChainStep string

// The steps a form may ask for, in the order they are taken.
const (
	StepOffice     ChainStep = "office"     // 单位负责人审签: another person of the office itself
	StepCounty     ChainStep = "county"     // 县级审核
	StepPrefecture ChainStep = "prefecture" // 市级审核
	StepProvince   ChainStep = "province"   // 省级审核
	StepCountry    ChainStep = "country"    // 国家级审核
)

// ChainSteps lists every step in its order; a form names one to three of them.
var ChainSteps = [...]ChainStep{StepOffice, StepCounty, StepPrefecture, StepProvince, StepCountry}

// MostSteps is how many levels a chain may have.
const MostSteps = 3

// Name returns the words of the step.
func (s ChainStep) Name() Text { return chainStepNames[s] }

var chainStepNames = map[ChainStep]Text{
	StepOffice: {"单位负责人审签", "signed in the office"}, StepCounty: {"县级审核", "county review"}, StepPrefecture: {"市级审核", "prefecture review"},
	StepProvince: {"省级审核", "province review"}, StepCountry: {"国家级审核", "national review"},
}

// A Form (报表) is a list of indicators that offices fill in together for each
// period. Number, Authority, Approval and ValidUntil are what a statistical form
// prints in its head, where it has them.
type Form struct {
	ID         string
	Name       string
	Number     string // 表号
	Authority  string // 制定机关
	Approval   string // 批准或备案文号
	ValidUntil Date   // 有效期至; no duty of a period that ends later
	Cadence    Cadence
	Opens      int // days after a period's end from which it is filled in
	Closes     int // days after a period's end until which it is due
	Indicators []string
	Chain      []ChainStep
	SignedScan bool     // the signed and stamped scan is compulsory evidence
	Offices    []string // who fill it in, sorted
	From       Date     // periods that end on or after this day
	Until      Date     // and on or before this one; 0: no end
}

// Periods are the form's periods that end from one day to another, oldest first.
func (f *Form) Periods(from, to Date) []Period {
	months, ok := cadenceMonths[f.Cadence]
	if !ok {
		return nil
	}
	from, to = max(from, f.From), min(to, f.lastDay())
	if from > to {
		return nil
	}
	y, m, _ := from.YMD()
	var list []Period
	for p := Months(y, (m-1)/months*months+1, months); p.End <= to; {
		if p.End >= from {
			list = append(list, p)
		}
		y, m, _ := (p.End + 1).YMD()
		p = Months(y, m, months)
	}
	return list
}

// cadenceMonths is how long a period of a cadence is; the others have no calendar.
var cadenceMonths = map[Cadence]int{Monthly: 1, Quarterly: 3, HalfYearly: 6, Yearly: 12}

// FormCadences are the cadences a form may have.
var FormCadences = [...]Cadence{Monthly, Quarterly, HalfYearly, Yearly}

func (f *Form) lastDay() Date {
	last := Date(math.MaxInt32)
	for _, d := range [...]Date{f.Until, f.ValidUntil} {
		if d != 0 {
			last = min(last, d)
		}
	}
	return last
}

// Asks reports whether a form has to be filled in by an office for a period.
func (f *Form) Asks(office string, p Period) bool {
	_, asked := slices.BinarySearch(f.Offices, office)
	return asked && slices.Contains(f.Periods(p.End, p.End), p)
}

// A Signature is a step of the chain as it falls on one office: the reviewers of
// that office, or those of an area, take it.
type Signature struct {
	Step   ChainStep
	Office string `json:",omitempty"` // of StepOffice
	Area   string `json:",omitempty"` // of every other step
}

// Signatures is the chain of a form as it falls on an office. A level below the
// office has nobody to sign and is left out: a city's office is not reviewed by a
// county. When nothing is left, the office itself signs.
func (f *Form) Signatures(o *Office, areas AreaTree) []Signature {
	var list []Signature
	for _, step := range f.Chain {
		if step == StepOffice {
			list = append(list, Signature{Step: step, Office: o.ID})
		} else if a := areas.AtLevel(o.Area, AreaLevel(step)); a != nil {
			list = append(list, Signature{Step: step, Area: a.Code})
		}
	}
	if len(list) == 0 {
		list = append(list, Signature{Step: StepOffice, Office: o.ID})
	}
	return list
}

// SignedBy reports whether a reviewer of an office takes the step. Whether it is
// the own submission is not judged here.
func (s Signature) SignedBy(o *Office) bool {
	if s.Step == StepOffice {
		return s.Office != "" && o.ID == s.Office
	}
	return s.Area != "" && CanonicalArea(o.Area) == s.Area
}
