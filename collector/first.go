package collector

import (
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A firsts asks about the first figure of an indicator in an area that has no
// target of it, while others have: 山西省 is easily taken for 陕西省. It walks with
// a merger through the series.
type firsts struct {
	goals map[string][]string // codes of the areas with a target of an indicator, in order
	names map[string]string   // of areas, in full
	cards map[string]string   // names of indicators
	warn  func(line int, f Finding)

	series targets.SeriesKey
	line   int  // of the first row of the series; 0: no row yet
	stands bool // the store knows a figure of the series
}

func newFirsts(c *targets.Catalogue, warn func(int, Finding)) *firsts {
	s := &firsts{goals: map[string][]string{}, names: fullNames(c.Areas), cards: map[string]string{}, warn: warn}
	for i := range c.Targets {
		t := &c.Targets[i]
		s.goals[t.Indicator] = append(s.goals[t.Indicator], t.Area)
	}
	for indicator, areas := range s.goals {
		slices.Sort(areas)
		s.goals[indicator] = slices.Compact(areas)
	}
	for i := range c.Indicators {
		s.cards[c.Indicators[i].ID] = c.Indicators[i].Name.ZH
	}
	return s
}

// fullNames are the areas' names and codes by code: 浙江省杭州市（330100）.
func fullNames(areas []targets.Area) map[string]string {
	byID, names := map[string]*targets.Area{}, map[string]string{}
	for i := range areas {
		byID[areas[i].ID] = &areas[i]
	}
	for i := range areas {
		a := &areas[i]
		name := a.Name.ZH
		if p := byID[a.Parent]; p != nil && p.Code != targets.Country {
			name = p.Name.ZH + name
		}
		names[a.Code] = fmt.Sprintf("%s（%s）", name, a.Code)
	}
	return names
}

// known takes a key that the store has.
func (s *firsts) known(key targets.Key) {
	s.at(key)
	s.stands = true
}

// row takes a row that is to be written.
func (s *firsts) row(key targets.Key, line int) {
	s.at(key)
	if s.line == 0 {
		s.line = line
	}
}

func (s *firsts) at(key targets.Key) {
	series := targets.SeriesKey{Indicator: key.Indicator, Area: key.Area}
	if series == s.series {
		return
	}
	s.close()
	s.series, s.line, s.stands = series, 0, false
}

// close asks about a series, once.
func (s *firsts) close() {
	goals := s.goals[s.series.Indicator]
	if s.line == 0 || s.stands || len(goals) == 0 {
		return
	}
	if _, asked := slices.BinarySearch(goals, s.series.Area); asked {
		return
	}
	s.warn(s.line, Finding{[]Column{ColumnArea}, fmt.Sprintf("「%s」在 %s 没有目标，此前也没有数据，本行是第一条",
		s.cards[s.series.Indicator], s.names[s.series.Area]), "请核对地区；这个指标的目标在 " + s.list(goals)})
}

// list names the first few areas.
func (s *firsts) list(codes []string) string {
	const told = 3
	var names []string
	for _, code := range codes[:min(told, len(codes))] {
		names = append(names, s.names[code])
	}
	text := strings.Join(names, "、")
	if len(codes) > told {
		text += fmt.Sprintf(" 等 %d 个地区", len(codes))
	}
	return text
}
