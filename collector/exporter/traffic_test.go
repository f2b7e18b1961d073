package exporter

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestScrapesAndProbesAreNotAskedByPeople(t *testing.T) {
	traffic := NewTraffic()
	for _, p := range Parts {
		traffic.Count(p, http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	}
	if got := traffic.Asked(); got != 3 {
		t.Errorf("asked %d times; want 3: work, api and report", got)
	}
}
