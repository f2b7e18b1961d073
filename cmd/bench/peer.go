package main

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"time"
)

// A peer is PocketBase, the nearest program that keeps records of signed-in
// people in one SQLite file. It is built apart, pinned by the Makefile.
type peer struct {
	address string
	token   string
	stop    func()
}

// startPeer starts PocketBase in a folder of its own, with one collection of
// five fields that a signed-in person may create records in.
func startPeer(ctx context.Context, b *benchmark) (*peer, error) {
	dir := filepath.Join(b.dir, "peer")
	const email, password = "bench@example.com", "bench-password-1"
	if out, err := exec.CommandContext(ctx, b.peer, "superuser", "upsert", email, password, "--dir", dir, "--dev=false").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("prepare the peer: %w: %s", err, out)
	}
	listen, err := freeAddress()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, b.peer, "serve", "--http", listen, "--dir", dir, "--dev=false", "--automigrate=false", "--hooksWatch=false")
	cmd.Dir = b.dir
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("start the peer: %w", err)
	}
	p := &peer{address: "http://" + listen, stop: func() { cancel(); cmd.Wait() }}
	if err := p.prepare(email, password); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

func (p *peer) prepare(email, password string) error {
	var err error
	for range 1000 {
		if err = get(p.address + "/api/health"); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		return fmt.Errorf("the peer did not answer: %w", err)
	}
	var signed struct {
		Token string `json:"token"`
	}
	if err := p.post(http.DefaultClient, "/api/collections/_superusers/auth-with-password", map[string]any{"identity": email, "password": password}, &signed); err != nil {
		return fmt.Errorf("sign in to the peer: %w", err)
	}
	p.token = signed.Token
	field := func(name, kind string) map[string]any { return map[string]any{"name": name, "type": kind} }
	rule := `@request.auth.id != ""`
	return p.post(http.DefaultClient, "/api/collections", map[string]any{"name": "figures", "type": "base", "createRule": rule, "listRule": rule,
		"fields": []any{field("indicator", "text"), field("area", "text"), field("period", "text"), field("value", "number"), field("note", "text")}}, nil)
}

// create makes one record.
func (p *peer) create(client *http.Client, office, n int) error {
	return p.post(client, "/api/collections/figures/records", map[string]any{"indicator": "indicator-00001", "area": fmt.Sprintf("%06d", 110000+office),
		"period": "2025-Q3", "value": n, "note": "季度数"}, nil)
}

func (p *peer) post(client *http.Client, path string, body, answer any) error {
	header := http.Header{}
	if p.token != "" {
		header.Set("Authorization", p.token)
	}
	_, err := exchange(client, http.MethodPost, p.address+path, header, body, answer)
	return err
}
