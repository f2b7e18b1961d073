package targets

import (
	"cmp"
	"slices"
	"time"
)

// A Selection narrows a Snapshot. An empty list selects everything of its kind;
// several lists narrow together. An area selects itself and everything below it.
type Selection struct {
	Areas      []string // codes
	Documents  []string
	Indicators []string
	Targets    []string
}

// A SeriesKey names the figures of one indicator in one area.
type SeriesKey struct {
	Indicator string
	Area      string
}

// A Snapshot is one consistent reading of the store: the catalogue as known at
// KnownAt and the standing figures of the selected targets. Sealed, its targets
// ask for what they asked for at AsOf, and it is never modified, so that readers
// may share it.
type Snapshot struct {
	AsOf       Date      // the day judged
	KnownAt    time.Time // nothing recorded later is in it
	Founded    time.Time // when the first load was recorded, whose figures are known from their publication; zero: not known
	Generation int64     // of the store; equal generations hold equal data
	Demo       bool
	Cuts       CutPoints

	Catalogue
	// Allocated are targets that were not selected but are parts of those that
	// were: their figures roll up.
	Allocated []Target

	// Register tells which areas have a duty for a figure. It is shared; nil is as
	// an empty one.
	Register *Register

	Statuses []TaskStatus           // the newest status of each reported task
	Figures  map[SeriesKey][]Figure // standing figures in the order of Period.Compare

	index *snapshotIndex
}

// snapshotIndex finds nouns by id.
type snapshotIndex struct {
	areas       AreaTree
	departments map[string]*Department
	indicators  map[string]*Indicator
	documents   map[string]*Document
	targets     map[string]*Target
	statuses    map[string]TaskStatus
	parts       map[string][]*Target // the targets a target is broken down into, by its id
	duties      *duties
}

// Seal turns the targets into what they were at AsOf and builds the look-up
// tables; a store calls it once, when all is filled in. Targets and Allocated
// may be shared: they are replaced, not modified.
func (s *Snapshot) Seal() {
	documents := byID(s.Documents, func(d *Document) string { return d.ID })
	s.Targets, s.Allocated = targetsAsOf(s.Targets, documents, s.AsOf), targetsAsOf(s.Allocated, documents, s.AsOf)
	x := &snapshotIndex{
		departments: byID(s.Departments, func(d *Department) string { return d.ID }),
		indicators:  byID(s.Indicators, func(i *Indicator) string { return i.ID }),
		documents:   documents,
		targets:     byID(s.Targets, func(t *Target) string { return t.ID }),
		areas:       NewAreaTree(s.Areas),
		parts:       map[string][]*Target{},
		statuses:    make(map[string]TaskStatus, len(s.Statuses)),
		duties:      newDuties(s.Register, s.Areas),
	}
	for _, status := range s.Statuses {
		x.statuses[status.Task] = status
	}
	for _, all := range [][]Target{s.Targets, s.Allocated} {
		for i := range all {
			if whole := all[i].AllocatedFrom; whole != "" {
				x.parts[whole] = append(x.parts[whole], &all[i])
			}
		}
	}
	s.index = x
}

func byID[T any](list []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[id(&list[i])] = &list[i]
	}
	return m
}

// Public is the snapshot without the targets whose indicators are disclosed 内部:
// what may be shown to anybody.
func (s *Snapshot) Public() *Snapshot {
	internal := func(t Target) bool {
		ind := s.Indicator(t.Indicator)
		return ind != nil && ind.Disclosure == Internal
	}
	if !slices.ContainsFunc(s.Targets, internal) && !slices.ContainsFunc(s.Allocated, internal) {
		return s
	}
	public := *s
	public.Targets = slices.DeleteFunc(slices.Clone(s.Targets), internal)
	public.Allocated = slices.DeleteFunc(slices.Clone(s.Allocated), internal)
	public.Seal()
	return &public
}

// Area returns the newest version of an area code, or nil.
func (s *Snapshot) Area(code string) *Area { return s.index.areas.byCode[code] }

