package entry

import (
	"net/http"
	"slices"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) printPages() []page {
	return []page{
		{method: "GET", pattern: filingPattern + "/print", answer: h.printDraft},
		{method: "GET", pattern: filingPattern + "/print/{entry}", answer: h.print},
	}
}

// printBody is the A4 form, and the way back to the grid.
type printBody struct {
	*collector.PrintedForm
	Path string
}

// printDraft prints what is typed and not handed in, to be signed and scanned.
func (h *handler) printDraft(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, err := filingKey(r)
	if err != nil {
		return err
	}
	f, err := h.Desk.PrintedDraft(r.Context(), p, k)
	if err != nil {
		return err
	}
	return h.showPrint(w, r, p, f)
}

func (h *handler) print(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	f, err := h.printed(r, p)
	if err != nil {
		return err
	}
	return h.showPrint(w, r, p, f)
}

// printed finds the handover of an address, which is of that filing.
func (h *handler) printed(r *http.Request, p *collector.Person) (*collector.PrintedForm, error) {
	k, err := filingKey(r)
	if err != nil {
		return nil, err
	}
	entry, err := entryOfPath(r)
	if err != nil {
		return nil, err
	}
	f, err := h.Desk.Printed(r.Context(), p, entry)
	if err != nil {
		return nil, err
	}
	if f.Filing.FilingKey != k {
		return nil, errNotHere
	}
	return f, nil
}

func (h *handler) showPrint(w http.ResponseWriter, r *http.Request, p *collector.Person, f *collector.PrintedForm) error {
	slices.SortStableFunc(f.Rows, func(a, b collector.PrintedRow) int { // as the form lists them
		return slices.Index(f.Form.Indicators, a.Indicator.ID) - slices.Index(f.Form.Indicators, b.Indicator.ID)
	})
	return h.show(w, r, p, view{
		Name: "print", Title: f.Form.Name + " " + f.Filing.Period.Label(targets.ZH), Paper: true, Scripts: []string{"print.js"},
		Body: printBody{f, filingPath(f.Filing.FilingKey)},
	})
}
