package collector

import (
	"context"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// Timeline tells everything that happened to a figure, oldest first.
func (d *Desk) Timeline(ctx context.Context, p *Person, key targets.Key) ([]TimelineItem, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.canSeeTimeline(&key)
	}
	if err != nil {
		return nil, err
	}
	card := v.indicators[key.Indicator]
	if card == nil {
		return nil, unseen()
	}
	events, err := d.parts.Filings.Timeline(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read the timeline: %w", err)
	}
	names, err := v.names(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]TimelineItem, len(events))
	for i := range events {
		list[i] = TimelineItem{TimelineEvent: events[i], Who: nameOf(names, events[i].By)}
		list[i].Text = worded(&list[i], card)
	}
	return list, nil
}

// canSeeTimeline authorises by the offices that report the figure: a reporter sees
// what the own office answers for, not what another one of the area does.
func (v *view) canSeeTimeline(key *targets.Key) error {
	if err := v.can(ActSeeTimeline, Object{}); err != nil {
		return err
	}
	area := targets.CanonicalArea(key.Area)
	for i := range v.register.Forms {
		f := &v.register.Forms[i]
		if !slices.Contains(f.Indicators, key.Indicator) {
			continue
		}
		for _, id := range f.Offices {
			if o := v.register.Office(id); o != nil && targets.CanonicalArea(o.Area) == area && v.may(v.p, ActSeeTimeline, Object{Office: o}) {
				return nil
			}
		}
	}
	return v.can(ActSeeTimeline, Object{Area: area})
}

// worded is what happened, in one sentence.
func worded(e *TimelineItem, card *targets.Indicator) targets.Text {
	says := func(zh, en string) targets.Text {
		return targets.Text{ZH: e.Who + zh + "。", EN: e.Who + " " + en + "."}
	}
	value, valueEN := "", ""
	if e.Figure != nil {
		value, valueEN = "："+figureText(e.Figure, card), ": "+figureTextEN(e.Figure, card)
	}
	reason, reasonEN := "", ""
	if e.Reason != "" {
		reason, reasonEN = "，理由："+e.Reason, ", because: "+e.Reason
	}
	step := fmt.Sprintf("第 %d 级（共 %d 级）", e.Step, e.Steps)
	stepEN := fmt.Sprintf("step %d of %d", e.Step, e.Steps)
	switch e.Kind {
	case "submitted":
		return says(fmt.Sprintf("上报第 %d 次修订%s", e.Revision, value), fmt.Sprintf("submitted revision %d%s", e.Revision, valueEN))
	case "opened":
		return says("打开了待审内容", "opened it for review")
	case "approved":
		return says(step+"审核通过"+reason, "approved "+stepEN+reasonEN)
	case "returned":
		return says(step+"退回修改"+reason, "returned it at "+stepEN+reasonEN)
	case "withdrawn":
		return says("撤回上报"+reason, "withdrew it"+reasonEN)
	case "confirmed":
		return says("确认上级代填的数据", "confirmed what was filled in")
	case "imported":
		return says(fmt.Sprintf("从文件 %s 导入第 %d 次修订%s", e.File, e.Revision, value), fmt.Sprintf("imported revision %d from %s%s", e.Revision, e.File, valueEN))
	case "restated":
		return says(fmt.Sprintf("历史数据调整，第 %d 次修订%s%s", e.Revision, value, reason), fmt.Sprintf("restated it as revision %d%s%s", e.Revision, valueEN, reasonEN))
	}
	return says("："+e.Kind+value+reason, e.Kind+valueEN+reasonEN)
}

// figureTextEN is figureText in English.
func figureTextEN(g *targets.Figure, card *targets.Indicator) string {
	if !g.Value.Known() {
		return g.Flag.Name().EN
	}
	return targets.FormatValue(g.Value, card, targets.EN)
}
