package main

import (
	"fmt"
	"slices"
)

// A query is one question of a panel.
type query struct {
	expr   string
	legend string // of a range, or of bars; labels as {{label}}
	step   string // the smallest step of a range, empty: what the width asks for
}

const source = "${datasource}"

func datasource() object { return object{"type": "prometheus", "uid": source} }

func ref(i int) string { return string(rune('A' + i)) }

// asked are the queries as Grafana writes them.
func asked(format string, instant bool, queries []query) []object {
	var all []object
	for i, q := range queries {
		o := object{"refId": ref(i), "expr": q.expr, "datasource": datasource(), "editorMode": "code", "format": format, "instant": instant, "range": !instant,
			"legendFormat": q.legend}
		if q.legend == "" {
			o["legendFormat"] = "__auto"
		}
		if q.step != "" {
			o["interval"] = q.step
		}
		all = append(all, o)
	}
	return all
}

// A panel is a panel before it has a place.
type panel struct {
	kind, title, about string
	w, h               int
	targets            []object
	options            object
	defaults           object
	overrides          []object
	transformations    []object
	links              []object
}

// set sets defaults of the fields, and returns the panel.
func (p panel) set(pairs ...any) panel {
	for i := 0; i < len(pairs); i += 2 {
		p.defaults[pairs[i].(string)] = pairs[i+1]
	}
	return p
}

// option sets options of the panel, and returns it.
func (p panel) option(pairs ...any) panel {
	for i := 0; i < len(pairs); i += 2 {
		p.options[pairs[i].(string)] = pairs[i+1]
	}
	return p
}

// style overrides properties of the field with a name.
func (p panel) style(name string, pairs ...any) panel {
	var props []object
	for i := 0; i < len(pairs); i += 2 {
		props = append(props, object{"id": pairs[i], "value": pairs[i+1]})
	}
	p.overrides = append(slices.Clip(p.overrides), object{"matcher": object{"id": "byName", "options": name}, "properties": props})
	return p
}

// link leads from the panel's corner to a page.
func (p panel) link(title, url string) panel {
	p.links = append(slices.Clip(p.links), object{"type": "link", "title": title, "url": url, "icon": "external link", "tooltip": "", "tags": []string{},
		"asDropdown": false, "includeVars": false, "keepTime": false, "targetBlank": true})
	return p
}

// sized sets the place the panel takes on a grid of 24 columns.
func (p panel) sized(w, h int) panel { p.w, p.h = w, h; return p }

func (m maker) panel(kind, title, about string, instant bool, format string, queries []query) panel {
	return panel{kind: kind, title: title, about: about, targets: asked(format, instant, queries), options: object{},
		defaults: object{"noValue": m.t("暂无数据", "no data"), "mappings": []object{}, "thresholds": steps("text"), "color": object{"mode": "thresholds"}}}
}

// steps are thresholds: the colour below all, then pairs of a limit and the
// colour from it up.
func steps(base string, pairs ...any) object {
	all := []object{{"value": nil, "color": base}}
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, object{"value": pairs[i], "color": pairs[i+1]})
	}
	return object{"mode": "absolute", "steps": all}
}

// paceSteps are the cut points of the pace.
func paceSteps() object {
	return steps(lights[2].colour, 0.6, lights[1].colour, 0.95, lights[0].colour)
}

func reduced() object { return object{"calcs": []string{"lastNotNull"}, "fields": "", "values": false} }

// stat is a row of numbers.
func (m maker) stat(title, about string, queries ...query) panel {
	return m.panel("stat", title, about, true, "time_series", queries).option("reduceOptions", reduced(), "orientation", "auto", "textMode", "auto",
		"colorMode", "value", "graphMode", "none", "justifyMode", "center", "wideLayout", true, "showPercentChange", false, "percentChangeColorMode", "standard")
}

// gauge is for the one number that stands alone.
func (m maker) gauge(title, about string, queries ...query) panel {
	return m.panel("gauge", title, about, true, "time_series", queries).option("reduceOptions", reduced(), "orientation", "auto", "showThresholdLabels", false,
		"showThresholdMarkers", true, "sizing", "auto", "minVizHeight", 75, "minVizWidth", 75)
}

// bars is a bar for each series, with its name left of it.
func (m maker) bars(title, about string, queries ...query) panel {
	return m.panel("bargauge", title, about, true, "time_series", queries).option("reduceOptions", reduced(), "orientation", "horizontal", "displayMode", "basic",
		"valueMode", "text", "namePlacement", "left", "showUnfilled", true, "sizing", "auto", "minVizHeight", 16, "minVizWidth", 8, "maxVizHeight", 36,
		"legend", object{"calcs": []string{}, "displayMode": "list", "placement": "bottom", "showLegend": false})
}

// lines is a time series.
func (m maker) lines(title, about string, queries ...query) panel {
	return m.panel("timeseries", title, about, false, "time_series", queries).option(
		"legend", object{"calcs": []string{}, "displayMode": "list", "placement": "bottom", "showLegend": true},
		"tooltip", object{"mode": "multi", "sort": "none", "hideZeros": false}).set(
		"color", object{"mode": "palette-classic"},
		"custom", object{"drawStyle": "line", "lineInterpolation": "linear", "lineWidth": 2, "fillOpacity": 0, "showPoints": "auto", "pointSize": 4,
			"spanNulls": false, "axisPlacement": "auto", "axisBorderShow": false, "scaleDistribution": object{"type": "linear"},
			"stacking": object{"mode": "none", "group": "A"}, "thresholdsStyle": object{"mode": "off"}})
}

// timeline is a band of states.
func (m maker) timeline(title, about string, queries ...query) panel {
	return m.panel("state-timeline", title, about, false, "time_series", queries).option("mergeValues", true, "showValue", "auto", "alignValue", "left",
		"rowHeight", 0.9, "legend", object{"calcs": []string{}, "displayMode": "list", "placement": "bottom", "showLegend": true},
		"tooltip", object{"mode": "single", "sort": "none", "hideZeros": false}).set("custom", object{"fillOpacity": 80, "lineWidth": 0})
}

// A board is a dashboard's panels in rows from left to right.
type board struct {
	panels     []object
	x, y, high int
}

// add places panels; one that does not fit begins a new row.
func (b *board) add(panels ...panel) {
	for _, p := range panels {
		if b.x+p.w > 24 {
			b.x, b.y, b.high = 0, b.y+b.high, 0
		}
		o := object{"id": len(b.panels) + 1, "type": p.kind, "title": p.title, "description": p.about, "datasource": datasource(), "pluginVersion": "12.3.0",
			"gridPos": object{"x": b.x, "y": b.y, "w": p.w, "h": p.h}, "targets": p.targets, "options": p.options,
			"fieldConfig": object{"defaults": p.defaults, "overrides": orEmpty(p.overrides)}}
		if p.transformations != nil {
			o["transformations"] = p.transformations
		}
		if p.links != nil {
			o["links"] = p.links
		}
		b.panels = append(b.panels, o)
		b.x, b.high = b.x+p.w, max(b.high, p.h)
	}
}

func orEmpty(o []object) []object {
	if o == nil {
		return []object{}
	}
	return o
}

// percent shows a ratio with one decimal of per cent.
func percent() []any { return []any{"unit", "percentunit", "decimals", 1} }

func value(i int) string { return fmt.Sprintf("Value #%s", ref(i)) }
