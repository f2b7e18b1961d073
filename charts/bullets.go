package charts

import "github.com/biaochi/biaochi/targets"

// Bullets draws one line an evaluation: the value as a bar, where it should be by
// its date, the goal and the forecast's interval, each as a share of the goal, so
// that lines can be compared. A click leads where href says; nil leads nowhere.
func Bullets(list []*targets.Evaluation, name, href func(*targets.Evaluation) string, lang targets.Lang) Picture {
	return Picture{}
}
