package main

import (
	"context"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// hugoConfig makes Hugo write the pages alone, none of its own lists.
const hugoConfig = `baseURL = "https://example.com/"
languageCode = "zh-CN"
title = "标尺"
uglyURLs = true
disableKinds = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
[markup.goldmark.renderer]
unsafe = true
`

// hugo lets Hugo write as many pages of the same size: each page's own main part
// as its content, and what surrounds it by a template. It finds the parts made;
// Hugo neither judges, draws nor keeps.
func (b *benchmark) hugo(ctx context.Context, whole made) error {
	source := filepath.Join(b.dir, "hugo")
	pages, bytes, err := hugoSource(source, whole.dir)
	if err != nil {
		return err
	}
	out := filepath.Join(b.dir, "hugo-site")
	cmd := exec.CommandContext(ctx, "hugo", "--source", source, "--destination", out, "--quiet")
	begin := time.Now()
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("hugo: %w: %.2000s", err, said)
	}
	took := time.Since(begin)
	size, err := sizeOf(out)
	if err != nil {
		return err
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	fmt.Printf("hugo over the same pages: %d in %.1f s, %.2f ms of CPU a page; %.1f KiB a page (%.1f of ours)\n", pages, took.Seconds(),
		1000*cpu.Seconds()/float64(pages), float64(size)/1024/float64(pages), float64(bytes)/1024/float64(pages))
	b.compare("report over 3,000 targets: time ÷ Hugo's for the same pages", whole.took.Seconds()/took.Seconds(), limitHugo, "×")
	show("  CPU ÷ Hugo's", whole.cpu.Seconds()/cpu.Seconds(), "×")
	return nil
}

var (
	titleOf  = regexp.MustCompile(`(?s)<title>(.*?)</title>`)
	mainPart = regexp.MustCompile(`(?s)(<main[^>]*>)(.*)</main>`)
)

// hugoSource writes a Hugo project of the pages of a site.
func hugoSource(dir, site string) (pages int, bytes int64, err error) {
	write := func(path, content string) {
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, path), []byte(content), 0o644)
		}
	}
	write("config.toml", hugoConfig)
	var list []string
	if errWalk := eachFile(site, func(path string, info os.FileInfo) {
		if strings.HasSuffix(path, ".html") {
			list, bytes = append(list, path), bytes+info.Size()
		}
	}); errWalk != nil {
		return 0, 0, errWalk
	}
	for i, path := range list {
		content, errRead := os.ReadFile(path)
		if errRead != nil {
			return 0, 0, errRead
		}
		page := string(content)
		if i == 0 {
			write("layouts/_default/single.html", hugoLayout(page))
		}
		title, main := titleOf.FindStringSubmatch(page), mainPart.FindStringSubmatch(page)
		if title == nil || main == nil {
			return 0, 0, fmt.Errorf("%s has no title or no main part", path)
		}
		write(fmt.Sprintf("content/page-%05d.html", i), fmt.Sprintf("---\ntitle: %q\ndate: 2025-01-01\n---\n%s", html.UnescapeString(title[1]), main[2]))
	}
	return len(list), bytes, err
}

// hugoLayout is the template of what surrounds a page: one of our pages with its
// title, its main part and its address left open.
func hugoLayout(page string) string {
	page = strings.NewReplacer("{{", "", "}}", "").Replace(page)
	page = titleOf.ReplaceAllLiteralString(page, `<title>{{ .Title }}</title>`)
	return mainPart.ReplaceAllString(page, `${1}{{ .Content }}</main>`)
}
