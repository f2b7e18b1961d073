package entry

import (
	"net/http"
	"slices"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) timelinePages() []page {
	return []page{{method: "GET", pattern: "/work/figures/{indicator}/{area}/{period}", answer: h.timeline}}
}

// timelinePath is the address of everything that happened to a figure.
func timelinePath(k targets.Key) string {
	return "/work/figures/" + escape(k.Indicator) + "/" + escape(k.Area) + "/" + escape(k.Period.String())
}

type timelineBody struct {
	Key       targets.Key
	Items     []collector.TimelineItem // newest first
	Indicator *targets.Indicator       // nil when unknown
}

// timeline tells everything that happened to a figure.
func (h *handler) timeline(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	period, err := targets.ParsePeriod(r.PathValue("period"))
	if err != nil {
		return errNotHere
	}
	key := targets.Key{Indicator: r.PathValue("indicator"), Area: r.PathValue("area"), Period: period}
	items, err := h.Desk.Timeline(r.Context(), p, key)
	if err != nil {
		return err
	}
	items = slices.Clone(items)
	slices.Reverse(items)
	return h.show(w, r, p, view{
		Name: "timeline", Title: "一个数的经过", Crumbs: []link{{Text: "一个数的经过"}}, Body: timelineBody{Key: key, Items: items},
	})
}
