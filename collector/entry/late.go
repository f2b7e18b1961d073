package entry

import (
	"net/http"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const latePath = "/work/late/"

func (h *handler) latePages() []page {
	return []page{
		{method: http.MethodGet, pattern: latePath + "{$}", answer: h.lates},
		{method: http.MethodPost, pattern: latePath + "{form}/{office}/{period}", answer: h.answerLate},
	}
}

// lateBody lists requests to report late: those the person may answer, those
// that wait for others, and what was answered.
type lateBody struct {
	Mine, Waiting, Answered []lateLine
}

// A lateLine is one request with what was typed as its answer.
type lateLine struct {
	collector.LateRow
	Answer, Until string
	Faults        findings
}

// Path is where the request is answered.
func (l lateLine) Path() string {
	k := l.Late.FilingKey
	return latePath + strings.TrimPrefix(filingPath(k), "/work/filings/")
}

// ID names the line's fields.
func (l lateLine) ID() string {
	return l.Late.Form + "-" + l.Late.Office + "-" + strings.ReplaceAll(l.Late.Period.String(), "/", "-")
}

// Granted reports whether the request was granted.
func (l lateLine) Granted() bool { return l.Late.State == targets.LateGranted }

// suggestedDays is how long the office is given when nobody says otherwise.
const suggestedDays = 7

func (h *handler) lates(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	return h.showLates(w, r, p, view{}, lateLine{})
}

// showLates shows the list; typed is the answer that was refused, if one was.
func (h *handler) showLates(w http.ResponseWriter, r *http.Request, p *collector.Person, v view, typed lateLine) error {
	rows, err := h.Desk.Lates(r.Context(), p)
	if err != nil {
		return err
	}
	var body lateBody
	for _, row := range rows {
		line := lateLine{LateRow: row, Until: (h.today() + suggestedDays).String()}
		if typed.Late.FilingKey == row.Late.FilingKey {
			line.Answer, line.Until, line.Faults = typed.Answer, typed.Until, typed.Faults
		}
		switch {
		case row.Late.State != targets.LateRequested:
			body.Answered = append(body.Answered, line)
		case row.Answers:
			body.Mine = append(body.Mine, line)
		default:
			body.Waiting = append(body.Waiting, line)
		}
	}
	v.Name, v.Title, v.Crumbs, v.Body = "late", "补报申请", []link{{Text: "补报"}}, body
	return h.show(w, r, p, v)
}

func (h *handler) answerLate(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, err := filingKey(r)
	if err != nil {
		return err
	}
	if err := parse(r); err != nil {
		return err
	}
	typed := lateLine{Answer: field(r, "answer"), Until: field(r, "until")}
	typed.Late.FilingKey = k
	granted, until, err := readAnswer(r)
	if err == nil {
		err = h.Desk.AnswerLate(r.Context(), p, k, granted, typed.Answer, until)
	}
	if err == nil {
		return redirect(w, r, latePath, "answered")
	}
	found, text, ok := refusal(err)
	if !ok {
		return err
	}
	typed.Faults = found
	return h.showLates(w, r, p, view{Status: http.StatusUnprocessableEntity, Error: text}, typed)
}

// readAnswer reads which button was pressed and, of a grant, the new last day.
func readAnswer(r *http.Request) (granted bool, until targets.Date, err error) {
	switch field(r, "do") {
	case "refuse":
		return false, 0, nil
	case "grant":
		until, err = dateField(r, "until")
		if err == nil && until == 0 {
			err = &targets.Error{Kind: targets.Invalid, Field: "until", Text: "同意补报须写明新的截止日。"}
		}
		return true, until, err
	}
	return false, 0, &targets.Error{Kind: targets.Invalid, Text: "请按“同意补报”或“不同意”。"}
}
