package report

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// asked is what a reader set the two clocks to, as the address and the fields of
// the head have it: as of 截至日 and known at 数据入库截止.
// An empty KnownAt is the latest.
type asked struct{ AsOf, KnownAt string }

// query carries the clocks to the next page; what was not asked for is left out.
func (a asked) query() string {
	v := url.Values{}
	if a.AsOf != "" {
		v.Set("as-of", a.AsOf)
	}
	if a.KnownAt != "" {
		v.Set("known-at", a.KnownAt)
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// clocks reads the two clocks from the address. An empty one is as if absent.
func (h *handler) clocks(r *http.Request) (o Options, ask asked, err error) {
	o = h.o
	q := r.URL.Query()
	if s := q.Get("as-of"); s != "" {
		if o.AsOf, err = targets.ParseDate(s); err != nil {
			return o, ask, err
		}
		ask.AsOf = s
	}
	o.AsOf = o.day() // one answer within one request, also at midnight
	if s := q.Get("known-at"); s != "" {
		if o.KnownAt, err = parseKnownAt(s); err != nil {
			return o, ask, err
		}
		ask.KnownAt = s
	}
	return o, ask, nil
}

// endOf is the last moment of a day in Shanghai.
func endOf(day targets.Date) time.Time { return day.End().Add(-time.Nanosecond) }

// parseKnownAt reads a day, which means its end, or an RFC 3339 time.
func parseKnownAt(s string) (time.Time, error) {
	if day, err := targets.ParseDate(s); err == nil {
		return endOf(day), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("数据入库截止 %q 无法识别，应为 2024-06-30 或 2024-06-30T12:00:00+08:00", s)}
	}
	return t, nil
}
