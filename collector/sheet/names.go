package sheet

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A directory finds the catalogue's nouns by what people call them.
type directory struct {
	indicators map[string][]*targets.Indicator // by id and by name
	areas      map[string][]*targets.Area      // by code, by name and by name without 省, 市, …
	parents    map[string]*targets.Area        // by version id
	near       map[string]string               // what was proposed for unknown indicators
}

// maxProposals bounds the search for what was meant: it is slow, and a file in
// which everything is unknown needs no more of it.
const maxProposals = 200

func newDirectory(c *targets.Catalogue) *directory {
	d := &directory{
		indicators: map[string][]*targets.Indicator{},
		areas:      map[string][]*targets.Area{},
		parents:    map[string]*targets.Area{},
		near:       map[string]string{},
	}
	for i := range c.Indicators {
		d.addIndicator(&c.Indicators[i])
	}
	for i := range c.Areas {
		d.addArea(&c.Areas[i])
	}
	d.addShortNames(c)
	return d
}

func (d *directory) addIndicator(i *targets.Indicator) {
	for _, name := range []string{i.ID, i.Name.ZH, i.Name.EN} {
		if name != "" && !slices.Contains(d.indicators[name], i) {
			d.indicators[name] = append(d.indicators[name], i)
		}
	}
}

func (d *directory) addArea(a *targets.Area) {
	d.parents[a.ID] = a
	d.nameArea(a.Code, a)
	d.nameArea(a.Name.ZH, a)
	d.nameArea(a.Name.EN, a)
	if a.Code == targets.Country {
		d.nameArea("000000", a)
	}
}

// nameArea lets name mean a; versions of one code are one area.
func (d *directory) nameArea(name string, a *targets.Area) {
	same := func(b *targets.Area) bool { return a.Code == b.Code }
	if name != "" && !slices.ContainsFunc(d.areas[name], same) {
		d.areas[name] = append(d.areas[name], a)
	}
}

// ranks are the endings of area names, longer ones before their own endings.
var ranks = []string{"特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"}

// addShortNames lets 陕西 mean 陕西省, unless it is another area's whole name.
func (d *directory) addShortNames(c *targets.Catalogue) {
	short := map[string][]*targets.Area{}
	for i := range c.Areas {
		a := &c.Areas[i]
		for _, rank := range ranks {
			if name, ok := strings.CutSuffix(a.Name.ZH, rank); ok {
				short[name] = append(short[name], a)
				break
			}
		}
	}
	for name, list := range short {
		if len(d.areas[name]) == 0 {
			for _, a := range list {
				d.nameArea(name, a)
			}
		}
	}
}

// indicator finds an indicator by id or name. When it finds none or several,
// text and fix say so.
func (d *directory) indicator(name string) (i *targets.Indicator, text, fix string) {
	list := d.indicators[name]
	switch {
	case len(list) == 1:
		return list[0], "", ""
	case name == "":
		return nil, "没有填指标", "应为指标编号或名称"
	case len(list) == 0:
		return nil, fmt.Sprintf("没有名为 %q 的指标", name), d.nearIndicator(name)
	}
	for _, one := range list {
		if one.ID == name {
			return one, "", ""
		}
	}
	var ids []string
	for _, one := range list {
		ids = append(ids, one.ID)
	}
	return nil, fmt.Sprintf("%q 可以是 %d 个指标", name, len(list)), "请填编号：" + strings.Join(ids, "、")
}

// nearIndicator proposes the indicator whose id or name is most alike.
func (d *directory) nearIndicator(name string) string {
	if fix, ok := d.near[name]; ok {
		return fix
	}
	if len(d.near) >= maxProposals {
		return noProposal
	}
	d.near[name] = d.findNear(name)
	return d.near[name]
}

const noProposal = "应为目录中的指标编号或名称"

func (d *directory) findNear(name string) string {
	best, least := "", max(2, len([]rune(name))/3)+1
	for _, known := range slices.Sorted(maps.Keys(d.indicators)) {
		if n := distance(name, known); n < least {
			best, least = known, n
		}
	}
	if best == "" {
		return noProposal
	}
	if id := d.indicators[best][0].ID; id != best {
		best += "（" + id + "）"
	}
	return "是否为 " + best + "？"
}

// area finds an area by code or name.
func (d *directory) area(name string) (a *targets.Area, text, fix string) {
	list := d.areas[name]
	switch {
	case len(list) == 1:
		return list[0], "", ""
	case name == "":
		return nil, "没有填地区", "应为六位地区代码或名称，全国为 100000"
	case len(list) == 0:
		return nil, fmt.Sprintf("没有名为 %q 的地区", name), "应为六位地区代码（如 610000）或全称（如 陕西省）"
	}
	var candidates []string
	for _, one := range list {
		candidates = append(candidates, d.describe(one))
	}
	slices.Sort(candidates)
	return nil, fmt.Sprintf("%q 可以是 %d 个地区", name, len(list)), "请填代码：" + strings.Join(candidates, "、")
}

// describe names an area so that it cannot be taken for another.
func (d *directory) describe(a *targets.Area) string {
	if p := d.parents[a.Parent]; p != nil && p.Code != targets.Country {
		return fmt.Sprintf("%s（%s，属%s）", a.Code, a.Name.ZH, p.Name.ZH)
	}
	return fmt.Sprintf("%s（%s）", a.Code, a.Name.ZH)
}

// distance is the number of characters to add, drop or change to get from a to
// b, for texts of up to 80 characters; longer ones are far apart.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 80 || len(y) > 80 {
		return len(x) + len(y)
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		corner := row[0]
		row[0] = i + 1
		for j := range y {
			change := corner
			if x[i] != y[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(y)]
}
