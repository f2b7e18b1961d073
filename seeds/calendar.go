package seeds

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// calendarFile is where a folder of seeds keeps the yearly tables of rest days.
const calendarFile = "calendar.yaml"

// Calendar reads the yearly tables of rest days (放假、调休) of a folder of seeds,
// the first year first. A folder without calendar.yaml has none. Faults are
// returned all at once, as targets.Faults.
func Calendar(fsys fs.FS) ([]targets.CalendarYear, error) {
	if _, err := fs.Stat(fsys, calendarFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	books, err := rulebooks()
	if err != nil {
		return nil, err
	}
	s := readSource(fsys, calendarFile)
	if s.root == nil {
		return nil, s.faults
	}
	broken := books["calendar"].check(s)
	checkTexts(s)
	years := yearTables(items[calendarYear](s, "years", "", broken))
	if len(s.faults) > 0 {
		return nil, (&files{sources: []*source{s}}).faults()
	}
	return years, nil
}

// A calendarYear is one notice, as it is written.
type calendarYear struct {
	Year     int
	Source   string
	Holidays []holiday
}

// A holiday is one item of a notice.
type holiday struct {
	Name targets.Text
	Off  targets.Period
	Days int // as printed; 0 where the notice prints none
	Work []targets.Date
}

// yearTables turns the notices into tables, in the order of their years.
func yearTables(notices []*entry[calendarYear]) []targets.CalendarYear {
	var tables []targets.CalendarYear
	each(notices, func(e *entry[calendarYear]) {
		if slices.ContainsFunc(tables, func(t targets.CalendarYear) bool { return t.Year == e.v.Year }) {
			e.fault("year", fmt.Sprintf("%d 年已经写过", e.v.Year), "一年只写一次")
		}
		tables = append(tables, e.v.table(e))
	})
	slices.SortFunc(tables, func(a, b targets.CalendarYear) int { return a.Year - b.Year })
	return tables
}

// longestHoliday bounds one item of a notice.
const longestHoliday = 31

// table gathers the days of a notice and says which cannot be right.
func (y *calendarYear) table(e *entry[calendarYear]) targets.CalendarYear {
	t := targets.CalendarYear{Year: y.Year, Source: y.Source}
	for i := range y.Holidays {
		h, at := &y.Holidays[i], fmt.Sprintf("holidays/%d", i)
		if n := h.Off.Days(); n > longestHoliday {
			e.fault(join(at, "off"), fmt.Sprintf("%s 共 %d 天，太长", h.Off, n), "与通知原文核对")
			continue
		} else if h.Days != 0 && h.Days != n {
			e.fault(join(at, "days"), fmt.Sprintf("%s 共 %d 天，这里写 %d 天", h.Off, n, h.Days), "与通知原文核对")
		}
		for d := h.Off.Start; d <= h.Off.End; d++ {
			t.Off = append(t.Off, y.day(e, join(at, "off"), d, t.Off))
		}
		for _, d := range h.Work {
			t.Work = append(t.Work, y.day(e, join(at, "work"), d, t.Work))
			if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
				e.fault(join(at, "work"), d.String()+" 不是周六、周日", "只写调休上班的周六、周日")
			}
		}
	}
	slices.Sort(t.Off)
	slices.Sort(t.Work)
	for _, d := range t.Work {
		if slices.Contains(t.Off, d) {
			e.fault("holidays", d.String()+" 既放假又上班", "与通知原文核对")
		}
	}
	return t
}

// day returns d, having said what is wrong with it: of another year, or written
// twice.
func (y *calendarYear) day(e *entry[calendarYear], key string, d targets.Date, known []targets.Date) targets.Date {
	if d.Year() != y.Year {
		e.fault(key, d.String()+fmt.Sprintf(" 不在 %d 年", y.Year), "写进那一年的表")
	}
	if slices.Contains(known, d) {
		e.fault(key, d.String()+" 写了两次", "去掉一处")
	}
	return d
}
