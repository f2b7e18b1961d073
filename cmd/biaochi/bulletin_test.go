package main

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/charts/svg"
	"github.com/biaochi/biaochi/targets"
)

// TestTheBulletinsOfATrainingCopy holds the whole paper to a golden where the data
// is rich: a province and the country before the deadlines, and the province after
// them with everything that its offices did in a quarter. BIAOCHI_UPDATE=1
// rewrites the goldens; read the diff before committing it.
func TestTheBulletinsOfATrainingCopy(t *testing.T) {
	_, st := demoAt(t, demoNow)
	d, err := svg.New()
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]struct{ area, period string }{
		"bulletin-330000-2025-Q1.txt": {"330000", "2025-Q1"}, "bulletin-100000-2025-Q1.txt": {"100000", "2025-Q1"},
		"bulletin-330000-2026-Q2.txt": {"330000", "2026-Q2"},
	} {
		t.Run(name, func(t *testing.T) {
			period, err := targets.ParsePeriod(ask.period)
			if err != nil {
				t.Fatal(err)
			}
			p, err := report.MakePaper(t.Context(), st, report.Options{}, report.PaperAsk{Kind: report.BulletinPaper, Area: ask.area, Period: period})
			if err != nil {
				t.Fatal(err)
			}
			page, err := p.HTML(d)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", name), readerText(string(page)))
		})
	}
}

var (
	blockEnd = regexp.MustCompile(`</(p|h\d|td|th|caption|figcaption)>`)
	markup   = regexp.MustCompile(`<[^>]*>`)
	newLines = regexp.MustCompile(`\s*\n\s*`)
)

// readerText is what a reader reads of a paper, a paragraph or cell a line.
func readerText(page string) string {
	_, body, _ := strings.Cut(page, "<main")
	body = blockEnd.ReplaceAllString("<main"+body, "\n")
	return strings.TrimSpace(newLines.ReplaceAllString(html.UnescapeString(markup.ReplaceAllString(body, "")), "\n")) + "\n"
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("BIAOCHI_UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("differs from %s (-want +got):\n%s", file, diff)
	}
}
