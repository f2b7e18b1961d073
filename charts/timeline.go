package charts

import "github.com/biaochi/biaochi/targets"

// A TimelineOf is what a timeline shows: spans above, days below, the day judged
// as a hairline through all. Bars and points of one name share a line.
type TimelineOf struct {
	AsOf   targets.Date
	Bars   []TimelineBar
	Points []TimelinePoint
}

// A TimelineBar is a span of days: a phase, a plan's years.
type TimelineBar struct {
	Name     string
	From, To targets.Date
	Words    string // what the tooltip says; empty: name and days
}

// A TimelinePoint is a day: a milestone, an evaluation, a task's due date.
type TimelinePoint struct {
	Name  string
	On    targets.Date
	Words string        // what the tooltip says; empty: name and day
	Light targets.Light // "": a day without a state
	Href  string        // where a click leads, relative to the page; may be empty
}

// Timeline draws spans and days on one axis of time.
func Timeline(t TimelineOf, lang targets.Lang) Picture { return Picture{} }
