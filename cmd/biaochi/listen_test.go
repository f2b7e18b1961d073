package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// A safeBuffer may be read while a program writes to it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// started runs serve until the test ends and returns the addresses it printed:
// the pages' and the metrics'.
func started(t *testing.T, args ...string) (pages, metrics string) {
	t.Helper()
	return startedAt(t, fixedNow, args...)
}

// startedAt runs serve as if it were another time.
func startedAt(t *testing.T, now time.Time, args ...string) (pages, metrics string) {
	t.Helper()
	var out, errs safeBuffer
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve"}, args...), console{strings.NewReader(""), &out, &errs, func() time.Time { return now }})
	}()
	t.Cleanup(func() {
		stop()
		if status := <-ended; status != exitDone {
			t.Errorf("serve ended with %d: %s", status, errs.String())
		}
	})
	address := regexp.MustCompile(`总览 +(\S+)/\n.*\n +指标 +(\S+)/metrics`)
	for range 200 {
		if m := address.FindStringSubmatch(out.String()); m != nil {
			return m[1], m[2]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("serve did not start: %s%s", out.String(), errs.String())
	return "", ""
}

// certificate writes a certificate for 127.0.0.1 and its key.
func certificate(t *testing.T, dir string) (pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	put(t, dir, "cert.pem", string(text))
	put(t, dir, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return pool
}

func put(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPagesByTLSAndMetricsBehindAPasswordOfTheirOwn(t *testing.T) {
	dir := t.TempDir()
	pool := certificate(t, dir)
	hash, err := bcrypt.GenerateFromPassword([]byte("scrape"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	tlsConfig := put(t, dir, "tls.yml", "tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n")
	users := put(t, dir, "users.yml", fmt.Sprintf("basic_auth_users:\n  prometheus: %s\n", hash))
	pages, metrics := started(t, "--db", filepath.Join(dir, "b.db"), "--web.listen-address", "127.0.0.1:0", "--web.config.file", tlsConfig,
		"--metrics.listen-address", "127.0.0.1:0", "--metrics.config.file", users)

	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	status := func(url, password string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if password != "" {
			r.SetBasicAuth("prometheus", password)
		}
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	if !strings.HasPrefix(pages, "https://") || !strings.HasPrefix(metrics, "http://") {
		t.Fatalf("addresses are %s and %s; want https for the pages, http for the metrics", pages, metrics)
	}
	for name, test := range map[string]struct {
		url, password string
		want          int
	}{
		"the overview, by TLS":             {pages + "/", "", 200},
		"no metrics beside the pages":      {pages + "/metrics", "", 404},
		"metrics without a password":       {metrics + "/metrics", "", 401},
		"metrics with another one":         {metrics + "/metrics", "guess", 401},
		"metrics with the password":        {metrics + "/metrics", "scrape", 200},
		"no pages at the metrics' address": {metrics + "/targets.html", "scrape", 404},
		"what is there, and where":         {metrics + "/", "scrape", 200},
		"its style":                        {metrics + "/landing.css", "scrape", 200},
		"nothing of it without a password": {metrics + "/", "", 401},
	} {
		if got, _ := status(test.url, test.password); got != test.want {
			t.Errorf("%s: %d; want %d", name, got, test.want)
		}
	}
	if _, body := status(metrics+"/metrics", "scrape"); !strings.Contains(body, "biaochi_target_value{") {
		t.Error("the metrics hold no target")
	}
}
