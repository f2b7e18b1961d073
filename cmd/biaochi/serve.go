package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"

	"github.com/biaochi/biaochi/collector/demo"
	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets/store"
)

type serveCmd struct {
	database
	Listen        string `name:"web.listen-address" help:"Address of the pages, the API and /metrics (default ${default})." default:"127.0.0.1:9988" placeholder:"ADDRESS"`
	Config        string `name:"web.config.file" help:"TLS and HTTP version of that address, as Prometheus' exporters read it; without users." placeholder:"FILE"`
	External      string `name:"web.external-url" help:"How browsers reach that address through a proxy, like https://biaochi.example.cn: with https the session's cookie is Secure although TLS ends in the proxy; the links that are printed start with it." placeholder:"URL"`
	MetricsListen string `name:"metrics.listen-address" help:"Serve /metrics at an address of its own, and no longer at the other." placeholder:"ADDRESS"`
	metricsFlags
	Private       bool   `help:"Ask for a viewer's sign-in for every page, and for /metrics at that address (by a token of the API). Without it everybody sees the public edition of the pages, and who is signed in the internal one."`
	Demo          bool   `help:"Serve a training copy (演示库) on a file of its own, demo.db unless --db names another: invented offices and figures, sign-ins to practise with."`
	MetricsConfig string `name:"metrics.config.file" help:"TLS and users of the metrics address, as Prometheus' exporters read it." placeholder:"FILE"`
}

// metricsFlags are what is shown of the targets, on /metrics and in its history.
type metricsFlags struct {
	Areas    string `name:"metrics.areas" help:"Of which areas the metrics show targets and duties: of the country and its provinces, or of all; that is at most 31 series a target and 7 an area with duties." enum:"province,all" default:"province"`
	Internal bool   `name:"metrics.internal" help:"Metrics also of indicators disclosed 内部 (internal). Serving wants --private or --metrics.listen-address with it, because everybody reads /metrics otherwise."`
}

func (f metricsFlags) below() bool { return f.Areas == "all" }

// Help says where to look.
func (serveCmd) Help() string {
	return `A missing database is created and filled with the shipped documents and published figures.
Then open http://127.0.0.1:9988/ in a browser, or scrape http://127.0.0.1:9988/metrics.

The first start prints a one-time link that makes the administrator, who then adds
offices, forms and users at http://127.0.0.1:9988/work/.

Examples:
  biaochi serve                        # the real thing, in biaochi.db
  biaochi serve --demo                 # a training copy with offices, duties and every state
  biaochi serve --web.listen-address 0.0.0.0:443 --web.config.file tls.yml --metrics.listen-address 127.0.0.1:9989`
}

// Run serves until it is interrupted.
func (k serveCmd) Run(ctx context.Context, c console) error {
	log := slog.New(slog.NewTextHandler(c.err, nil))
	if k.MetricsConfig != "" && k.MetricsListen == "" {
		return usageError("--metrics.config.file 要与 --metrics.listen-address 一起用")
	}
	if k.Internal && !k.Private && k.MetricsListen == "" {
		return usageError("--metrics.internal：内部指标会被所有人看到；请同时用 --private，或用 --metrics.listen-address 给指标页另设受保护的地址")
	}
	if err := refuseBasicAuth(k.Config); err != nil {
		return err
	}
	external, secure, err := parseExternal(k.External)
	if err != nil {
		return err
	}
	collectLess()
	db, st, err := k.database.serving(ctx, k.Demo, c.now, log)
	if err != nil {
		return err
	}
	defer st.Close()
	k.database = db
	if err := k.fill(ctx, c, st); err != nil {
		return err
	}
	h, err := newHouse(ctx, st, c.now, log)
	if err != nil {
		return err
	}
	h.private, h.secure = k.Private, secure
	if h.files, err = watchFiles(k.DB, st); err != nil {
		return err
	}
	doors, err := k.doors(h)
	if err != nil {
		return err
	}
	doors[0].external = external
	for _, d := range doors {
		if err := d.listen(); err != nil {
			return err
		}
		defer d.open.Close()
	}
	defer h.keep(ctx)()
	k.greet(c, doors)
	if k.Demo {
		greetDemo(c.out, doors[0].url(), demo.Users())
	}
	if err := h.firstRun(ctx, c, doors[0].url()); err != nil {
		return err
	}
	return serve(ctx, doors, log)
}

// A server of many small requests spends its time better than on collecting
// garbage early; the limit keeps a crowded quarter's end within 400 MiB.
const (
	garbagePercent = 300
	memoryLimit    = 320 << 20 // bytes
)

// collectLess sets the garbage collector for serving, unless the environment does.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// doors are the addresses: everything at one, or /metrics at its own.
func (k serveCmd) doors(h *house) ([]*door, error) {
	pages := http.NewServeMux()
	probe := h.traffic.Count(exporter.PartOther, http.HandlerFunc(healthy))
	pages.Handle("GET /-/healthy", probe)
	pages.Handle("/", h.traffic.Count(exporter.PartReport, h.editions()))
	if err := h.offices(pages); err != nil {
		return nil, err
	}
	doors := []*door{{flag: "--web.listen-address", address: k.Listen, config: k.Config, handler: pages}}
	metrics := func(guard func(http.Handler) http.Handler) http.Handler {
		return h.traffic.Count(exporter.PartMetrics, guard(h.metrics(k.metricsFlags)))
	}
	if k.MetricsListen == "" {
		pages.Handle("GET /metrics", metrics(h.guard))
		return doors, nil
	}
	own, front := http.NewServeMux(), http.NewServeMux()
	own.Handle("GET /metrics", metrics(func(open http.Handler) http.Handler { return open }))
	own.Handle("GET /-/healthy", probe)
	if err := landing(front, version, doors[0].seenFrom); err != nil {
		return nil, err
	}
	own.Handle("/", h.traffic.Count(exporter.PartOther, front))
	return append(doors, &door{flag: "--metrics.listen-address", address: k.MetricsListen, config: k.MetricsConfig, handler: own}), nil
}

// greet tells where to look.
func (k serveCmd) greet(c console, doors []*door) {
	fmt.Fprintf(c.out, "标尺已启动。\n  总览    %[1]s/\n  填报    %[1]s/work/\n  指标    %[2]s/metrics\n  数据库  %[3]s\n按 Ctrl+C 停止。\n",
		doors[0].url(), doors[len(doors)-1].url(), k.DB)
}

// fill loads what is shipped into a database that holds nothing yet, and the rest
// days of the years that one made earlier does not know.
func (k serveCmd) fill(ctx context.Context, c console, st *store.Store) error {
	empty, err := st.Empty(ctx)
	if err != nil {
		return err
	}
	if !empty {
		_, err := loadCalendar(ctx, st, seeds.Shipped(), c.now())
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
