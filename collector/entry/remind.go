package entry

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const remindPath = "/work/reminders/"

func (h *handler) remindPages() []page {
	return []page{
		{method: http.MethodGet, pattern: remindPath + "{$}", answer: h.reminders},
		{method: http.MethodGet, pattern: remindPath + "list.csv", answer: h.reminderList},
	}
}

// remindBody is what is overdue, then what is soon due.
type remindBody struct {
	Overdue, Soon []remindLine
}

// Offices counts the offices with something overdue.
func (b remindBody) Offices() int {
	seen := map[string]bool{}
	for _, l := range b.Overdue {
		seen[l.Office.ID] = true
	}
	return len(seen)
}

// A remindLine is one filing to remind of.
type remindLine struct {
	collector.Reminder
	Area       string
	indicators map[string]*targets.Indicator
}

// Names are the indicators not answered.
func (l remindLine) Names() []string {
	var names []string
	for _, id := range l.Missing {
		if i := l.indicators[id]; i != nil {
			names = append(names, i.Name.ZH)
		} else {
			names = append(names, id)
		}
	}
	return names
}

// When is «逾期 3 天» or «还有 2 天».
func (l remindLine) When() string {
	switch {
	case l.Overdue:
		return fmt.Sprintf("逾期 %d 天", l.Days)
	case l.Days == 0:
		return "今天截止"
	}
	return fmt.Sprintf("还有 %d 天", l.Days)
}

// Light is the mark beside When.
func (l remindLine) Light() targets.Light {
	if l.Overdue {
		return targets.Red
	}
	return targets.Yellow
}

func (h *handler) remindLines(r *http.Request, p *collector.Person) ([]remindLine, error) {
	list, err := h.Desk.Reminders(r.Context(), p, h.today())
	if err != nil {
		return nil, err
	}
	c, err := h.Desk.Catalogue(r.Context())
	if err != nil {
		return nil, err
	}
	indicators, areas := map[string]*targets.Indicator{}, targets.NewAreaTree(c.Areas)
	for i := range c.Indicators {
		indicators[c.Indicators[i].ID] = &c.Indicators[i]
	}
	var lines []remindLine
	for _, one := range list {
		lines = append(lines, remindLine{one, areaName(areas, one.Office.Area), indicators})
	}
	return lines, nil
}

// areaName names a code; one that is gone is printed as it is.
func areaName(areas targets.AreaTree, code string) string {
	if a := areas.Area(code); a != nil {
		return a.Name.ZH
	}
	return code
}

func (h *handler) reminders(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	lines, err := h.remindLines(r, p)
	if err != nil {
		return err
	}
	var body remindBody
	for _, l := range lines {
		if l.Overdue {
			body.Overdue = append(body.Overdue, l)
		} else {
			body.Soon = append(body.Soon, l)
		}
	}
	return h.show(w, r, p, view{Name: "reminders", Title: "催报", Wide: true, Crumbs: []link{{Text: "催报"}}, Body: body})
}

// listHead are the columns of the list to send.
var listHead = []string{"情况", "填报单位", "地区", "报表", "报告期", "截止日", "未报指标数", "未报指标", "联系人", "职务", "联系电话"}

// reminderList is the list to send, for a spreadsheet or a short-message service.
func (h *handler) reminderList(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	lines, err := h.remindLines(r, p)
	if err != nil {
		return err
	}
	name := "催报名单-" + h.today().String() + ".csv"
	head := slices.Clone(listHead)
	if h.Demo {
		name, head = "演示数据-"+name, append(head, "来源")
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", attachment(name))
	out := &listWriter{csv.NewWriter(w), h.Demo}
	w.Write([]byte("\ufeff")) // by which Excel and WPS see that it is UTF-8
	out.Write(head)
	for _, l := range lines {
		out.line(l)
	}
	out.Flush() // a browser that went away needs no answer
	return nil
}

type listWriter struct {
	*csv.Writer
	demo bool
}

// line writes one row a contact, so that the list can be sent as it is; an
// office without contacts has one row.
func (w *listWriter) line(l remindLine) {
	contacts := l.Contacts
	if len(contacts) == 0 {
		contacts = []targets.Contact{{}}
	}
	for _, c := range contacts {
		row := []string{l.When(), l.Office.Name, l.Area, l.Form.Name, l.Filing.Period.Label(targets.ZH), l.Filing.LastDay().String(),
			strconv.Itoa(len(l.Missing)), strings.Join(l.Names(), "；"), c.Name, c.Post, c.Phone}
		if w.demo {
			row = append(row, "演示数据")
		}
		for i := range row {
			row[i] = collector.Neutral(row[i])
		}
		w.Write(row) // the writer keeps its first error
	}
}
