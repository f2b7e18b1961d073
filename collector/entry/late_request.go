package entry

import (
	"net/http"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A lateRequestBody is the form that asks to report late (补报).
type lateRequestBody struct {
	Grid   *collector.Grid
	Path   string
	Reason string
}

func (h *handler) lateForm(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	return h.showLateForm(w, r, p, "", nil)
}

func (h *handler) showLateForm(w http.ResponseWriter, r *http.Request, p *collector.Person, reason string, fault *targets.Error) error {
	g, err := h.gridOf(r, p)
	if err != nil {
		return err
	}
	title := g.Form.Name + " " + g.Filing.Period.Label(targets.ZH)
	v := view{Name: "laterequest", Title: "申请补报", Crumbs: []link{{Text: title, Href: filingPath(g.Filing.FilingKey)}, {Text: "申请补报"}}, Body: lateRequestBody{g, filingPath(g.Filing.FilingKey), reason}}
	if fault != nil {
		v.Status, v.Error = statuses[fault.Kind], fault.Text
	}
	return h.show(w, r, p, v)
}

func (h *handler) requestLate(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, err := filingKey(r)
	if err != nil {
		return err
	}
	if err := parse(r); err != nil {
		return err
	}
	err = h.Desk.RequestLate(r.Context(), p, k, text(r, "reason"))
	if fault, ok := refused(err); ok {
		return h.showLateForm(w, r, p, text(r, "reason"), fault)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, filingPath(k), "late")
}
