package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"log/slog"
	"net/http/httptest"
	"os"
	"testing"
	"time"
)

// The examples are compiled into the document: answers are written first, by a
// run of their own, and the document by the next one.
var (
	update  = flag.Bool("update", false, "write the document")
	answers = flag.Bool("update-examples", false, "write the answers of the examples")
)

// bare is the API without anything behind it: enough for what is refused at the
// door, and for the document.
func bare(t testing.TB) *api {
	t.Helper()
	a, err := newAPI(Parts{Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTheDocumentIsAsCheckedIn(t *testing.T) {
	a := bare(t)
	w := httptest.NewRecorder()
	(&door{a, a.mux}).ServeHTTP(w, httptest.NewRequest("GET", Path+"openapi.json", nil))
	var got bytes.Buffer
	if err := json.Indent(&got, w.Body.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/openapi.json"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the document is not %s: run go test -update and read the difference", golden)
	}
}
