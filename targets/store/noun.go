package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// The kinds of catalogue rows.
const (
	kindArea       = "area"
	kindDepartment = "department"
	kindIndicator  = "indicator"
	kindDocument   = "document"
	kindTarget     = "target"
	kindTask       = "task"
	kindCuts       = "cuts"  // cut points, by the day they hold from
	kindOrder      = "order" // the ids of a kind, in the catalogue's order
)

const cutsID = "pace"

// nounKinds are the kinds a catalogue is made of, in the order they are written.
var nounKinds = [...]string{kindArea, kindDepartment, kindIndicator, kindDocument, kindTarget, kindTask}

// kindNames are said to the person who seeds.
var kindNames = map[string]string{
	kindArea: "地区", kindDepartment: "部门", kindIndicator: "指标",
	kindDocument: "文件", kindTarget: "目标", kindTask: "任务",
}

// A noun is one thing of the catalogue in its canonical form.
type noun struct {
	kind, id string
	body     string
}

func (n noun) key() nounKey { return nounKey{n.kind, n.id} }

type nounKey struct{ kind, id string }

// A nounList gathers nouns as canonical rows and keeps the first failure.
type nounList struct {
	list []noun
	err  error
}

func (l *nounList) add(kind, id string, v any) {
	if l.err != nil {
		return
	}
	body, err := canonicalJSON(v)
	if err != nil {
		l.err = fmt.Errorf("write %s %s: %w", kind, id, err)
	}
	l.list = append(l.list, noun{kind, id, body})
}

// nouns lists a catalogue by kind, each kind in the catalogue's order.
func nouns(c *targets.Catalogue) ([]noun, error) {
	var l nounList
	for i := range c.Areas {
		l.add(kindArea, c.Areas[i].ID, &c.Areas[i])
	}
	for i := range c.Departments {
		l.add(kindDepartment, c.Departments[i].ID, &c.Departments[i])
	}
	for i := range c.Indicators {
		l.add(kindIndicator, c.Indicators[i].ID, &c.Indicators[i])
	}
	for i := range c.Documents {
		l.add(kindDocument, c.Documents[i].ID, &c.Documents[i])
	}
	for i := range c.Targets {
		l.add(kindTarget, c.Targets[i].ID, &c.Targets[i])
	}
	for i := range c.Tasks {
		l.add(kindTask, c.Tasks[i].ID, &c.Tasks[i])
	}
	return l.list, l.err
}

// orders are the rows that keep the order of each kind.
func orders(list []noun) ([]noun, error) {
	ids := map[string][]string{}
	for _, n := range list {
		ids[n.kind] = append(ids[n.kind], n.id)
	}
	var out []noun
	for _, kind := range nounKinds {
		body, err := plainJSON(ids[kind])
		if err != nil {
			return nil, fmt.Errorf("write the order of %s: %w", kind, err)
		}
		if len(ids[kind]) > 0 {
			out = append(out, noun{kindOrder, kind, string(body)})
		}
	}
	return out, nil
}

// doubled finds ids that occur twice and area codes that begin twice on a day.
func doubled(c *targets.Catalogue, list []noun) targets.Faults {
	var faults targets.Faults
	seen := map[nounKey]bool{}
	for _, n := range list {
		switch {
		case n.id == "":
			faults = append(faults, targets.Fault{Field: kindNames[n.kind], Text: "缺少编号", Fix: "每一项都要有编号"})
		case seen[n.key()]:
			faults = append(faults, targets.Fault{Field: kindNames[n.kind] + " " + n.id, Text: "编号出现两次", Fix: "编号不得重复"})
		}
		seen[n.key()] = true
	}
	type version struct {
		code string
		from targets.Date
	}
	areas := map[version]bool{}
	for i := range c.Areas {
		v := version{c.Areas[i].Code, c.Areas[i].ValidFrom}
		if areas[v] {
			faults = append(faults, targets.Fault{Field: "地区 " + c.Areas[i].ID,
				Text: fmt.Sprintf("代码 %s 在同一天有两个版本", v.code), Fix: "同一代码的各版本起始日必须不同"})
		}
		areas[v] = true
	}
	return faults
}

// canonicalJSON is v as JSON without empty members and with sorted names: the
// form does not change when a later program knows more fields.
func canonicalJSON(v any) (string, error) {
	text, err := plainJSON(v)
	if err != nil {
		return "", err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return "", err
	}
	text, err = plainJSON(prune(tree))
	return string(text), err
}

// prune drops the empty members of objects. Elements of lists stay: their
// place has a meaning.
func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if member = prune(member); empty(member) {
				delete(v, name)
			} else {
				v[name] = member
			}
		}
	case []any:
		for i := range v {
			v[i] = prune(v[i])
		}
	}
	return v
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case json.Number:
		return v == "0"
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// decode reads a canonical body.
func decode[T any](n noun) (T, error) {
	var v T
	if err := json.Unmarshal([]byte(n.body), &v); err != nil {
		return v, fmt.Errorf("read %s %s: %w", n.kind, n.id, err)
	}
	return v, nil
}

// identityFault says in which way a noun stopped being the thing its id names;
// "" when it did not. Everything else of a noun may change by a new version.
func identityFault(old, now noun) (string, error) {
	switch now.kind {
	case kindArea:
		return compareNouns(old, now, func(a, b *targets.Area) string {
			return differs("代码", a.Code, b.Code)
		})
	case kindDepartment:
		return compareNouns(old, now, func(a, b *targets.Department) string {
			if b.Name.ZH == a.Name.ZH || slices.Contains(b.Aliases, a.Name.ZH) {
				return ""
			}
			return differs("名称", a.Name.ZH, b.Name.ZH)
		})
	case kindIndicator:
		return compareNouns(old, now, func(a, b *targets.Indicator) string {
			return firstOf(differs("度量类型", string(a.Measure), string(b.Measure)),
				differs("累计方式", string(a.Accumulation), string(b.Accumulation)))
		})
	case kindDocument:
		return compareNouns(old, now, func(a, b *targets.Document) string {
			if a.Number == "" || b.Number == "" {
				return ""
			}
			return differs("文号", a.Number, b.Number)
		})
	case kindTarget:
		return compareNouns(old, now, func(a, b *targets.Target) string {
			return firstOf(differs("文件", a.Document, b.Document),
				differs("指标", a.Indicator, b.Indicator), differs("地区", a.Area, b.Area))
		})
	case kindTask:
		return compareNouns(old, now, func(a, b *targets.Task) string {
			return firstOf(differs("文件", a.Document, b.Document), differs("序号", a.Number, b.Number))
		})
	}
	return "", nil
}

func compareNouns[T any](old, now noun, fault func(a, b *T) string) (string, error) {
	a, err := decode[T](old)
	if err != nil {
		return "", err
	}
	b, err := decode[T](now)
	if err != nil {
		return "", err
	}
	return fault(&a, &b), nil
}

func differs(what, old, now string) string {
	if old == now {
		return ""
	}
	return fmt.Sprintf("%s由“%s”变为“%s”", what, old, now)
}

func firstOf(list ...string) string {
	if i := slices.IndexFunc(list, func(s string) bool { return s != "" }); i >= 0 {
		return list[i]
	}
	return ""
}

// sortNouns orders rows as their entry's digest reads them.
func sortNouns(list []version) {
	slices.SortFunc(list, func(a, b version) int {
		if c := strings.Compare(a.kind, b.kind); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
}