// Department returns the department with that id, or nil.
func (s *Snapshot) Department(id string) *Department { return s.index.departments[id] }

// Indicator returns the indicator with that id, or nil.
func (s *Snapshot) Indicator(id string) *Indicator { return s.index.indicators[id] }

// Document returns the document with that id, or nil.
func (s *Snapshot) Document(id string) *Document { return s.index.documents[id] }

// Target returns the target with that id, or nil.
func (s *Snapshot) Target(id string) *Target { return s.index.targets[id] }

// Series returns the standing figures of an indicator in an area, with those its
// predecessors left it.
func (s *Snapshot) Series(indicator, area string) []Figure {
	ind := s.Indicator(indicator)
	if ind == nil {
		return nil
	}
	return s.history(ind, area, s.AsOf+1)
}

// KnownOn is the day on which a standing figure became known: of its approval, or
// for the first load its day of publication, when that is earlier; 0 where neither
// is known.
func (s *Snapshot) KnownOn(f *Figure) Date {
	at := f.Approved
	if at.IsZero() {
		at = f.Recorded
	}
	if at.IsZero() {
		return f.Published
	}
	if f.Published != 0 && !s.Founded.IsZero() && !at.After(s.Founded) {
		return min(f.Published, DateOf(at))
	}
	return DateOf(at)
}

// TasksOf returns the tasks of a document in the order of the document.
func (s *Snapshot) TasksOf(document string) []Task {
	var tasks []Task
	for _, t := range s.Tasks {
		if t.Document == document {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// Status returns what was last reported of a task; ok is false when nothing was.
func (s *Snapshot) Status(task string) (status TaskStatus, ok bool) {
	status, ok = s.index.statuses[task]
	return status, ok
}

// Evaluate judges every target of the snapshot at its AsOf, in the snapshot's order.
func (s *Snapshot) Evaluate() []Evaluation {
	out := make([]Evaluation, len(s.Targets))
	for i := range s.Targets {
		out[i] = s.EvaluateTarget(&s.Targets[i])
	}
	return out
}

// EvaluateTarget judges one target of the snapshot at its AsOf.
func (s *Snapshot) EvaluateTarget(t *Target) Evaluation { return Evaluate(s.input(t)) }

// input gathers what the verdict on a target depends on.
func (s *Snapshot) input(t *Target) Input {
	in := Input{
		Target: t, Indicator: s.Indicator(t.Indicator), Document: s.Document(t.Document),
		Figures: s.Series(t.Indicator, t.Area), Allocations: s.index.parts[t.ID], Cuts: s.Cuts, AsOf: s.AsOf,
	}
	in.RollUps = s.rollUps(in.Indicator, t.Area, in.Allocations, 1)
	if sister := in.Indicator.Sister; sister != "" {
		in.Sister, in.SisterCard = s.Series(sister, t.Area), s.Indicator(sister)
	}
	if t.GoalForm() == FormVersus {
		s.refer(&in)
	}
	if t.Ledger {
		in.Ledger = s.ledger(t.Document)
	}
	return in
}

// refer fills in what a versus goal is held against: by default the same indicator
// of another area, or another indicator of the same area.
func (s *Snapshot) refer(in *Input) {
	t := in.Target
	id, area := cmp.Or(t.Reference.Indicator, t.Indicator), cmp.Or(t.Reference.Area, t.Area)
	in.ReferenceCard = s.Indicator(id)
	if in.ReferenceCard == nil {
		return
	}
	in.Reference, in.ReferenceName = s.Series(id, area), in.ReferenceCard.Name
	if area != t.Area {
		in.ReferenceName = both("%s%s", "%[2]s of %[1]s", Text{s.AreaName(area, ZH), s.AreaName(area, EN)}, in.ReferenceName)
	}
}

// ledger counts the tasks of a document by what was reported up to AsOf.
func (s *Snapshot) ledger(document string) Ledger {
	var l Ledger
	for _, t := range s.TasksOf(document) {
		status, ok := s.Status(t.ID)
		if ok && status.On > s.AsOf {
			ok = false
		}
		l.add(status, ok)
	}
	return l
}
