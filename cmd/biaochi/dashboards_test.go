package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A grafana is a dashboard in the JSON model of Grafana 12, as far as ours use
// it; a field that is not here is refused when a file is read.
type grafana struct {
	UID, Title, Description, Timezone, WeekStart, Refresh string
	Tags                                                  []string
	SchemaVersion, Version, GraphTooltip                  int
	FiscalYearStartMonth                                  int
	Editable                                              bool
	Time                                                  struct{ From, To string }
	Timepicker                                            struct{}
	Annotations                                           struct{ List []struct{} }
	Templating                                            struct{ List []grafanaVariable }
	Panels                                                []grafanaPanel
	Links                                                 []grafanaLink

	name, lang string
}

type grafanaLink struct {
	Type, Title, URL, Icon, Tooltip                string
	Tags                                           []string
	AsDropdown, IncludeVars, KeepTime, TargetBlank bool
}

type grafanaSource struct{ Type, UID string }

type grafanaVariable struct {
	Type, Name, Label, Regex, Definition, AllValue string
	Hide, Refresh, Sort                            int
	SkipURLSync, Multi, IncludeAll                 bool
	Datasource                                     *grafanaSource
	Query                                          json.RawMessage
	Current                                        json.RawMessage
	Options                                        []struct {
		Text, Value string
		Selected    bool
	}
}

type grafanaPanel struct {
	ID                                      int
	Type, Title, Description, PluginVersion string
	Datasource                              grafanaSource
	GridPos                                 struct{ X, Y, W, H int }
	Targets                                 []grafanaTarget
	Options                                 map[string]any
	FieldConfig                             struct {
		Defaults  map[string]any
		Overrides []struct {
			Matcher    struct{ ID, Options string }
			Properties []struct {
				ID    string
				Value any
			}
		}
	}
	Transformations []struct {
		ID      string
		Options struct {
			ByField, Mode                string
			Include                      struct{ Names []string }
			ExcludeByName, IncludeByName map[string]bool
			IndexByName                  map[string]int
			RenameByName                 map[string]string
		}
	}
	Links []grafanaLink
}

type grafanaTarget struct {
	RefID, Expr, EditorMode, Format, LegendFormat, Interval string
	Instant, Range                                          bool
	Datasource                                              grafanaSource
}

// What Grafana 12.3 knows of each panel we use: options, then custom properties
// of fields, from the package @grafana/schema of that version.
var grafanaKnows = map[string][2][]string{
	"stat":  {{"colorMode", "graphMode", "justifyMode", "orientation", "percentChangeColorMode", "reduceOptions", "showPercentChange", "textMode", "wideLayout"}, nil},
	"gauge": {{"minVizHeight", "minVizWidth", "orientation", "reduceOptions", "showThresholdLabels", "showThresholdMarkers", "sizing"}, nil},
	"bargauge": {{"displayMode", "legend", "maxVizHeight", "minVizHeight", "minVizWidth", "namePlacement", "orientation", "reduceOptions", "showUnfilled", "sizing",
		"valueMode"}, nil},
	"table": {{"cellHeight", "enablePagination", "frameIndex", "showHeader", "sortBy"}, {"align", "cellOptions", "filterable", "inspect", "width"}},
	"timeseries": {{"legend", "tooltip"}, {"axisBorderShow", "axisPlacement", "drawStyle", "fillBelowTo", "fillOpacity", "lineInterpolation", "lineStyle", "lineWidth",
		"pointSize", "scaleDistribution", "showPoints", "spanNulls", "stacking", "thresholdsStyle"}},
	"state-timeline": {{"alignValue", "legend", "mergeValues", "rowHeight", "showValue", "tooltip"}, {"fillOpacity", "lineWidth"}},
}

var grafanaDefaults = []string{"color", "custom", "decimals", "displayName", "links", "mappings", "max", "min", "noValue", "thresholds", "unit"}

// grafanas reads every dashboard.
func grafanas(t *testing.T) []*grafana {
	t.Helper()
	var all []*grafana
	paths, _ := filepath.Glob("../../deploy/grafana/dashboards/*/*.json")
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d := &grafana{name: strings.TrimSuffix(filepath.Base(path), ".json"), lang: filepath.Base(filepath.Dir(path))}
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.DisallowUnknownFields()
		if err := dec.Decode(d); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, d)
	}
	if len(all) != 10 {
		t.Fatalf("%d dashboards, want five in two languages: %q", len(all), paths)
	}
	return all
}

