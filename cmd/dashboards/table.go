package main

// A column is a field of a table's queries: a label of the first, or the value of
// one of the later ones.
type column struct {
	field, title string
	width        int
	props        []any // pairs of a property and its value
}

// props are the properties of a column.
func props(pairs ...any) []any { return pairs }

// table joins queries by a label. The first says which rows there are and what
// they are called; the others have that label only.
func (m maker) table(title, about, key string, queries []query, columns ...column) panel {
	p := m.panel("table", title, about, true, "table", queries).option("showHeader", true, "cellHeight", "sm", "enablePagination", false, "frameIndex", 0)
	p.defaults["custom"] = object{"align": "auto", "cellOptions": object{"type": "auto"}, "inspect": false, "filterable": false}
	var names []string
	order, rename := object{}, object{}
	for i, c := range columns {
		names = append(names, c.field)
		order[c.field] = i
		rename[c.field] = c.title
		pairs := c.props
		if c.width > 0 {
			pairs = append([]any{"custom.width", c.width}, pairs...)
		}
		if len(pairs) > 0 {
			p = p.style(c.title, pairs...)
		}
	}
	if len(queries) > 1 {
		p.transformations = append(p.transformations, object{"id": "joinByField", "options": object{"byField": key, "mode": "outer"}})
	}
	p.transformations = append(p.transformations,
		object{"id": "filterFieldsByName", "options": object{"include": object{"names": names}}},
		object{"id": "organize", "options": object{"excludeByName": object{}, "includeByName": object{}, "indexByName": order, "renameByName": rename}})
	return p
}

// sorted sorts a table by a column.
func (p panel) sorted(title string, desc bool) panel {
	return p.option("sortBy", []object{{"displayName": title, "desc": desc}})
}

// day shows milliseconds as the day.
func day() []any { return []any{"unit", "time:YYYY-MM-DD"} }

// coloured paints the number or words of a cell by thresholds or mappings.
func coloured() []any { return []any{"custom.cellOptions", object{"type": "color-text"}} }

// filled paints the cell.
func filled() []any {
	return []any{"custom.cellOptions", object{"type": "color-background", "mode": "basic", "applyToRow": false}}
}

func with(lists ...[]any) []any {
	var all []any
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// lookups carry the variables every dashboard has, and the time range.
const lookups = "${datasource:queryparam}&${job:queryparam}&${instance:queryparam}&${window:queryparam}&${biaochi:queryparam}&${__url_time_range}"

// toTarget links a cell to the goal's dashboard and to its page. The table must
// have the column target.
func (m maker) toTarget() []any {
	return []any{"links", []object{
		{"title": m.t("本目标的面板", "Dashboard of this goal"), "url": "/d/" + m.uid("target") + "?" + lookups + "&var-target=${__data.fields.target}"},
		{"title": m.t("标尺目标页", "Page of this goal in Biaochi"), "url": m.page("targets/${__data.fields.target}.html"), "targetBlank": true},
	}}
}

// toArea links a cell to the area's dashboard and page. The table must have the
// column area.
func (m maker) toArea() []any {
	return []any{"links", []object{
		{"title": m.t("本地区的面板", "Dashboard of this area"), "url": "/d/" + m.uid("area") + "?" + lookups + "&var-area=${__data.fields.area}"},
		{"title": m.t("标尺地区页", "Page of this area in Biaochi"), "url": m.page("areas/${__data.fields.area}.html"), "targetBlank": true},
	}}
}

// nameColumns are the columns every table of goals begins with.
func (m maker) nameColumns() []column {
	return []column{
		{m.label("area_name"), m.t("地区", "Area"), 110, nil},
		{m.label("indicator_name"), m.t("指标", "Indicator"), 0, m.toTarget()},
		{m.label("document_name"), m.t("文件", "Document"), 0, nil},
	}
}

// idColumn is the last column, which links read.
func (m maker) idColumn() column { return column{"target", m.t("目标编号", "Goal"), 0, nil} }

// names are the labels that nameColumns show.
var names = []string{"area_name", "indicator_name", "document_name", "unit"}

// rows are the goals of a selection with their names.
func (m maker) rows(selector string) string {
	return by("target, "+m.labels(names...), info(selector, now))
}

func (m maker) stateColumn(field string) column {
	return column{field, m.t("状态", "State"), 150, with(coloured(), props("mappings", m.stateMappings()))}
}

func (m maker) paceColumn(field string) column {
	return column{field, m.t("序时比", "Pace"), 90, with(coloured(), props("unit", "none", "decimals", 2, "thresholds", paceSteps()))}
}

func (m maker) percentColumn(field, title string) column {
	return column{field, title, 100, percent()}
}

func (m maker) numberColumn(field, title string) column {
	return column{field, title, 110, props("unit", "locale")}
}

func (m maker) dayColumn(field, title string) column { return column{field, title, 110, day()} }

func (m maker) unitColumn() column {
	return column{m.label("unit"), m.t("单位", "Unit"), 80, nil}
}
