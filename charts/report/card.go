package report

import (
	"github.com/biaochi/biaochi/targets"
)

// A card is the indicator card 指标卡, line by line. What the documents leave
// undefined is said to be so.
type card struct {
	Name  string
	Lines []cardLine
}

// A cardLine is one field; Open marks what no document defines: 口径待明确.
type cardLine struct {
	Name, Text string
	Open       bool
}

func (p page) card(ind *targets.Indicator) card {
	c := card{Name: ind.Name.In(p.lang)}
	open := map[string]bool{}
	for _, field := range ind.Undefined() {
		open[field] = true
	}
	add := func(name, text string, undefined bool) {
		if text != "" || undefined {
			c.Lines = append(c.Lines, cardLine{name, text, undefined})
		}
	}
	add(p.say("口径", "Definition"), ind.Definition.In(p.lang), open["definition"])
	add(p.say("分子", "Numerator"), ind.Numerator.In(p.lang), open["numerator"])
	add(p.say("分母", "Denominator"), ind.Denominator.In(p.lang), open["denominator"])
	add(p.say("范围", "Scope"), ind.Scope.In(p.lang), false)
	add(p.say("方法", "Method"), ind.Method.In(p.lang), false)
	add(p.say("度量类型", "Measure"), p.measure(ind), false)
	add(p.say("计量单位", "Unit"), p.unitName(ind), false)
	add(p.say("时间窗口", "Window"), ind.Window.Name().In(p.lang), false)
	add(p.say("报告频率", "Cadence"), ind.Cadence.Name().In(p.lang), false)
	add(p.say("汇总规则", "Roll-up"), ind.Rollup.Name().In(p.lang), false)
	add(p.say("数据来源", "Source"), ind.Source.In(p.lang), false)
	if ind.Responsible != "" {
		add(p.say("责任单位", "Responsible"), p.names([]string{ind.Responsible}), false)
	}
	add(p.say("公开范围", "Disclosure"), ind.Disclosure.Name().In(p.lang), false)
	for _, change := range ind.Changes {
		add(p.say("口径调整", "Definition changed"), change.On.String()+p.say("：", ": ")+change.Text.In(p.lang), false)
	}
	return c
}

// unitName is the unit as a column head would have it.
func (p page) unitName(ind *targets.Indicator) string {
	switch ind.Measure {
	case targets.Ratio:
		return "%"
	case targets.Milestone, targets.Direction:
		return ""
	}
	return ind.Unit.In(p.lang, targets.Decimal{})
}
