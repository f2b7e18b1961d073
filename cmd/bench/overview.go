package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Limits of the overview of a country.
const (
	limitRows        = 200.0
	limitZipped      = 450.0 // KiB, gzip -9, of all files it loads
	limitRaw         = 1.6   // MB of them
	limitInteractive = 1.0   // s, with the processor slowed down four times
	slowdown         = 4
)

// overview measures the first page of a site: how much it is, and how soon it can
// be used.
func (b *benchmark) overview(ctx context.Context, dir string) error {
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		return err
	}
	b.compare("overview of the country: rows", float64(bytes.Count(page, []byte("<tr"))), limitRows, "")
	zipped, raw, err := loadedBy(dir, page)
	if err != nil {
		return err
	}
	b.compare("  files it loads, gzip -9", float64(zipped)/1024, limitZipped, "KiB")
	b.compare("  raw", float64(raw)/1e6, limitRaw, "MB")
	var list []time.Duration
	for range 7 {
		took, err := interactive(ctx, dir)
		if err != nil {
			return err
		}
		list = append(list, took)
	}
	// Other work on the machine only makes it later: the soonest is what the page needs.
	b.compare("  can be used, the processor four times slower, soonest of 7", slices.Min(list).Seconds(), limitInteractive, "s")
	show("  median of them", median(list).Seconds(), "s")
	return nil
}

var loads = regexp.MustCompile(`<(?:script|link)[^>]*\s(?:src|href)="([^"]+)"`)

// loadedBy is the size of a page with the scripts and style sheets it loads.
func loadedBy(dir string, page []byte) (zipped, raw int64, err error) {
	add := func(content []byte) error {
		var out bytes.Buffer
		w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
		if err == nil {
			_, err = w.Write(content)
		}
		if err == nil {
			err = w.Close()
		}
		zipped, raw = zipped+int64(out.Len()), raw+int64(len(content))
		return err
	}
	if err := add(page); err != nil {
		return 0, 0, err
	}
	for _, m := range loads.FindAllSubmatch(page, -1) {
		file := string(m[1])
		if ext := path.Ext(file); ext != ".js" && ext != ".css" {
			continue // another page, the empty icon
		}
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
		if err != nil {
			return 0, 0, err
		}
		if err := add(content); err != nil {
			return 0, 0, err
		}
	}
	return zipped, raw, nil
}

// ready is when the page can be used: it is loaded, what is drawn at first is
// drawn, and nothing has kept the main thread for 50 ms since. It answers with
// the milliseconds since the page was asked for.
const ready = `new Promise(function (done) {
  var last = 0;
  new PerformanceObserver(function (list) {
    list.getEntries().forEach(function (e) { last = Math.max(last, e.startTime + e.duration); });
  }).observe({type: 'longtask', buffered: true});
  function near() {
    return [].filter.call(document.querySelectorAll('.chart'), function (p) { return p.getBoundingClientRect().top < innerHeight; });
  }
  function drawn() {
    return near().every(function (p) { var c = p.querySelector('canvas, svg'); return c && c.clientWidth; });
  }
  var at = 0;
  (function look() {
    if (!at && document.readyState === 'complete' && drawn()) { at = performance.now(); }
    if (at && performance.now() - Math.max(at, last) > 1500) {
      var load = performance.getEntriesByType('navigation')[0].loadEventEnd;
      return done(Math.max(load, last, at));
    }
    setTimeout(look, 5);
  })();
})`

// interactive opens the overview in a fresh browser with the processor slowed down
// and returns the time until it can be used.
func interactive(ctx context.Context, dir string) (time.Duration, error) {
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	profile, err := os.MkdirTemp("", "biaochi-bench-browser-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(profile)
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		return 0, fmt.Errorf("start chromium: %w", err)
	}
	if _, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		return 0, err
	}
	if _, err := chromedp.Call(ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slowdown}); err != nil {
		return 0, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL+"/index.html")); err != nil {
		return 0, err
	}
	ms, err := chromedp.Run(ctx, chromedp.Evaluate[float64](strings.TrimSpace(ready), chromedp.EvalAwaitPromise))
	return time.Duration(ms * float64(time.Millisecond)), err
}
