package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// An areaTally is what the pages tell of one area, gathered once a book so that
// no page of an area looks at the goals of others.
type areaTally struct {
	own       []*targets.Evaluation // goals set for the area itself
	within    []*targets.Evaluation // those and the ones of the areas below; of the country its own alone
	coverage  targets.Coverage      // of within
	duties    []*targets.Duty       // of the area's own offices
	rate      targets.Rate          // of the offices within, as within counts
	series    []targets.SeriesKey   // that no goal asks for, in the order of the indicators
	documents []*targets.Document   // issued by the area or with a goal for it
	above     []string              // areas with a page that it lies in, the nearest first
	below     []string              // areas with a page whose nearest area above it is
}

// tallyAreas fills in the tallies of all areas that have a page.
func (b *book) tallyAreas() {
	b.tallies = make(map[string]*areaTally, len(b.areas))
	for _, code := range b.areas {
		b.tallies[code] = &areaTally{}
	}
	tree := targets.NewAreaTree(b.snap.Areas)
	for _, code := range b.areas {
		b.place(tree, code)
	}
	for i := range b.all {
		b.tallyGoal(&b.all[i])
	}
	for i := range b.duties {
		b.tallyDuty(&b.duties[i])
	}
	b.tallyDocuments()
	b.tallySeries()
	for _, tally := range b.tallies {
		tally.coverage = targets.CoverageOf(values(tally.within))
	}
}

// place finds the areas above that have a page.
func (b *book) place(tree targets.AreaTree, code string) {
	tally := b.tallies[code]
	for a := tree.Parent(code); a != nil && !slices.Contains(tally.above, a.Code); a = tree.Parent(a.Code) {
		if b.tallies[a.Code] != nil {
			tally.above = append(tally.above, a.Code)
		}
	}
	if len(tally.above) > 0 {
		next := b.tallies[tally.above[0]]
		next.below = append(next.below, code)
	}
}

// tally is what there is of an area; of one without a page it is empty.
func (b *book) tally(code string) *areaTally {
	if tally := b.tallies[targets.CanonicalArea(code)]; tally != nil {
		return tally
	}
	return &areaTally{}
}

// counting are the tallies that a goal or duty of an area counts in: its own and
// those above, save the country's.
func (b *book) counting(code string) []*areaTally {
	own := b.tally(code)
	list := []*areaTally{own}
	for _, above := range own.above {
		if above != targets.Country {
			list = append(list, b.tallies[above])
		}
	}
	return list
}

func (b *book) tallyGoal(e *targets.Evaluation) {
	own := b.tally(e.Target.Area)
	own.own = append(own.own, e)
	for _, tally := range b.counting(e.Target.Area) {
		tally.within = append(tally.within, e)
	}
}

// tallyDuty counts a duty; a public edition does not speak of what is internal.
func (b *book) tallyDuty(d *targets.Duty) {
	if ind := b.snap.Indicator(d.Indicator); ind == nil || b.public && ind.Disclosure == targets.Internal {
		return
	}
	b.rate.Add(d, b.snap.AsOf)
	own := b.tally(d.Filing.Area)
	own.duties = append(own.duties, d)
	for _, tally := range b.counting(d.Filing.Area) {
		tally.rate.Add(d, b.snap.AsOf)
	}
}

// tallyDocuments lists each document with the area it is of and with those it
// sets a goal for.
func (b *book) tallyDocuments() {
	for i := range b.snap.Documents {
		d := &b.snap.Documents[i]
		of := map[*areaTally]bool{b.tally(d.Area): true}
		for j := range b.byDocument[d.ID] {
			of[b.tally(b.byDocument[d.ID][j].Target.Area)] = true
		}
		for tally := range of {
			tally.documents = append(tally.documents, d)
		}
	}
}

func (b *book) tallySeries() {
	place := make(map[string]int, len(b.snap.Indicators))
	for i := range b.snap.Indicators {
		place[b.snap.Indicators[i].ID] = i
	}
	for k := range b.series {
		tally := b.tally(k.Area)
		tally.series = append(tally.series, k)
	}
	for _, tally := range b.tallies {
		slices.SortFunc(tally.series, func(x, y targets.SeriesKey) int { return place[x.Indicator] - place[y.Indicator] })
	}
}

