package exporter

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

// Handler returns the kept page: the target families, the duties, then what is
// live, of which the Go and process metrics may be a second old. It
// answers in the text format 0.0.4 or, if asked, in OpenMetrics, gzipped if the
// client takes that, and with status 200 also when the read failed.
func (e *Exporter) Handler() http.Handler { return http.HandlerFunc(e.serve) }

func (e *Exporter) serve(w http.ResponseWriter, r *http.Request) {
	format := expfmt.NegotiateAccept(r.Header, expfmt.FmtOpenMetrics_1_0_0, expfmt.FmtOpenMetrics_0_0_1, expfmt.FmtText)
	zip := acceptsGzip(r.Header)
	openMetrics := format.FormatType() == expfmt.TypeOpenMetrics
	machine := make(chan []byte, 1)
	go func() { machine <- e.ofMachine(r, format, openMetrics) }() // while the rest is looked up and sent
	s := e.scrape(r.Context())
	if r.Context().Err() != nil {
		return // the client left
	}
	kept, end := s.page.prepare(openMetrics, zip)
	duties := s.duties.text(openMetrics)
	s.took = e.o.Now().Sub(s.began)
	h := w.Header()
	h.Set("Content-Type", string(format))
	h.Set("Vary", "Accept, Accept-Encoding")
	if zip {
		h.Set("Content-Encoding", "gzip")
	}
	for _, part := range kept {
		if _, err := w.Write(part); err != nil {
			return // the client left
		}
	}
	own := prometheus.NewRegistry()
	own.MustRegister(ownCollector{&e.own, s})
	live := e.encode(r, own, format, false)
	_, _ = w.Write(end(slices.Concat(duties, live, <-machine, e.encode(r, e.live, format, true)))) // fails when the client left
}

// ofMachine is what is told of the Go runtime and the process.
func (e *Exporter) ofMachine(r *http.Request, format expfmt.Format, openMetrics bool) []byte {
	form := 0
	if openMetrics {
		form = 1
	}
	return e.heldMachine[form].current(func() []byte { return e.encode(r, e.machine, format, false) })
}

// encode gathers and encodes what changes with every scrape; last puts the end
// of the format behind it. A collector that fails costs its own metrics only.
func (e *Exporter) encode(r *http.Request, from prometheus.Gatherer, format expfmt.Format, last bool) []byte {
	gathered, err := from.Gather()
	if err != nil {
		e.o.Log.ErrorContext(r.Context(), "live metrics incomplete", "err", err)
	}
	var b bytes.Buffer
	enc := expfmt.NewEncoder(&b, format)
	for _, f := range gathered {
		if err := enc.Encode(f); err != nil {
			e.o.Log.ErrorContext(r.Context(), "live metrics incomplete", "err", fmt.Errorf("encode %s: %w", f.GetName(), err))
		}
	}
	if c, ok := enc.(expfmt.Closer); ok && last {
		_ = c.Close() // writes # EOF of OpenMetrics into memory
	}
	return b.Bytes()
}

// acceptsGzip reports whether the client takes a gzipped answer.
func acceptsGzip(h http.Header) bool {
	for _, field := range h.Values("Accept-Encoding") {
		for coding := range strings.SplitSeq(field, ",") {
			name, params, _ := strings.Cut(coding, ";")
			if strings.EqualFold(strings.TrimSpace(name), "gzip") {
				return !refused(params)
			}
		}
	}
	return false
}

// refused reports whether a quality of zero stands behind a coding.
func refused(params string) bool {
	q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
	return ok && strings.Trim(q, "0.") == ""
}
