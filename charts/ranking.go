package charts

import "github.com/biaochi/biaochi/targets"

// A Bar is one line of a ranking.
type Bar struct {
	Name  string
	Value targets.Decimal // a share, 1 is 100 %; absent: no bar, «—»
	Words string          // what the tooltip says; empty: name and value
	Light targets.Light
	Href  string // where a click leads, relative to the page; may be empty
}

// Ranking draws one bar a line in the order given, the first on top.
func Ranking(bars []Bar, lang targets.Lang) Picture { return Picture{} }
