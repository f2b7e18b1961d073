package main

import (
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// An object is a JSON object; keys are written in alphabetical order.
type object = map[string]any

// A maker makes the dashboards of one language.
type maker struct{ lang targets.Lang }

// t is a text in the language.
func (m maker) t(zh, en string) string { return targets.Text{ZH: zh, EN: en}.In(m.lang) }

// label is the label of the info metric that holds a name in the language.
func (m maker) label(name string) string {
	if m.lang == targets.EN && name != "as_written" {
		return name + "_en"
	}
	return name
}

// uid is the stable id of a dashboard.
func (m maker) uid(name string) string {
	if m.lang == targets.EN {
		return "biaochi-" + name + "-en"
	}
	return "biaochi-" + name
}

// twin is the id of the same dashboard in the other language.
func (m maker) twin(name string) string {
	if m.lang == targets.EN {
		return "biaochi-" + name
	}
	return "biaochi-" + name + "-en"
}

// tag marks the set, so that its dashboards link to each other only.
func (m maker) tag() string { return "biaochi-" + string(m.lang) }

// page is the address of one of Biaochi's pages.
func (m maker) page(path string) string {
	if m.lang == targets.EN {
		path = "en/" + path
	}
	return "${biaochi:raw}/" + path
}

// A light is a light with its colour in Grafana and its mark, which says the
// same to who does not see the colour.
type light struct {
	light       targets.Light
	colour      string
	mark        string
	what        targets.Text
	column, ref string
}

var lights = [...]light{
	{targets.Green, "semi-dark-green", "●", targets.Text{ZH: "完成或达到序时进度", EN: "achieved or on track"}, "green", "A"},
	{targets.Yellow, "semi-dark-orange", "▲", targets.Text{ZH: "慢于序时进度", EN: "behind"}, "yellow", "B"},
	{targets.Red, "semi-dark-red", "■", targets.Text{ZH: "严重滞后或未完成", EN: "far behind or missed"}, "red", "C"},
	{targets.Blue, "semi-dark-blue", "◆", targets.Text{ZH: "待报期末数", EN: "awaiting final figure"}, "blue", "D"},
	{targets.Grey, "#7b8087", "○", targets.Text{ZH: "暂无数据或暂不评价", EN: "no data or not rated"}, "grey", "E"},
}

// name is the mark and the words of a light.
func (m maker) light(l light) string { return l.mark + " " + l.what.In(m.lang) }

// lightOf is the light of a state.
func lightOf(s targets.State) light {
	for _, l := range lights {
		if l.light == s.Light() {
			return l
		}
	}
	panic("no light " + string(s.Light()))
}

// states are the states of a light as an alternative of a regular expression.
func (l light) states() string {
	var names []string
	for _, s := range targets.States {
		if s.Light() == l.light {
			names = append(names, string(s))
		}
	}
	return strings.Join(names, "|")
}

// stateMappings print the label state as mark and words, in the light's colour.
func (m maker) stateMappings() []object {
	options := object{}
	for i, s := range targets.States {
		options[string(s)] = object{"text": m.state(s), "color": lightOf(s).colour, "index": i}
	}
	return []object{{"type": "value", "options": options}}
}

func (m maker) state(s targets.State) string {
	words := s.Name().In(m.lang)
	if s == targets.Reversing {
		words = m.t("方向相反", "reversing")
	}
	return lightOf(s).mark + " " + words
}
