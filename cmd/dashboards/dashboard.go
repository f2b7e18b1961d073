package main

// A variable is a choice at the head of a dashboard.
type variable = object

func choice(kind, name, label string) variable {
	return object{"type": kind, "name": name, "label": label, "hide": 0, "skipUrlSync": false}
}

func picked(v variable, expr, regex string) variable {
	v["datasource"], v["regex"], v["refresh"], v["sort"] = datasource(), regex, 2, 0
	v["definition"] = expr
	v["query"] = object{"qryType": 5, "query": expr, "refId": "PrometheusVariableQueryEditor-VariableQuery"}
	v["options"], v["multi"], v["includeAll"] = []object{}, false, false
	return v
}

// many lets a variable stand for several values, and for all as it begins.
func (m maker) many(v variable) variable {
	v["multi"], v["includeAll"], v["allValue"] = true, true, ".*"
	v["current"] = object{"text": []string{"All"}, "value": []string{"$__all"}}
	return v
}

// of is a variable whose values are ids and whose texts are names in the language.
func (m maker) of(name, label, selector string) variable {
	named := m.label(name + "_name")
	expr := "query_result(group by (" + name + ", " + named + ") (" + last("biaochi_target_info", selector, past) + "))"
	return picked(choice("query", name, label), expr, `/[{,]`+name+`="(?<value>[^"]*)",`+named+`="(?<text>.*?)"[,}]/`)
}

// goal picks one goal; its text has to tell phases of one indicator apart.
func (m maker) goal(selector string) variable {
	parts := `"` + m.label("area_name") + `", "` + m.label("indicator_name") + `", "as_written"`
	expr := `query_result(group by (choice, target) (label_join(` + last("biaochi_target_info", selector, past) + `, "choice", " · ", ` + parts + `)))`
	v := picked(choice("query", "target", m.t("目标", "Goal")), expr, `/[{,]choice="(?<text>.*?)",target="(?<value>[^"]*)"[,}]/`)
	v["sort"] = 1
	return v
}

// common are the variables of every dashboard: where its numbers come from.
func (m maker) common() []variable {
	source := choice("datasource", "datasource", m.t("数据源", "Data source"))
	source["query"], source["refresh"], source["regex"], source["options"] = "prometheus", 1, "", []object{}
	source["multi"], source["includeAll"] = false, false
	job := picked(choice("query", "job", "job"), "label_values(biaochi_target_info, job)", "")
	instance := picked(choice("query", "instance", "instance"), `label_values(biaochi_target_info{job="$job"}, instance)`, "")
	return []variable{source, job, instance}
}

// window is how far panels of the present look back.
func (m maker) window() variable {
	v := choice("custom", "window", m.t("时点", "As of"))
	today, earlier := m.t("现在", "now"), m.t("时间范围末端（过去）", "end of the time range (past)")
	v["query"] = today + " : 5m," + earlier + " : " + past
	v["current"] = object{"text": today, "value": "5m"}
	v["options"] = []object{{"text": today, "value": "5m", "selected": true}, {"text": earlier, "value": past, "selected": false}}
	v["multi"], v["includeAll"] = false, false
	return v
}

// address is where links to Biaochi's pages lead.
func (m maker) address() variable {
	const local = "http://127.0.0.1:9988"
	v := choice("textbox", "biaochi", m.t("标尺地址", "Biaochi at"))
	v["query"] = local
	v["current"], v["options"] = object{"text": local, "value": local}, []object{{"text": local, "value": local, "selected": true}}
	return v
}

// dashboard frames panels. Its own variables stand behind the common ones.
func (m maker) dashboard(name, title, about, from string, panels []object, own ...variable) object {
	list := append(m.common(), own...)
	list = append(list, m.window(), m.address())
	return object{
		"uid": m.uid(name), "title": title, "description": about, "tags": []string{"biaochi", m.tag()}, "schemaVersion": 42, "version": 1,
		"editable": true, "graphTooltip": 1, "fiscalYearStartMonth": 0, "timezone": "Asia/Shanghai", "weekStart": "monday", "refresh": "5m",
		"time": object{"from": from, "to": "now"}, "timepicker": object{}, "annotations": object{"list": []object{}},
		"templating": object{"list": list}, "panels": panels, "links": m.links(name),
	}
}

// links lead to the other dashboards of the language, to the twin in the other
// one, and to Biaochi.
func (m maker) links(name string) []object {
	link := func(kind, title, url string) object {
		return object{"type": kind, "title": title, "url": url, "icon": "external link", "tooltip": "", "tags": []string{}, "asDropdown": false,
			"includeVars": true, "keepTime": true, "targetBlank": false}
	}
	others := link("dashboards", "", "")
	others["tags"] = []string{m.tag()}
	twin := link("link", m.t("English", "中文"), "/d/"+m.twin(name))
	home := link("link", m.t("打开标尺", "Open Biaochi"), m.page(""))
	home["includeVars"], home["keepTime"], home["targetBlank"] = false, false, true
	return []object{others, twin, home}
}
