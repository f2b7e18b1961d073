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

// hugoConfig makes Hugo write the pages alone, none of its own lists. Content may
// hold HTML, for the pictures' data.
const hugoConfig = `baseURL = "https://example.com/"
languageCode = "zh-CN"
title = "标尺"
uglyURLs = true
disableKinds = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
[markup.goldmark.renderer]
unsafe = true
`

// hugo lets Hugo write as many pages of the same size, in two ways: from Markdown
// with the words and tables of each page, as its users write; and from our own
// HTML, passed through, which leaves it next to nothing to do. Hugo neither
// judges, draws, keeps nor hashes.
func (b *benchmark) hugo(ctx context.Context, whole made) error {
	for _, way := range []struct {
		name  string
		ext   string
		main  func(string) string
		limit float64
	}{{"Markdown with the same words and tables", ".md", markdown, limitHugo}, {"our own HTML, passed through", ".html", func(s string) string { return s }, 0}} {
		source, out := filepath.Join(b.dir, "hugo"+way.ext), filepath.Join(b.dir, "hugo-site"+way.ext)
		pages, bytes, err := hugoSource(source, whole.dir, way.ext, way.main)
		if err != nil {
			return err
		}
		cmd := exec.CommandContext(ctx, "hugo", "--source", source, "--destination", out, "--quiet")
		begin := time.Now()
		if said, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("hugo: %w: %.2000s", err, said)
		}
		took, cpu := time.Since(begin), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
		size, err := sizeOf(out)
		if err != nil {
			return err
		}
		fmt.Printf("Hugo over %s: %d pages in %.1f s, %.2f ms of CPU a page; %.1f KiB a page (ours %.1f)\n", way.name, pages, took.Seconds(),
			1000*cpu.Seconds()/float64(pages), float64(size)/1024/float64(pages), float64(bytes)/1024/float64(pages))
		if way.limit > 0 {
			b.compare("report over 3,000 targets: time ÷ Hugo's", whole.took.Seconds()/took.Seconds(), way.limit, "×")
		} else {
			show("  time ÷ Hugo's", whole.took.Seconds()/took.Seconds(), "×")
		}
		show("  CPU ÷ Hugo's", whole.cpu.Seconds()/cpu.Seconds(), "×")
	}
	return nil
}

var (
	titleOf  = regexp.MustCompile(`(?s)<title>(.*?)</title>`)
	mainPart = regexp.MustCompile(`(?s)(<main[^>]*>)(.*)</main>`)
)

// hugoSource writes a Hugo project of the pages of a site; main makes the content
// of a page from its main part.
func hugoSource(dir, site, ext string, main func(string) string) (pages int, bytes int64, err error) {
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
		title, inside := titleOf.FindStringSubmatch(page), mainPart.FindStringSubmatch(page)
		if title == nil || inside == nil {
			return 0, 0, fmt.Errorf("%s has no title or no main part", path)
		}
		write(fmt.Sprintf("content/page-%05d%s", i, ext), fmt.Sprintf("---\ntitle: %q\ndate: 2025-01-01\n---\n%s", html.UnescapeString(title[1]), main(inside[2])))
	}
	return len(list), bytes, err
}

// hugoLayout is the template of what surrounds a page: one of our pages with its
// title and its main part left open.
func hugoLayout(page string) string {
	page = strings.NewReplacer("{{", "", "}}", "").Replace(page)
	page = titleOf.ReplaceAllLiteralString(page, `<title>{{ .Title }}</title>`)
	return mainPart.ReplaceAllString(page, `${1}{{ .Content }}</main>`)
}

var (
	dataBlock = regexp.MustCompile(`(?s)<script type="application/json".*?</script>`)
	tableRow  = regexp.MustCompile(`(?s)<tr.*?</tr>`)
	tableCell = regexp.MustCompile(`(?s)<t[hd][^>]*>(.*?)</t[hd]>`)
	table     = regexp.MustCompile(`(?s)<table.*?</table>`)
	anyTag    = regexp.MustCompile(`(?s)<[^>]*>`)
	spaces    = regexp.MustCompile(`\s+`)
)

// markdown says in Markdown what a page says: its pictures' data as they are, its
// tables as tables, the rest as paragraphs; then its paragraphs again until what
// Hugo makes of it is as long as our page, whose tags have classes.
func markdown(inside string) string {
	var out strings.Builder
	made := 0 // bytes of HTML that Hugo makes of it
	for _, block := range dataBlock.FindAllString(inside, -1) {
		out.WriteString(block + "\n\n")
		made += len(block)
	}
	rest := dataBlock.ReplaceAllString(inside, "")
	for _, t := range table.FindAllString(rest, -1) {
		made += markdownTable(&out, t)
	}
	var paragraphs []string
	for line := range strings.Lines(table.ReplaceAllString(rest, "")) {
		if words := plain(line); words != "" {
			paragraphs = append(paragraphs, words)
		}
	}
	for i := 0; len(paragraphs) > 0 && made < len(inside); i++ {
		p := paragraphs[i%len(paragraphs)]
		if left := len(inside) - made; len(p) > left {
			p = strings.ToValidUTF8(p[:left], "")
		}
		out.WriteString(p + "\n\n")
		made += len(p) + len("<p></p>\n")
	}
	return out.String()
}

func markdownTable(out *strings.Builder, t string) (made int) {
	columns := 0
	for _, row := range tableRow.FindAllString(t, -1) {
		cells := tableCell.FindAllStringSubmatch(row, -1)
		if len(cells) == 0 {
			continue
		}
		for _, c := range cells {
			words := strings.ReplaceAll(plain(c[1]), "|", "/")
			out.WriteString("| " + words + " ")
			made += len(words) + len("<td></td>\n")
		}
		out.WriteString("|\n")
		made += len("<tr>\n</tr>\n")
		if columns == 0 {
			columns = len(cells)
			out.WriteString(strings.Repeat("|---", columns) + "|\n")
		}
	}
	out.WriteString("\n")
	return made
}

// plain is the words of some HTML in one line.
func plain(s string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(anyTag.ReplaceAllString(s, " "), " "))
}