func TestEveryDashboardFitsGrafanasModel(t *testing.T) {
	uids := map[string]bool{}
	for _, d := range grafanas(t) {
		if want := "biaochi-" + d.name + map[string]string{"en": "-en"}[d.lang]; d.UID != want || uids[d.UID] || d.Title == "" || d.SchemaVersion != 42 {
			t.Errorf("%s/%s has the uid %q, the title %q, the schema %d; want %q, one, 42", d.lang, d.name, d.UID, d.Title, d.SchemaVersion, want)
		}
		uids[d.UID] = true
		taken := map[[2]int]string{}
		for i := range d.Panels {
			p := &d.Panels[i]
			p.fits(t, d)
			for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
				for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
					if other := taken[[2]int{x, y}]; other != "" || x > 23 {
						t.Fatalf("%s: %q lies over %q or the edge at %d, %d", d.UID, p.Title, other, x, y)
					}
					taken[[2]int{x, y}] = p.Title
				}
			}
		}
	}
}

// fits checks one panel against what Grafana knows.
func (p *grafanaPanel) fits(t *testing.T, d *grafana) {
	t.Helper()
	where := d.UID + " " + p.Title
	know, ok := grafanaKnows[p.Type]
	if !ok || p.Title == "" || len(p.Targets) == 0 || p.Datasource.UID != "${datasource}" {
		t.Errorf("%s: kind %q, %d queries, datasource %q", where, p.Type, len(p.Targets), p.Datasource.UID)
	}
	for _, other := range d.Panels {
		if other.ID == p.ID && other.Title != p.Title {
			t.Errorf("%s and %s have the id %d", where, other.Title, p.ID)
		}
	}
	subset := func(what string, got, known []string) {
		for _, g := range got {
			if !slices.Contains(known, g) {
				t.Errorf("%s: unknown %s %q", where, what, g)
			}
		}
	}
	subset("option", slices.Collect(maps.Keys(p.Options)), know[0])
	subset("property", slices.Collect(maps.Keys(p.FieldConfig.Defaults)), grafanaDefaults)
	if custom, ok := p.FieldConfig.Defaults["custom"].(map[string]any); ok {
		subset("custom property", slices.Collect(maps.Keys(custom)), know[1])
	}
	fields := p.fieldNames()
	for _, o := range p.FieldConfig.Overrides {
		if o.Matcher.ID != "byName" || fields != nil && !slices.Contains(fields, o.Matcher.Options) {
			t.Errorf("%s: an override for %q, which is none of %q", where, o.Matcher.Options, fields)
		}
		for _, prop := range o.Properties {
			if name, custom := strings.CutPrefix(prop.ID, "custom."); custom {
				subset("custom property", []string{name}, know[1])
			} else {
				subset("property", []string{prop.ID}, grafanaDefaults)
			}
		}
	}
	for i, q := range p.Targets {
		if q.RefID != string(rune('A'+i)) || q.Instant == q.Range || q.Datasource.UID != "${datasource}" || (q.Format == "table") != (p.Type == "table") {
			t.Errorf("%s: query %d is %+v", where, i, q)
		}
	}
}

// fieldNames are the names overrides can match: columns of a table, legends
// elsewhere; nil where a legend is a label's value.
func (p *grafanaPanel) fieldNames() []string {
	if p.Type == "table" {
		last := p.Transformations[len(p.Transformations)-1]
		return slices.Collect(maps.Values(last.Options.RenameByName))
	}
	var names []string
	for _, q := range p.Targets {
		if strings.Contains(q.LegendFormat, "{{") {
			return nil
		}
		names = append(names, q.LegendFormat)
	}
	return names
}

var grafanaVariableUse = regexp.MustCompile(`\$\{?([a-zA-Z_]\w*)`)

// Globals of Grafana that ours use.
var grafanaGlobals = []string{"__data", "__url_time_range", "__rate_interval"}

func TestEveryVariableOfADashboardIsDefined(t *testing.T) {
	for _, d := range grafanas(t) {
		known := slices.Clone(grafanaGlobals)
		for _, v := range d.Templating.List {
			for _, m := range grafanaVariableUse.FindAllStringSubmatch(v.Definition, -1) {
				if !slices.Contains(known, m[1]) {
					t.Errorf("%s: the variable %s asks with $%s, which is not defined before it", d.UID, v.Name, m[1])
				}
			}
			known = append(known, v.Name)
		}
		b, err := json.Marshal([]any{d.Panels, d.Links})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range grafanaVariableUse.FindAllStringSubmatch(string(b), -1) {
			if !slices.Contains(known, m[1]) {
				t.Errorf("%s uses $%s, which is not defined", d.UID, m[1])
			}
		}
	}
}