// values copies evaluations for what counts them by value.
func values(list []*targets.Evaluation) []targets.Evaluation {
	all := make([]targets.Evaluation, len(list))
	for i, e := range list {
		all[i] = *e
	}
	return all
}

// An areaLine is one area in a list of areas: its goals and those of the areas
// below by light, how many have a figure, and how its offices report.
type areaLine struct {
	Count   count
	Level   string // indents it below the area it lies in: "", "second", "third", "fourth"
	Covered string // with a figure/that a number decides; "" where there is none
	OnTime  string // 按时率; "" where nothing was due
	Due     int
}

func (p page) areaLine(code string) areaLine {
	tally := p.book.tally(code)
	name := p.book.snap.AreaName(code, p.lang)
	line := areaLine{
		Count: p.count(link{Text: name, Href: p.to(areaAddress(code))}, areaKey, code, charts.NewGroup(name, tally.within)),
		Level: depths[min(len(tally.above), len(depths)-1)], Due: tally.rate.Due,
	}
	if tally.coverage.All > 0 {
		line.Covered = fraction(tally.coverage.WithFigure, tally.coverage.All)
	}
	if tally.rate.Due > 0 {
		line.OnTime = targets.FormatShare(tally.rate.Punctual())
	}
	return line
}

// depths name how deep an area lies: the country and its provinces stand alike.
var depths = [...]string{"", "", "second", "third"}

// areaLines tells of areas: those with goals or duties line by line, the others
// only by name.
func (p page) areaLines(codes []string) (lines []areaLine, bare []link) {
	for _, code := range codes {
		if tally := p.book.tally(code); len(tally.within) > 0 || tally.rate.Due > 0 {
			lines = append(lines, p.areaLine(code))
			continue
		}
		bare = append(bare, link{Text: p.book.snap.AreaName(code, p.lang), Href: p.to(areaAddress(code))})
	}
	return lines, bare
}

// provinces are the areas directly below the country, and the country itself.
func (b *book) provinces() []string {
	var codes []string
	for _, code := range b.areas {
		if a := b.snap.Area(code); a.Level == targets.LevelCountry || a.Level == targets.LevelProvince {
			codes = append(codes, code)
		}
	}
	return codes
}

// tileMap draws the provinces: in each the light that asks for most attention,
// and how many goals there stand in it.
func (p page) tileMap() *picture {
	var tiles []charts.Tile
	goals := false
	for _, code := range p.book.provinces() {
		if code == targets.Country {
			continue
		}
		name := p.book.snap.AreaName(code, p.lang)
		g := charts.NewGroup(name, p.book.tally(code).within)
		worst := targets.Worst(g.Count)
		goals = goals || g.All > 0
		tiles = append(tiles, charts.Tile{Code: code, Light: worst, N: g.Count[worst], Words: p.tileWords(g), Href: p.to(areaAddress(code))})
	}
	if !goals {
		return nil
	}
	return p.picture("map", p.say("省级地区目标亮灯情况", "Lights of the province-level areas"), charts.TileMap(tiles, p.lang))
}

// tileWords say in one sentence what a tile stands for.
func (p page) tileWords(g charts.Group) string {
	if g.All == 0 {
		return p.say(g.Name+"：没有目标", g.Name+": no goals")
	}
	var parts []string
	for _, l := range targets.Lights {
		if n := g.Count[l]; n > 0 {
			parts = append(parts, fmt.Sprintf(p.say("%s%d项", "%[2]d %[1]s"), l.Name().In(p.lang), n))
		}
	}
	if p.lang == targets.EN {
		return fmt.Sprintf("%s, %d goals: %s", g.Name, g.All, strings.Join(parts, ", "))
	}
	return fmt.Sprintf("%s，%d项目标：%s", g.Name, g.All, strings.Join(parts, "，"))
}

func fraction(n, of int) string { return strconv.Itoa(n) + "/" + strconv.Itoa(of) }
