package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/targets/store"
)

type serveCmd struct {
	database
	Listen string `name:"web.listen-address" help:"Address of the pages and /metrics (default ${default})." default:"127.0.0.1:9988" placeholder:"ADDRESS"`
}

// Help says where to look.
func (serveCmd) Help() string {
	return `A missing database is created and filled with the shipped documents and published figures.
Then open http://127.0.0.1:9988/ in a browser, or scrape http://127.0.0.1:9988/metrics.`
}

// Run serves until it is interrupted.
func (k serveCmd) Run(ctx context.Context, c console) error {
	log := slog.New(slog.NewTextHandler(c.err, nil))
	st, err := k.write(ctx, c.now)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := k.fill(ctx, c, st); err != nil {
		return err
	}
	if _, _, err := net.SplitHostPort(k.Listen); err != nil {
		return usageError("--web.listen-address：" + k.Listen + " 应为 地址:端口，如 127.0.0.1:9988")
	}
	listener, err := net.Listen("tcp", k.Listen)
	if err != nil {
		return fmt.Errorf("无法监听 %s，可用 --web.listen-address 改用其他地址或端口: %w", k.Listen, err)
	}
	fmt.Fprintf(c.out, "标尺已启动。\n  总览    http://%[1]s/\n  指标    http://%[1]s/metrics\n  数据库  %[2]s\n按 Ctrl+C 停止。\n", listener.Addr(), k.DB)
	return serve(ctx, listener, newHandler(st, c.now, log), log)
}

// fill loads what is shipped into a database that holds nothing yet.
func (k serveCmd) fill(ctx context.Context, c console, st *store.Store) error {
	empty, err := st.Empty(ctx)
	if err != nil || !empty {
		return err
	}
	changes, err := found(ctx, st, c.now())
	if err != nil {
		return err
	}
	if changes.None() {
		return nil
	}
	fmt.Fprintf(c.out, "已新建数据库 %s：目录%d条，已公布数据%d条。\n", k.DB, changes.Added, changes.Figures)
	return nil
}

// newHandler wires every page of the server.
func newHandler(st *store.Store, now func() time.Time, log *slog.Logger) http.Handler {
	metrics := exporter.New(st, exporter.Options{Now: now, Log: log, Version: version, Revision: revision()})
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics.Handler())
	mux.HandleFunc("GET /-/healthy", healthy)
	mux.Handle("/", report.Handler(st, report.Options{Version: version, Now: now}, log))
	return mux
}

// healthy answers probes: the process is up and serves.
func healthy(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "ok")
}

// revision is the source revision the program was built from, if the build knew it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}

// serve answers requests until ctx ends, then lets those under way finish.
func serve(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := server.Shutdown(stop); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}