// The English set asks what the Chinese one asks, for English names.
func TestBothLanguagesAskTheSame(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	byUID := map[string]*grafana{}
	all := grafanas(t)
	for _, d := range all {
		byUID[d.UID] = d
	}
	for _, d := range all {
		if d.lang != "zh" {
			continue
		}
		en := byUID[d.UID+"-en"]
		for i, p := range d.Panels {
			q := en.Panels[i]
			if p.ID != q.ID || p.Type != q.Type || p.GridPos != q.GridPos || len(p.Targets) != len(q.Targets) || (p.Description == "") != (q.Description == "") {
				t.Errorf("%s: %q and %q differ", d.UID, p.Title, q.Title)
			}
			for j := range p.Targets {
				plain := func(s string) string { return strings.ReplaceAll(s, "_en", "") }
				if plain(p.Targets[j].Expr) != plain(q.Targets[j].Expr) {
					t.Errorf("%s: %q asks\n%s\n%q asks\n%s", d.UID, p.Title, p.Targets[j].Expr, q.Title, q.Targets[j].Expr)
				}
			}
		}
		b, _ := json.Marshal([]any{en.Title, en.Description, en.Panels, en.Templating})
		if found := han.FindString(string(b)); found != "" {
			t.Errorf("%s has the Chinese letter %s", en.UID, found)
		}
	}
}

// exportedLabels are the labels of each metric that deploy/metrics.md names.
func exportedLabels(t *testing.T) map[string][]string {
	t.Helper()
	b, err := os.ReadFile("../../deploy/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, section := range strings.Split(string(b), "\n### ")[1:] {
		name := strings.Trim(section[:strings.IndexByte(section, '\n')], "`")
		line := regexp.MustCompile(`(?m)^- 标签 Labels: .*$`).FindString(section)
		all[name] = []string{"job", "instance"}
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(line, -1) {
			all[name] = append(all[name], m[1])
		}
	}
	all["biaochi_http_request_duration_seconds_bucket"] = append(all["biaochi_http_request_duration_seconds"], "le")
	for _, m := range []string{"up", "scrape_duration_seconds"} {
		all[m] = []string{"job", "instance"}
	}
	all["light:biaochi_targets:count"] = []string{"job", "instance", "light"}
	return all
}

func TestDashboardsNameOnlyMetricsAndLabelsThatAreWritten(t *testing.T) {
	exported := exportedLabels(t)
	selector := regexp.MustCompile(`([a-z_:]+)\{([^}]*)\}`)
	label := regexp.MustCompile(`(?:^|, ?)([a-z_]+)(?:=|!)`)
	grouping := regexp.MustCompile(`(?:by|on|group_left) \(([^()]*)\)`)
	var known []string
	for _, labels := range exported {
		known = append(known, labels...)
	}
	known = append(known, "choice") // made by the variable target itself
	check := func(where, expr string) {
		for _, m := range selector.FindAllStringSubmatch(expr, -1) {
			labels, ok := exported[m[1]]
			if !ok && (strings.HasPrefix(m[1], "go_") || strings.HasPrefix(m[1], "process_")) {
				labels, ok = []string{"job", "instance"}, true
			}
			if !ok {
				t.Errorf("%s names %s, which deploy/metrics.md does not have", where, m[1])
			}
			for _, l := range label.FindAllStringSubmatch(m[2], -1) {
				if !slices.Contains(labels, l[1]) {
					t.Errorf("%s: %s has no label %s", where, m[1], l[1])
				}
			}
		}
		for _, m := range grouping.FindAllStringSubmatch(expr, -1) {
			for l := range strings.SplitSeq(m[1], ", ") {
				if l != "" && !slices.Contains(known, l) {
					t.Errorf("%s groups by %q, which nothing has", where, l)
				}
			}
		}
	}
	for _, d := range grafanas(t) {
		for _, v := range d.Templating.List {
			check(d.UID+" $"+v.Name, v.Definition)
		}
		for _, p := range d.Panels {
			for _, q := range p.Targets {
				if !strings.Contains(q.Expr, `job="$job", instance="$instance"`) {
					t.Errorf("%s %s %s does not keep to one program: %s", d.UID, p.Title, q.RefID, q.Expr)
				}
				check(d.UID+" "+p.Title+" "+q.RefID, q.Expr)
			}
		}
	}
}

