package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// freeAddress is a loopback address nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestHealthTellsByItsExitStatusWhetherTheProgramServes(t *testing.T) {
	pages, metrics := started(t, "--db", filepath.Join(t.TempDir(), "b.db"), "--web.listen-address", "127.0.0.1:0", "--metrics.listen-address", "127.0.0.1:0")
	for _, address := range []string{pages, pages + "/", metrics} {
		if said := program(t, "health", "--url", address); said != "ok\n" {
			t.Errorf("health --url %s prints %q; want ok", address, said)
		}
	}
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	for name, address := range map[string]string{"nobody is there": "http://" + freeAddress(t), "another program is there": other.URL} {
		if status, _, errs := carryOut(t, "health", "--url", address); status != exitFailed || !strings.HasPrefix(errs, "biaochi: ") {
			t.Errorf("%s: status %d, %q; want %d and a text", name, status, errs, exitFailed)
		}
	}
	if status, _, _ := carryOut(t, "health", "--url", "http://a b"); status != exitUsage {
		t.Errorf("an address that is none: status %d; want %d", status, exitUsage)
	}
}
