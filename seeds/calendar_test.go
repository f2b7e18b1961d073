package seeds

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/biaochi/biaochi/targets"
)

// The second reading: every day one by one, where the file has the notices' own
// ranges. The file was read from the notices as they were reprinted, this list
// from two tables of days that others keep.
var secondReading = map[int]struct{ off, work string }{
	2024: {"01-01 02-10 02-11 02-12 02-13 02-14 02-15 02-16 02-17 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 06-10 " +
		"09-15 09-16 09-17 10-01 10-02 10-03 10-04 10-05 10-06 10-07",
		"02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"},
	2025: {"01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 " +
		"05-31 06-01 06-02 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08",
		"01-26 02-08 04-27 09-28 10-11"},
	2026: {"01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 " +
		"06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07",
		"01-04 02-14 02-28 05-09 09-20 10-10"},
}

func calendar(t *testing.T) targets.Calendar {
	t.Helper()
	years, err := Calendar(Shipped())
	if err != nil {
		t.Fatalf("Calendar(Shipped()): %v", err)
	}
	return years
}

func TestTheTwoReadingsOfTheRestDaysAgree(t *testing.T) {
	years := calendar(t)
	if len(years) != len(secondReading) {
		t.Fatalf("%d years; want %d", len(years), len(secondReading))
	}
	days := func(list []targets.Date) string {
		words := make([]string, len(list))
		for i, d := range list {
			words[i] = d.String()[len("2024-"):]
		}
		return strings.Join(words, " ")
	}
	for _, y := range years {
		want := secondReading[y.Year]
		if off := days(y.Off); off != want.off {
			t.Errorf("%d off:\n%s\nwant\n%s", y.Year, off, want.off)
		}
		if work := days(y.Work); work != want.work {
			t.Errorf("%d work:\n%s\nwant\n%s", y.Year, work, want.work)
		}
	}
}

// Worked out by hand on the calendar of each year.
func TestClosingDaysMoveByTheShippedTables(t *testing.T) {
	tests := map[string]struct{ day, want string }{
		"the eve of the Spring Festival of 2024 is worked":         {"2024-02-09", "2024-02-09"},
		"the first day of the festival moves to its Sunday worked": {"2024-02-10", "2024-02-18"},
		"a Sunday worked stays":                                    {"2025-04-27", "2025-04-27"},
		"a Saturday moves to the Monday":                           {"2025-03-15", "2025-03-17"},
		"the New Year of 2026 moves to its Sunday worked":          {"2026-01-01", "2026-01-04"},
		"the National Day of 2026 moves over the week":             {"2026-10-01", "2026-10-08"},
		"15 October 2026 stays":                                    {"2026-10-15", "2026-10-15"},
	}
	c := calendar(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := targets.ParseDate(tt.day)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.NextWorking(d).String(); got != tt.want {
				t.Errorf("NextWorking(%s) = %s; want %s", tt.day, got, tt.want)
			}
		})
	}
}

func TestAFaultOfTheCalendarIsNamedByLineAndField(t *testing.T) {
	const whole = `years:
  - year: 2026
    source: 国办发明电〔2025〕7号
    holidays:
      - {name: {zh: 元旦, en: New Year}, off: 2026-01-01/2026-01-03, days: 3, work: [2026-01-04]}
`
	tests := map[string]struct{ old, new, want string }{
		"a count that is not the range's": {"days: 3", "days: 4", "calendar.yaml:5: years[0].holidays[0].days: 2026-01-01/2026-01-03 共 3 天，这里写 4 天"},
		"a Monday worked in exchange":     {"work: [2026-01-04]", "work: [2026-01-05]", "calendar.yaml:5: years[0].holidays[0].work: 2026-01-05 不是周六、周日"},
		"a day of another year":           {"2026-01-01/2026-01-03, days: 3", "2025-12-31", "calendar.yaml:5: years[0].holidays[0].off: 2025-12-31 不在 2026 年"},
		"a day both off and worked":       {"work: [2026-01-04]", "work: [2026-01-03]", "calendar.yaml:4: years[0].holidays: 2026-01-03 既放假又上班"},
		"a holiday without an end":        {"2026-01-01/2026-01-03, days: 3", "2026-01-01/2026-12-31", "calendar.yaml:5: years[0].holidays[0].off: 2026 共 365 天，太长"},
		"a year written twice":            {"years:\n", "years:\n" + strings.TrimPrefix(whole, "years:\n"), "calendar.yaml:6: years[1].year: 2026 年已经写过"},
		"a notice without its number":     {"    source: 国办发明电〔2025〕7号\n", "", "calendar.yaml:2: years[0].source: 缺少这一项"},
		"an unknown key":                  {"days: 3", "dayz: 3", "calendar.yaml:5: years[0].holidays[0].dayz: 没有这个键"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(whole, tt.old) {
				t.Fatalf("nothing to edit: %q", tt.old)
			}
			_, err := Calendar(fstest.MapFS{"calendar.yaml": {Data: []byte(strings.Replace(whole, tt.old, tt.new, 1))}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Calendar: %v; want %s", err, tt.want)
			}
		})
	}
}

func TestAFolderWithoutACalendarHasNone(t *testing.T) {
	if years, err := Calendar(fstest.MapFS{}); years != nil || err != nil {
		t.Errorf("Calendar(empty) = %v, %v; want none", years, err)
	}
}
