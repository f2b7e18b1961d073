package entry

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// maxRows bounds how many rows a sent grid may name: no form has so many.
const maxRows = 2000

// readEntry reads a sent grid. Which indicators and files are the filing's is for
// the desk to say.
func readEntry(r *http.Request) (collector.Entry, error) {
	var e collector.Entry
	rows := r.PostForm["row"]
	if len(rows) > maxRows {
		return e, &targets.Error{Kind: targets.Invalid, Text: textBadForm}
	}
	for _, indicator := range rows {
		e.Cells = append(e.Cells, readCell(r, indicator))
	}
	e.Version, _ = strconv.ParseInt(field(r, "version"), 10, 64) // an unreadable version is one nobody has seen: a conflict
	e.Basis, e.Evidence = field(r, "basis"), r.PostForm["ev"]
	e.Statement = targets.Statement{Text: text(r, "statement"), Cause: text(r, "cause"), Measure: text(r, "measure")}
	e.Signers = targets.Signers{Head: field(r, "head"), Statistician: field(r, "statistician"), Filler: field(r, "filler"), Phone: field(r, "phone")}
	var err1, err2 error
	e.Statement.Expected, err1 = dateField(r, "expected")
	e.Signers.On, err2 = dateField(r, "signed-on")
	return e, errors.Join(err1, err2)
}

// text is a field of several lines, with the line ends of the program.
func text(r *http.Request, name string) string {
	return strings.ReplaceAll(field(r, name), "\r\n", "\n")
}

func readCell(r *http.Request, indicator string) collector.Cell {
	of := func(name string) string { return field(r, name+"."+indicator) }
	c := collector.Cell{
		Indicator: indicator, Value: of("a"), Reply: collector.Reply(of("reply")), Bound: of("bound"), Note: text(r, "note."+indicator),
		Adjustment: of("adjustment"), Reason: of("reason"), Evidence: r.PostForm["ev."+indicator],
	}
	if flag := of("flag"); flag != string(targets.Normal) {
		c.Flag = flag
	}
	c.Seen, _ = strconv.Atoi(of("seen"))
	switch {
	case c.Reply == replyResult:
		c.Reply = collector.ReplyValue
	case of("kind") == kindParts:
		c.Value, c.Numerator, c.Denominator = "", c.Value, of("b")
	}
	return c
}

// randomKey names one press of a button, so that pressing twice happens once.
func randomKey() string { return rand.Text() }
