package sheet

import (
	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A memory keeps what cells were read as: a million rows name a few hundred
// periods and a few sources. It is bounded, so that a file cannot fill it.
type memory struct {
	periods map[string]targets.Period
	dates   map[string]targets.Date
	texts   map[string]string
}

// Bounds of a memory: keys of periods and dates are short, texts have at most
// shortText bytes.
const (
	maxRemembered = 1 << 14
	shortText     = 512
)

func newMemory() memory {
	return memory{map[string]targets.Period{}, map[string]targets.Date{}, map[string]string{}}
}

func (m *memory) period(cell []byte) (targets.Period, *collector.Finding) {
	if p, ok := m.periods[string(cell)]; ok {
		return p, nil
	}
	p, bad := period(string(cell))
	if bad == nil && len(m.periods) < maxRemembered {
		m.periods[string(cell)] = p
	}
	return p, bad
}

func (m *memory) date(cell []byte) (targets.Date, *collector.Finding) {
	if d, ok := m.dates[string(cell)]; ok {
		return d, nil
	}
	d, bad := date(string(cell))
	if bad == nil && len(m.dates) < maxRemembered {
		m.dates[string(cell)] = d
	}
	return d, bad
}

// text returns the cell as a string, the same one for the same cell.
func (m *memory) text(cell []byte) string {
	if s, ok := m.texts[string(cell)]; ok {
		return s
	}
	s := string(cell)
	if len(m.texts) < maxRemembered && len(s) <= shortText {
		m.texts[s] = s
	}
	return s
}
