package report

import (
	"context"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// methodBody answers: what do the words mean, how is every number computed, and
// how far can it be trusted? The prose stands in the templates, one for each
// language; what the data or the program decide is filled in.
type methodBody struct {
	Cuts        targets.CutPoints
	States      []stateLine
	Successions []succession
	Simulated   []calibration // families assumed, and not assumed
	Pooled      []calibration // all simulated ones, and the published
	Changes     []string      // the kinds of change, in their order
	Fields      []string      // of the reports by field
}

// A stateLine says when a state is given; the first line that fits decides.
type stateLine struct {
	Light targets.Light
	Name  string
	When  string
}

// A succession is one area that took over from others, as the catalogue has it.
type succession struct {
	On       targets.Date
	From, To string
	Kind     string
}

func (p page) method(_ context.Context, f *frame) error {
	cuts := p.book.snap.Cuts
	body := &methodBody{Cuts: cuts, Successions: p.successions()}
	when := whenStates(cuts)
	for _, s := range targets.States {
		body.States = append(body.States, stateLine{s.Light(), s.Name().In(p.lang), when[s].In(p.lang)})
	}
	blocks := parseCalibration(calibrationText)
	body.Simulated, body.Pooled = blocks[:2], blocks[2:]
	for _, k := range targets.ChangeKinds {
		body.Changes = append(body.Changes, k.Name().In(p.lang))
	}
	for _, field := range targets.Fields {
		body.Fields = append(body.Fields, field.Name().In(p.lang))
	}
	f.Title = p.say("方法", "Method")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	f.Body = body
	return nil
}

// whenStates puts design §4 into words, in the order in which states are tried.
func whenStates(cuts targets.CutPoints) map[targets.State]targets.Text {
	between := func(low, high targets.Decimal) targets.Text {
		return targets.Text{ZH: fmt.Sprintf("%s ≤ 序时比 < %s", low, high), EN: fmt.Sprintf("%s ≤ pace < %s", low, high)}
	}
	return map[targets.State]targets.Text{
		targets.NotStarted:    {ZH: "截至日早于文件发布日，或早于目标自己的起始日", EN: "the day judged is before the document's issue, or before the target's own start"},
		targets.Unrated:       {ZH: "本来就不评价的：方向性目标、单位起始日未知的期限；或暂不能评价的：没有基期数、只有部分地区汇总、新增量有缺口、只知道界限而不能定论、首个完整报告期未过。都写明理由", EN: "by nature: directions without a number, limits whose units have no known start; or for now: no baseline, a partial roll-up, a hole in a flow, a bound that decides nothing, no full reporting period yet. Always with its reason"},
		targets.Achieved:      {ZH: "期末数达到目标；累计和新增类在期限前任何一期达到即可；里程碑按期完成", EN: "the final figure satisfies; for cumulatives and flows any figure up to the deadline does; a milestone done in time"},
		targets.AchievedLate:  {ZH: "期限时未能证明达到，后来的数据达到。期末确知未达的称“逾期完成”，期末数缺的称“期后达标”", EN: "not proved at the deadline, a later figure satisfies; the page says whether the value then was short or is unknown"},
		targets.Missed:        {ZH: "期末数未达到；累计类期后仍未达到；里程碑过期上报为未完成", EN: "the final figure falls short; a cumulative still short later; a milestone reported as not done after its date"},
		targets.AwaitingFinal: {ZH: "期限已过的其他情形，包括从未有过数据", EN: "every other case after the deadline, also where nothing was ever reported"},
		targets.NoData:        {ZH: "基期以后没有数据（仅有基期数），或起始日以来没有数据", EN: "no figure later than the baseline, or none since the start"},
		targets.Met:           {ZH: "期限之前，最近一期已达到目标", EN: "before the deadline, the newest figure satisfies"},
		targets.InProgress:    {ZH: "里程碑上报为推进中", EN: "a milestone reported as under way"},
		targets.OnTrack:       {ZH: fmt.Sprintf("序时比 ≥ %s（不足1的称“基本达到序时进度”）", cuts.OnTrack), EN: fmt.Sprintf("pace ≥ %s (below 1: “nearly on track”)", cuts.OnTrack)},
		targets.Behind:        between(cuts.FarBehind, cuts.OnTrack),
		targets.FarBehind:     between(cuts.Reversing, cuts.FarBehind),
		targets.Reversing:     {ZH: fmt.Sprintf("序时比 < %s：走向与目标相反（应降反升的称“不降反升”）", cuts.Reversing), EN: fmt.Sprintf("pace < %s: the value moves away from the goal", cuts.Reversing)},
	}
}

// successions lists the catalogue's area changes, in its order.
func (p page) successions() []succession {
	kinds := map[targets.SuccessionKind]string{
		targets.Renamed: p.say("更名", "renamed"), targets.Merged: p.say("并入", "merged in"), targets.SplitUp: p.say("拆分，不承接历史", "split, carries no history"),
	}
	var list []succession
	for i := range p.book.snap.Areas {
		a := &p.book.snap.Areas[i]
		for _, s := range a.Succeeds {
			from := p.book.snap.AreaName(s.From, p.lang)
			if from != s.From {
				from += p.say("（", " (") + s.From + p.say("）", ")")
			}
			list = append(list, succession{s.On, from, a.Name.In(p.lang) + p.say("（", " (") + a.Code + p.say("）", ")"), kinds[s.Kind]})
		}
	}
	return list
}
