package exporter

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// A DutySource yields the duties of a scrape. It must be safe for concurrent use.
type DutySource interface {
	// Duties lists the duties that are looked at on a day.
	Duties(ctx context.Context, today targets.Date) ([]targets.Duty, error)
	// Areas are all areas, by which the areas below province level are left out.
	Areas(ctx context.Context) ([]targets.Area, error)
	// Head is the sequence and hash of the newest entry of the chain: while it
	// stands still, so do the duties of a day. It is asked for at every scrape
	// and must be cheap.
	Head(ctx context.Context) (sequence int64, hash string, err error)
}

// A dutyPage is the duty families at one entry of the chain on one day. It
// changes more often than the targets do, and is kept apart from them.
type dutyPage struct {
	sequence int64
	day      targets.Date
	counts   []areaDuties    // by area
	oldest   []officeOverdue // by area and office

	plain [2]func() []byte // by whether it is OpenMetrics
}

// areaDuties counts the duties of an area's own offices.
type areaDuties struct {
	area string
	n    map[targets.DutyState]int
}

// officeOverdue is the last day of an office's oldest overdue duty.
type officeOverdue struct {
	area, office string
	last         targets.Date
}

// A dutyFamily is one metric name of the duties.
type dutyFamily struct {
	head
	samples func(p *dutyPage, emit func(v float64, labels ...string))
}

// dutyFamilies are all duty metrics in alphabetical order.
var dutyFamilies = [...]dutyFamily{
	{head{"biaochi_duties", "填报任务数，按填报单位所在地区和状态。/ Duties by the area of the office and by state.", []string{"area", "state"}}, sampleDuties},
	{head{"biaochi_duty_oldest_overdue_timestamp_seconds",
		"该单位最早一项逾期填报任务的截止日当日末（北京时间）；没有逾期的没有序列。/ End of the closing day of the office's oldest overdue duty in Asia/Shanghai, Unix time; none without one.",
		[]string{"area", "office"}}, sampleOldest},
}

// dutyStates are targets.DutyStates in alphabetical order.
var dutyStates = slices.Sorted(slices.Values(targets.DutyStates[:]))

func sampleDuties(p *dutyPage, emit func(float64, ...string)) {
	for i := range p.counts {
		for _, state := range dutyStates {
			emit(float64(p.counts[i].n[state]), p.counts[i].area, string(state))
		}
	}
}

func sampleOldest(p *dutyPage, emit func(float64, ...string)) {
	for _, o := range p.oldest {
		emit(endOf(o.last).v, o.area, o.office)
	}
}

// newDutyPage counts duties as they stand at the end of a day.
func newDutyPage(sequence int64, day targets.Date, duties []targets.Duty) *dutyPage {
	p := &dutyPage{sequence: sequence, day: day}
	counts := map[string]map[targets.DutyState]int{}
	oldest := map[[2]string]targets.Date{}
	for i := range duties {
		d := &duties[i]
		area, state := d.Filing.Area, d.State(day)
		if counts[area] == nil {
			counts[area] = map[targets.DutyState]int{}
		}
		counts[area][state]++
		if state == targets.DutyOverdue {
			key := [2]string{area, d.Filing.Office}
			oldest[key] = min(cmp.Or(oldest[key], d.Filing.LastDay()), d.Filing.LastDay())
		}
	}
	for area, n := range counts {
		p.counts = append(p.counts, areaDuties{repair(area), n})
	}
	for key, last := range oldest {
		p.oldest = append(p.oldest, officeOverdue{repair(key[0]), repair(key[1]), last})
	}
	slices.SortFunc(p.counts, func(a, b areaDuties) int { return strings.Compare(a.area, b.area) })
	slices.SortFunc(p.oldest, func(a, b officeOverdue) int {
		return cmp.Or(strings.Compare(a.area, b.area), strings.Compare(a.office, b.office))
	})
	for i, openMetrics := range []bool{false, true} {
		p.plain[i] = sync.OnceValue(func() []byte { return p.encode(openMetrics) })
	}
	return p
}

// encode writes the families that have series.
func (p *dutyPage) encode(openMetrics bool) []byte {
	var b bytes.Buffer
	c := newEncoder(&b, openMetrics)
	for i := range dutyFamilies {
		f := &dutyFamilies[i]
		c.family(&f.head, func(emit func(float64, ...string)) { f.samples(p, emit) })
	}
	c.flush()
	return b.Bytes()
}

// text is the page as it was encoded once; nil when there is none.
func (p *dutyPage) text(openMetrics bool) []byte {
	switch {
	case p == nil:
		return nil
	case openMetrics:
		return p.plain[1]()
	}
	return p.plain[0]()
}

// stands reports whether p, which may be nil, still counts right.
func (p *dutyPage) stands(sequence int64, day targets.Date) bool {
	return p != nil && p.sequence == sequence && p.day == day
}

// currentDuties returns the kept duties if they still stand, else counts them
// now; nil when the exporter has none to show. Scrapes that ask for the same at
// the same time wait for one reading.
func (e *Exporter) currentDuties(ctx context.Context, sequence int64, day targets.Date) (*dutyPage, error) {
	if e.o.Duties == nil {
		return nil, nil
	}
	if p := e.keptDuties.Load(); p.stands(sequence, day) {
		return p, nil
	}
	built := e.flights.DoChan("duties "+strconv.FormatInt(sequence, 10)+" "+day.String(), func() (any, error) {
		if p := e.keptDuties.Load(); p.stands(sequence, day) {
			return p, nil
		}
		return e.countDuties(ctx, sequence, day)
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-built:
		p, _ := r.Val.(*dutyPage)
		return p, r.Err
	}
}

// countDuties reads and keeps the duties. What is handed in meanwhile may be
// counted already; the next scrape sees a newer head and counts again.
func (e *Exporter) countDuties(ctx context.Context, sequence int64, day targets.Date) (p *dutyPage, err error) {
	defer caught(&err)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readLimit)
	defer cancel()
	duties, err := e.o.Duties.Duties(ctx, day)
	if err == nil {
		duties, err = e.scope().duties(ctx, e.o.Duties, duties)
	}
	if err != nil {
		return nil, fmt.Errorf("read duties: %w", err)
	}
	p = newDutyPage(sequence, day, duties)
	e.keptDuties.Store(p)
	return p, nil
}
