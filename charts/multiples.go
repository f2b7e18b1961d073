package charts

import "github.com/biaochi/biaochi/targets"

// Multiples draws one small trend an evaluation, all on one scale of time and
// value, each with its own goal: the same question across areas and documents.
// They must share a unit. Those without a single value have no panel. A click
// leads where href says; nil leads nowhere.
func Multiples(list []*targets.Evaluation, name, href func(*targets.Evaluation) string, lang targets.Lang) Picture {
	return Picture{}
}