// A reading is one program that Prometheus scrapes, and what has to be empty in
// the dashboards that show it: titles of Chinese panels, or a title and the
// letters of queries, with the reason. Nil: whatever is there is right.
type reading struct {
	instance string
	at       time.Time // the end of the time range; zero: now
	empty    map[string]string
}

// maybe may be empty everywhere.
var maybe = map[string]string{"是否正常 C": "the first verification ends a minute after the start", "是否正常 D": "as C"}

// TestEveryQueryOfTheDashboardsAnswers asks a real Prometheus that scrapes three
// real programs: the shipped data; the training copy; and the shipped data in
// November 2025 with two figures more, too low for the goal to be likely met.
func TestEveryQueryOfTheDashboardsAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("a real Prometheus takes a while")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	program(t, "seed", "--db", at("shipped.db"))
	program(t, "seed", "--db", at("november.db"))
	program(t, "import", "--db", at("november.db"), put(t, dir, "low.csv", "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note\n"+
		"made-in-zhejiang-standards-issued-cumulative,330000,2025-06-30,3924,,,项,A,,,\nmade-in-zhejiang-standards-issued-cumulative,330000,2025-09-30,3925,,,项,A,,,\n"))
	shipped, _ := started(t, "--db", at("shipped.db"), "--web.listen-address", "127.0.0.1:0")
	training, _ := started(t, "--demo", "--metrics.areas", "all", "--db", at("training.db"), "--web.listen-address", "127.0.0.1:0")
	november, _ := startedAt(t, time.Date(2025, 11, 30, 12, 0, 0, 0, targets.Shanghai), "--db", at("november.db"), "--web.listen-address", "127.0.0.1:0")
	readings := []reading{
		{strings.TrimPrefix(shipped, "http://"), time.Time{}, map[string]string{
			"填报任务（近一年）": "no office is registered", "各地区填报任务": "no office is registered", "各地区报送率": "no office is registered",
			"逾期的单位": "no office is registered", "未报、退回和待审的变化": "no office is registered",
			"模型测算按期达标概率低于一半": "every deadline but one has passed, and a forecast ends with its deadline", "按期达标概率": "the goal's deadline has passed",
		}},
		{strings.TrimPrefix(training, "http://"), time.Time{}, map[string]string{
			"模型测算按期达标概率低于一半": "as with the shipped data", "按期达标概率": "as with the shipped data",
			"现值与应达值 EFG": "invented figures are not of the kind a forecast asks for", "按期达标概率的变化": "no forecast",
		}},
		{strings.TrimPrefix(november, "http://"), time.Time{}, nil},
		{strings.TrimPrefix(training, "http://"), time.Date(2024, 7, 20, 0, 0, 0, 0, time.UTC), map[string]string{
			"是否正常": "not in the history", "版本": "not in the history", "模型测算按期达标概率低于一半": "no forecast", "按期达标概率": "no forecast",
			"按期达标概率的变化": "no forecast", "现值与应达值 EFG": "no forecast", "填报任务（近一年）": "not in the history", "各地区填报任务": "not in the history",
			"各地区报送率": "not in the history", "逾期的单位": "not in the history",
		}},
	}
	for i, db := range []string{"shipped.db", "training.db"} {
		om := put(t, dir, db+".om", program(t, "export", "--db", at(db), "--format", "openmetrics", "--since", "2023-06-30", "--step", "month", "--instance", readings[i].instance))
		out, err := exec.CommandContext(t.Context(), "promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=1000h", om, at("data")).CombinedOutput()
		if err != nil {
			t.Fatalf("promtool: %v\n%s", err, out)
		}
	}
	var addresses []string
	for _, r := range readings {
		addresses = append(addresses, strconv.Quote(r.instance))
	}
	w := watch(t, dir, "global: {scrape_interval: 1s}\nscrape_configs:\n  - job_name: biaochi\n    static_configs: [{targets: ["+strings.Join(addresses, ", ")+"]}]\n"+
		"rule_files: ["+strings.Join(impatientRules(t, dir), ", ")+"]\n")
	w.until("all are scraped twice, and the rules have run", func() bool {
		return len(w.query(`count by (instance) (rate(biaochi_http_requests_total{handler="metrics"}[10s]))`, time.Time{})) == 3 &&
			len(w.query(`count by (instance) (light:biaochi_targets:count)`, time.Time{})) == 3
	})
	answered := map[string]bool{}
	chinese := map[string]string{} // the Chinese title of a panel by dashboard and id
	all := grafanas(t)
	slices.SortFunc(all, func(a, b *grafana) int { return strings.Compare(b.lang, a.lang) })
	asked := 0
	for _, d := range all {
		for _, r := range readings {
			values := w.variables(d, r)
			for _, p := range d.Panels {
				key := fmt.Sprint(d.name, p.ID)
				if d.lang == "zh" {
					chinese[key] = p.Title
				}
				results := map[string][]map[string]string{}
				for _, q := range p.Targets {
					asked++
					who, expr := d.UID+" "+p.Title+" "+q.RefID, fill(q.Expr, values)
					results[q.RefID] = w.ask(who, expr, q.Range, r.at)
					is, want := len(results[q.RefID]) == 0, r.isEmpty(chinese[key], q.RefID)
					answered[who] = answered[who] || !is || maybe[chinese[key]+" "+q.RefID] != ""
					if r.empty != nil && is != want && maybe[chinese[key]+" "+q.RefID] == "" {
						t.Errorf("%s is empty: %t, want %t\n%s", who, is, want, expr)
					}
				}
				p.shows(t, d.UID, results)
			}
		}
	}
	for query, some := range answered {
		if !some {
			t.Errorf("nothing answers %s", query)
		}
	}
	t.Logf("%d dashboards, %d queries", len(all), asked)
}

