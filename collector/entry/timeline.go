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
	Key        targets.Key
	Name, Area string                   // of indicator and area
	Items      []collector.TimelineItem // newest first
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
		Name: "timeline", Title: "一个数的经过", Crumbs: []link{{Text: "一个数的经过"}}, Body: h.named(r, timelineBody{Key: key, Items: items}),
	})
}

// named fills in the names; what the catalogue no longer has keeps its code.
func (h *handler) named(r *http.Request, b timelineBody) timelineBody {
	b.Name, b.Area = b.Key.Indicator, b.Key.Area
	c, err := h.Desk.Catalogue(r.Context())
	if err != nil {
		h.Log.ErrorContext(r.Context(), "names not read", "err", err)
		return b
	}
	for i := range c.Indicators {
		if c.Indicators[i].ID == b.Key.Indicator {
			b.Name = c.Indicators[i].Name.ZH
		}
	}
	if a := targets.NewAreaTree(c.Areas).Area(b.Key.Area); a != nil {
		b.Area = a.Name.ZH
	}
	return b
}
