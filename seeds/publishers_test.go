package seeds

import (
	"encoding/csv"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// shippedSources are the addresses of the shipped figures with their titles.
func shippedSources(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(Shipped(), "figures/*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("the shipped figures: %v, %v", names, err)
	}
	sources := map[string]string{}
	for _, name := range names {
		content, err := fs.ReadFile(Shipped(), name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		title, address := slices.Index(rows[0], "source_title"), slices.Index(rows[0], "source_url")
		for _, row := range rows[1:] {
			sources[row[address]] = row[title]
		}
	}
	return sources
}

func TestEveryPublisherIsCitedByAShippedFigure(t *testing.T) {
	list, err := Publishers(Shipped())
	if err != nil {
		t.Fatal(err)
	}
	sources := shippedSources(t)
	for _, p := range list {
		cited := false
		for address, title := range sources {
			u, err := url.Parse(address)
			if err != nil || u.Hostname() != p.Host {
				continue
			}
			cited = true
			if len(p.Names) > 0 && !slices.ContainsFunc(p.Names, func(name string) bool { return strings.Contains(title, name) }) {
				t.Errorf("%s is cited as «%s», which names none of %v", address, title, p.Names)
			}
		}
		if !cited {
			t.Errorf("no shipped figure cites %s", p.Host)
		}
		if len(p.Names) == 0 && !strings.HasSuffix(p.Host, ".gov.cn") {
			t.Errorf("%s is no government's: say by which names it is cited", p.Host)
		}
	}
}

func TestAListOfPublishersIsCheckedWhole(t *testing.T) {
	file := "publishers:\n" +
		"  - {host: a.gov.cn, publisher: {zh: 甲, en: A}}\n" +
		"  - {host: a.gov.cn, publisher: {zh: 乙, en: B}}\n" +
		"  - {host: 'https://b.gov.cn/', publisher: {zh: 丙, en: C}}\n"
	_, err := Publishers(fstest.MapFS{publishersFile: {Data: []byte(file)}})
	if err == nil || !strings.Contains(err.Error(), "已经写过") || !strings.Contains(err.Error(), "https://b.gov.cn/") {
		t.Errorf("Publishers gives %v, want the host written twice and the one with a scheme", err)
	}
	if list, err := Publishers(fstest.MapFS{}); list != nil || err != nil {
		t.Errorf("a folder without the file gives %v, %v", list, err)
	}
}