// isEmpty says whether a query has to be empty here.
func (r reading) isEmpty(title, ref string) bool {
	for k := range r.empty {
		if name, refs, some := strings.Cut(k, " "); name == title && (!some || strings.Contains(refs, ref)) {
			return true
		}
	}
	return false
}

// fill puts values in the place of variables.
func fill(expr string, values map[string]string) string {
	return regexp.MustCompile(`\$\{?(\w+)(?::\w+)?\}?`).ReplaceAllStringFunc(expr, func(m string) string {
		return values[grafanaVariableUse.FindStringSubmatch(m)[1]]
	})
}

// variables chooses a value for each variable out of what Prometheus offers, as
// Grafana asks it.
func (w *watcher) variables(d *grafana, r reading) map[string]string {
	w.t.Helper()
	want := map[string]string{"job": "biaochi", "instance": r.instance, "area": "330000", "target": "zhejiang-2023-24-made-in-zhejiang"}
	values := map[string]string{"__rate_interval": "10s"}
	for _, v := range d.Templating.List {
		switch {
		case v.Type == "custom":
			values[v.Name] = v.Options[0].Value
			if !r.at.IsZero() {
				values[v.Name] = v.Options[1].Value
			}
		case v.Type != "query":
			values[v.Name] = "x"
		default:
			offered := w.offers(d, v, values, r.at)
			if v.IncludeAll {
				values[v.Name] = v.AllValue
			} else if values[v.Name] = want[v.Name]; !slices.Contains(offered, want[v.Name]) {
				w.t.Errorf("%s: $%s offers %q, not %q", d.UID, v.Name, offered, want[v.Name])
			}
		}
	}
	return values
}

// offers are the values of a query variable.
func (w *watcher) offers(d *grafana, v grafanaVariable, values map[string]string, at time.Time) []string {
	w.t.Helper()
	query := fill(v.Definition, values)
	var offered []string
	if m := regexp.MustCompile(`^label_values\((.*), (\w+)\)$`).FindStringSubmatch(query); m != nil {
		var answer struct{ Data []string }
		w.get("/api/v1/label/"+m[2]+"/values?"+url.Values{"match[]": {m[1]}}.Encode(), &answer)
		return answer.Data
	}
	m := regexp.MustCompile(`^query_result\((.+)\)\s*$`).FindStringSubmatch(query)
	if m == nil {
		w.t.Fatalf("%s: $%s asks %s", d.UID, v.Name, query)
	}
	re := regexp.MustCompile(strings.Trim(v.Regex, "/"))
	for _, p := range w.query(m[1], at) {
		var pairs []string
		for _, name := range slices.Sorted(maps.Keys(p.Metric)) {
			pairs = append(pairs, name+`="`+p.Metric[name]+`"`)
		}
		line := "{" + strings.Join(pairs, ",") + "} " + fmt.Sprint(p.Value[1]) + " 0"
		found := re.FindStringSubmatch(line)
		if found == nil {
			w.t.Errorf("%s: $%s does not read %s", d.UID, v.Name, line)
			continue
		}
		value, text := found[re.SubexpIndex("value")], found[re.SubexpIndex("text")]
		if text == "" || text == value || value != p.Metric[v.Name] {
			w.t.Errorf("%s: $%s reads the value %q and the text %q in %s", d.UID, v.Name, value, text, line)
		}
		offered = append(offered, value)
	}
	if len(offered) == 0 {
		w.t.Errorf("%s: $%s offers nothing: %s", d.UID, v.Name, query)
	}
	return offered
}

