package demo

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// Password is that of every user of a training copy. It guards nothing.
const Password = "Biaochi-Yanshi-7"

// A Plan is everything a training copy holds beside its catalogue.
type Plan struct {
	Founded  time.Time        // when the copy pretends to have begun
	Made     time.Time        // when it was made
	Figures  []targets.Figure // published by then
	Statuses []targets.TaskStatus
	Offices  []targets.Office
	Contacts map[string][]targets.Contact // by office
	Forms    []targets.Form
	Users    []User
	Steps    []Step // what happened since, in the order of time
}

// A User is somebody to sign in as.
type User struct {
	Login, Name, Office string
	Roles               []targets.Role
	Part                string // what the person is there to try
}

// An Act is what somebody does in a Step.
type Act string

// The acts.
const (
	ActImport   Act = "import"   // figures published that day
	ActSubmit   Act = "submit"   // Cells
	ActDraft    Act = "draft"    // Cells
	ActOpen     Act = "open"     // the reviewer looks
	ActApprove  Act = "approve"  // one level, everything that waits
	ActReturn   Act = "return"   // Indicator, or everything; with Text
	ActWithdraw Act = "withdraw" // with Text
	ActConfirm  Act = "confirm"  // 代填
	ActLate     Act = "late"     // asks to report late, with Text
	ActGrant    Act = "grant"    // until Until, with Text
	ActRefuse   Act = "refuse"   // with Text
	ActReport   Act = "report"   // Task
	ActClose    Act = "close"    // Task: 销号
)

// A Step is one thing that somebody did.
type Step struct {
	At        time.Time
	By        string // login; "" of an import
	Act       Act
	Filing    targets.FilingKey
	Cells     []collector.Cell
	Basis     string // 代填依据
	Text      string
	Indicator string
	Until     targets.Date
	Task      collector.TaskEntry
	Figures   []targets.Figure
}

// earliest is the first day a training copy can be built for: the forms need
// five quarters in which the goals of the catalogue ran.
const earliest = "2024-06-30"

// Build plans a training copy of a catalogue, as it would be at a moment.
func Build(c *targets.Catalogue, now time.Time) (*Plan, error) {
	if first, _ := targets.ParseDate(earliest); targets.DateOf(now) < first {
		return nil, &targets.Error{Kind: targets.Invalid, Text: "演示库从 " + earliest + " 起才能生成，请检查系统时钟"}
	}
	b := &builder{catalogue: c, now: now, quarters: quartersBefore(targets.DateOf(now))}
	b.plan.Founded, b.plan.Made = atTen(b.quarters[len(b.quarters)-1].End), now
	if err := b.goals(); err != nil {
		return nil, err
	}
	b.register()
	b.history()
	b.tasks()
	b.filings()
	b.plan.Steps = slices.DeleteFunc(b.plan.Steps, func(s Step) bool { return s.At.After(now) })
	slices.SortStableFunc(b.plan.Steps, func(x, y Step) int { return x.At.Compare(y.At) })
	return &b.plan, nil
}

// A builder gathers a plan.
type builder struct {
	catalogue *targets.Catalogue
	now       time.Time
	quarters  []targets.Period // the last closed ones, newest first
	plan      Plan
	goal      map[string]*targets.Target // by id
	card      map[string]*targets.Indicator
}

// quartersBefore are the five newest quarters of which the second day after is
// over on a day.
func quartersBefore(today targets.Date) []targets.Period {
	y, m, _ := (today - 2).YMD()
	q := targets.Months(y, (m-1)/3*3+1, 3)
	var list []targets.Period
	for range 5 {
		y, m, _ := (q.Start - 1).YMD()
		q = targets.Months(y, m-2, 3)
		list = append(list, q)
	}
	return list
}

// goals finds the catalogue's targets by id.
func (b *builder) goals() error {
	b.goal, b.card = map[string]*targets.Target{}, map[string]*targets.Indicator{}
	for i := range b.catalogue.Targets {
		b.goal[b.catalogue.Targets[i].ID] = &b.catalogue.Targets[i]
	}
	for i := range b.catalogue.Indicators {
		b.card[b.catalogue.Indicators[i].ID] = &b.catalogue.Indicators[i]
	}
	for _, s := range series {
		if b.goal[s.target] == nil {
			return fmt.Errorf("build the demo: the catalogue has no target %s", s.target)
		}
	}
	return nil
}

// indicator is what a target measures.
func (b *builder) indicator(target string) string { return b.goal[target].Indicator }

// atTen is ten o'clock in Shanghai on a day.
func atTen(d targets.Date) time.Time { return d.End().Add(-14 * time.Hour) }

// history turns the series into figures: those published by the founding are
// there from the beginning, later ones come by imports.
func (b *builder) history() {
	imports := map[targets.Date][]targets.Figure{}
	for _, s := range series {
		t := b.goal[s.target]
		for _, p := range s.points {
			f := p.figure(t, b.card[t.Indicator])
			switch on := atTen(f.Published); {
			case on.After(b.now):
			case on.After(b.plan.Founded):
				imports[f.Published] = append(imports[f.Published], f)
			default:
				b.plan.Figures = append(b.plan.Figures, f)
			}
		}
	}
	for on, figures := range imports {
		b.plan.Steps = append(b.plan.Steps, Step{At: atTen(on), Act: ActImport, Figures: figures})
	}
	slices.SortFunc(b.plan.Figures, func(x, y targets.Figure) int { return targets.CompareKeys(x.Key, y.Key) })
	slices.SortFunc(b.plan.Steps, func(x, y Step) int { return cmp.Compare(x.At.Unix(), y.At.Unix()) })
}
