package report

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
)

// worthZipping is the size below which a page fits into one packet anyway.
const worthZipping = 1400

// zip compresses a page; nil where that would gain little.
func zip(content []byte) []byte {
	if len(content) < worthZipping {
		return nil
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(content) // a Buffer takes everything
	w.Close()
	return out.Bytes()
}

// takesGzip reports whether the browser said that it reads gzip.
func takesGzip(r *http.Request) bool {
	for _, list := range r.Header.Values("Accept-Encoding") {
		for coding := range strings.SplitSeq(list, ",") {
			name, rest, _ := strings.Cut(coding, ";")
			if strings.EqualFold(strings.TrimSpace(name), "gzip") && !refused(rest) {
				return true
			}
		}
	}
	return false
}

// refused reports a weight of zero, as in "gzip;q=0".
func refused(parameter string) bool {
	q, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q=")
	weight, err := strconv.ParseFloat(q, 64)
	return ok && err == nil && weight == 0
}