// ask runs a query as a panel does, and returns the labels of what it answers:
// history by weeks since 2023, what is live by seconds, one number at a time.
func (w *watcher) ask(who, expr string, ranged bool, at time.Time) []map[string]string {
	w.t.Helper()
	values := url.Values{"query": {expr}}
	path := "/api/v1/query?"
	if !at.IsZero() {
		values.Set("time", fmt.Sprint(at.Unix()))
	}
	if ranged {
		path = "/api/v1/query_range?"
		step, from := 2*time.Second, time.Now().Add(-20*time.Second)
		if strings.Contains(expr, "[32d]") {
			step, from = 7*24*time.Hour, time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
			from = time.Now().Add(-time.Since(from).Truncate(step))
		}
		values.Set("start", fmt.Sprint(from.Unix()))
		values.Set("end", fmt.Sprint(time.Now().Unix()))
		values.Set("step", fmt.Sprint(step.Seconds()))
	}
	var answer struct {
		Status, Error string
		Data          struct {
			Result []struct{ Metric map[string]string }
		}
	}
	w.get(path+values.Encode(), &answer)
	if answer.Status != "success" {
		w.t.Errorf("%s: %s\n%s", who, answer.Error, expr)
	}
	var labels []map[string]string
	for _, r := range answer.Data.Result {
		labels = append(labels, r.Metric)
	}
	return labels
}

// shows checks that answers have the labels a panel names: in legends, as columns
// and in links, and that a table joins them by a key that stands once.
func (p *grafanaPanel) shows(t *testing.T, uid string, results map[string][]map[string]string) {
	t.Helper()
	labels := map[string]bool{}
	for _, q := range p.Targets {
		for _, m := range results[q.RefID] {
			for l := range m {
				labels[l] = true
			}
			for _, l := range regexp.MustCompile(`\{\{(\w+)\}\}`).FindAllStringSubmatch(q.LegendFormat, -1) {
				if m[l[1]] == "" {
					t.Errorf("%s %q: the legend wants %s; the answer has %v", uid, p.Title, l[1], m)
				}
			}
		}
	}
	if p.Type != "table" || len(labels) == 0 {
		return
	}
	var columns []string
	for _, step := range p.Transformations {
		if step.ID == "joinByField" {
			p.joins(t, uid, step.Options.ByField, results)
		}
		columns = append(columns, step.Options.Include.Names...)
	}
	for _, c := range columns {
		if ref, isValue := strings.CutPrefix(c, "Value #"); isValue && results[ref] == nil && len(ref) != 1 || !isValue && !labels[c] && c != "revision" {
			t.Errorf("%s %q: no answer has the column %s", uid, p.Title, c)
		}
	}
	b, _ := json.Marshal(p.FieldConfig)
	for _, m := range regexp.MustCompile(`__data\.fields\.(\w+)`).FindAllStringSubmatch(string(b), -1) {
		if !slices.Contains(columns, m[1]) {
			t.Errorf("%s %q: a link reads %s, which is no column of %q", uid, p.Title, m[1], columns)
		}
	}
}

// joins checks the answers of a table that joins by a label.
func (p *grafanaPanel) joins(t *testing.T, uid, key string, results map[string][]map[string]string) {
	t.Helper()
	first := map[string]bool{}
	for _, q := range p.Targets {
		seen := map[string]bool{}
		for _, m := range results[q.RefID] {
			if m[key] == "" || seen[m[key]] || q.RefID != "A" && !first[m[key]] {
				t.Errorf("%s %q %s: the row %v is there twice, has no %s, or is none of A's", uid, p.Title, q.RefID, m, key)
			}
			seen[m[key]] = true
			if q.RefID == "A" {
				first[m[key]] = true
			}
		}
	}
}
