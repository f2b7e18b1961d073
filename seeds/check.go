package seeds

import (
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// A checker holds what the files say against each other. A map is nil when a
// file of its kind could not be read: nothing can then be called unknown.
type checker struct {
	areas       map[string]*entry[targets.Area] // by code: the first version
	departments map[string]*entry[targets.Department]
	indicators  map[string]*entry[targets.Indicator]
	targets     map[string]*entry[targets.Target]
}

// check notes every fault that only shows when the items are seen together.
func (f *files) check() {
	for _, s := range f.sources {
		checkTexts(s)
	}
	c := &checker{
		areas:       whole(versions(f.areas), !f.unread["areas"]),
		departments: whole(index(f.departments), !f.unread["departments"]),
		indicators:  whole(index(f.indicators), !f.unread["indicators"]),
		targets:     whole(index(f.targets), !f.unread["document"]),
	}
	index(f.documents)
	index(f.tasks)
	each(f.areas, c.area)
	each(f.departments, c.department)
	c.names(f.departments)
	each(f.indicators, c.indicator)
	each(f.documents, c.document)
	each(f.targets, c.target)
	c.allocations(f)
	each(f.tasks, c.task)
}

// each calls fn with every item that keeps to its schema.
func each[T any](entries []*entry[T], fn func(*entry[T])) {
	for _, e := range entries {
		if e.v != nil {
			fn(e)
		}
	}
}

// whole returns the items when all of their files were read.
func whole[T any](items map[string]*entry[T], read bool) map[string]*entry[T] {
	if !read {
		return nil
	}
	return items
}

// index finds items by id and reports ids written twice.
func index[T any](entries []*entry[T]) map[string]*entry[T] {
	m := make(map[string]*entry[T], len(entries))
	for _, e := range entries {
		if e.id == "" {
			continue
		}
		if first, twice := m[e.id]; twice {
			e.fault("id", fmt.Sprintf("编号 %s 已经用过（%s）", e.id, first.place()), "换一个编号，或删去重复的一项")
			continue
		}
		m[e.id] = e
	}
	return m
}

// refer reports an id that no item has. what names the kind of item, where the
// file that lists them.
func refer[T, U any](e *entry[T], key, id string, known map[string]*entry[U], what, where string) {
	if id == "" || known == nil || known[id] != nil {
		return
	}
	e.fault(key, fmt.Sprintf("没有编号为 %s 的%s", id, what), "先写进 "+where+"，或改正编号")
}

// departmentsKnown reports unknown departments of a list.
func departmentsKnown[T any](c *checker, e *entry[T], key string, ids []string) {
	for i, id := range ids {
		refer(e, fmt.Sprintf("%s/%d", key, i), id, c.departments, "部门", "departments.yaml")
	}
}

// areaKnown reports an unknown area code.
func areaKnown[T any](c *checker, e *entry[T], code string) {
	refer(e, "area", code, c.areas, "地区", "areas.yaml")
}

// apart reports departments that both lead and take part.
func apart[T any](e *entry[T], key string, leads, participants []string) {
	for i, id := range participants {
		if slices.Contains(leads, id) {
			e.fault(fmt.Sprintf("%s/%d", key, i), id+" 已是牵头部门", "只写在 leads 或 participants 一处")
		}
	}
}

// dated reports a date without its basis, or a basis without its date.
func dated[T any](e *entry[T], key string, date targets.Date, basis targets.Basis) {
	switch {
	case date != 0 && basis == "":
		e.fault(key+"_basis", "有 "+key+" 而没有写依据", "应为 printed、phase、issue_year、inherited 之一")
	case date == 0 && basis != "":
		e.fault(key+"_basis", "没有 "+key+" 却写了依据", "补上日期，或删去依据")
	}
}
