package targets

import (
	"slices"
	"strings"
	"time"
)

// A Key names what a figure is about. Its revisions share it.
type Key struct {
	Indicator string
	Area      string // area code
	Period    Period
}

// A Figure (数据) is one observation: one revision of one Key. It is never edited.
type Figure struct {
	Key
	Revision int // 1, 2, …: one more than the revision the writer saw
	Value    Decimal
	// Numerator and Denominator of a ratio, sum and count of a mean; both or neither.
	Numerator, Denominator Decimal
	Flag                   Flag
	Bound                  Bound
	Published              Date // of publication, 0 when not published
	Origin                 Origin
	Note                   string
	SourceTitle            string
	SourceURL              string
	Recorded               time.Time // chain time of the entry that brought it
	Approved               time.Time // when its last review step approved it
}

// Stages of a milestone, carried in a figure's Value.
var (
	StageNotBegun = NewDecimal(0)
	StageUnderWay = NewDecimal(1)
	StageDone     = NewDecimal(2) // on the last day of the figure's period
)

// Evidence reports whether the figure may carry a verdict: it has a number and
// its definition is the indicator's.
func (f *Figure) Evidence() bool {
	return f.Value.Known() && f.Flag.HasValue() && f.Flag != DefinitionDiffer
}

// Precise reports whether the figure is exact enough to be a baseline.
func (f *Figure) Precise() bool {
	return f.Evidence() && f.Bound == Exact && f.Flag != Estimated
}

// A Rank (来源类别) says how good a source is among several of one moment: a
// lower rank stands before a higher one. The less precise never takes the place
// of the more precise.
type Rank int

// The ranks, best first.
const (
	RankOffice   Rank   = iota // reported by an office and approved
	RankOfficial               // an exact official publication
	RankRounded                // published as a bound or an estimate
	RankMedia                  // published by anybody else
	RankRollUp                 // computed from lower areas
	Ranks        = iota        // how many there are
)

// Name returns the words of the rank.
func (r Rank) Name() Text { return rankNames[r] }

var rankNames = [Ranks]Text{
	{"填报单位审核通过的数", "approved figure of an office"}, {"官方发布的精确数", "exact official publication"},
	{"公布的上下限或估计数", "published bound or estimate"}, {"其他媒体的数", "figure of other media"}, {"下级预汇总", "sum of the areas below"},
}

// Rank returns the rank of the figure's source.
func (f *Figure) Rank() Rank {
	switch {
	case f.Origin == OriginRollUp:
		return RankRollUp
	case f.Origin == OriginOffice || f.Origin == OriginDemo:
		return RankOffice
	case f.Bound != Exact || f.Flag == Estimated:
		return RankRounded
	case f.Origin == OriginOfficial:
		return RankOfficial
	}
	return RankMedia
}

func (f *Figure) rank() int { return int(f.Rank()) }

// finality orders figures of one rank: final before provisional before estimated.
func (f *Figure) finality() int {
	switch f.Flag {
	case Provisional:
		return 1
	case Estimated:
		return 2
	}
	return 0
}

// SameContent reports whether two figures say the same, apart from revision and
// recording. Equality is numeric: 0.6 is 0.60. An import skips a row that says what already stands.
func (f *Figure) SameContent(g *Figure) bool {
	return f.Key == g.Key && f.Value.Equal(g.Value) && f.Numerator.Equal(g.Numerator) && f.Denominator.Equal(g.Denominator) &&
		f.Flag == g.Flag && f.Bound == g.Bound && f.Published == g.Published && f.Origin == g.Origin &&
		f.Note == g.Note && f.SourceTitle == g.SourceTitle && f.SourceURL == g.SourceURL
}

// CompareKeys orders keys by indicator, area and period.
func CompareKeys(a, b Key) int {
	if c := strings.Compare(a.Indicator, b.Indicator); c != 0 {
		return c
	}
	if c := strings.Compare(a.Area, b.Area); c != 0 {
		return c
	}
	return a.Period.Compare(b.Period)
}

// sortFigures orders a series by period end, then start.
func sortFigures(figures []Figure) {
	slices.SortStableFunc(figures, func(a, b Figure) int { return a.Period.Compare(b.Period) })
}
