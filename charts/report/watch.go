package report

import "github.com/biaochi/biaochi/targets"

// A Watcher follows a report while it is made. Its methods are never called at
// the same time from two places.
type Watcher interface {
	// Step says how much of a phase is done.
	Step(phase targets.Text, done, total int)
	// Written says, once at the end, what the report changed.
	Written(Outcome)
}

// An Outcome counts what a report did with the files of a site.
type Outcome struct {
	Pages    int // of the site: pages, and files such as the feed
	Rendered int // made anew: what they show has changed
	Kept     int // left as they were
	Removed  int // of an earlier report, to which nothing leads any more
}

// The phases of a report.
var (
	PhaseRead  = targets.Text{ZH: "读取评判", EN: "reading and judging"}
	PhasePages = targets.Text{ZH: "写入页面", EN: "writing pages"}
	PhaseAgain = targets.Text{ZH: "重新生成", EN: "making again"}
	PhasePlace = targets.Text{ZH: "替换旧站", EN: "moving into place"}
)

// watchOf is a Watcher that may be called always.
func watchOf(w Watcher) Watcher {
	if w == nil {
		return nobody{}
	}
	return w
}

type nobody struct{}

func (nobody) Step(targets.Text, int, int) {}

func (nobody) Written(Outcome) {}
