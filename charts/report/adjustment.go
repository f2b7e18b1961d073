package report

import (
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// An adjustment is a document that changed what the target asks for, and how.
type adjustment struct {
	On               targets.Date
	Document, Reason string
	Changes          []change
}

// A change is one part of what is asked for, before and after.
type change struct{ What, From, To string }

// adjustments lists those up to the day judged.
func (p page) adjustments(e *targets.Evaluation) []adjustment {
	var list []adjustment
	for i := range e.Target.Adjustments {
		a := &e.Target.Adjustments[i]
		line := adjustment{On: a.On, Document: a.Document, Reason: a.Reason.In(p.lang)}
		after := e.Target.TermsAfter(i)
		if a.Was.Known() && after.Known() {
			for _, c := range targets.CompareTerms(a.Was, after) {
				line.Changes = append(line.Changes, change{
					termNames[c.Field].In(p.lang), p.term(&a.Was, c.Field, c.From, e.Indicator), p.term(&after, c.Field, c.To, e.Indicator)})
			}
		}
		list = append(list, line)
	}
	return list
}

// term is one part of what is asked for as a person reads it; written is how a
// seed writes it.
func (p page) term(x *targets.Terms, field, written string, ind *targets.Indicator) string {
	switch {
	case field == "comparator":
		return x.Comparator.Name().In(p.lang)
	case written == "":
		return p.say("无", "none")
	case field == "goal":
		return targets.FormatValue(x.Goal, ind, p.lang)
	case field == "baseline":
		return targets.FormatValue(x.Baseline, ind, p.lang)
	case field == "baseline_period":
		return x.BaselinePeriod.Label(p.lang)
	case field == "path":
		points := make([]string, len(x.Path))
		for i, s := range p.milestones(x.Path, ind) {
			points[i] = s.On + " " + s.Value
		}
		return strings.Join(points, p.say("、", ", "))
	}
	return written
}

// milestones are the points of the document's own path.
func (p page) milestones(points []targets.PathPoint, ind *targets.Indicator) []pathPoint {
	var path []pathPoint
	for _, point := range points {
		path = append(path, pathPoint{point.On.String(), targets.FormatValue(point.Value, ind, p.lang)})
	}
	return path
}

// termNames are the words of what is asked for, by the key of the seed.
var termNames = map[string]targets.Text{
	"comparator": {ZH: "比较方式", EN: "comparison"}, "goal": {ZH: "目标值", EN: "goal"},
	"start": {ZH: "起始日", EN: "start"}, "deadline": {ZH: "期限", EN: "deadline"},
	"baseline": {ZH: "基期数", EN: "baseline"}, "baseline_period": {ZH: "基期", EN: "period of the baseline"},
	"path": {ZH: "文件节点", EN: "milestones of the document"}, "limit": {ZH: "时限月数", EN: "months of the limit"},
}
