package report

import (
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestASourceIsALinkOnlyWhereItIsThePublishersOwn(t *testing.T) {
	p := page{lang: targets.ZH, book: &book{hosts: hostsOf([]Publisher{{Host: "zjamr.zj.gov.cn"}, {Host: "paper.ce.cn", Names: []string{"经济日报"}}})}}
	for name, tt := range map[string]struct{ title, url, text, href string }{
		"a notice on the bureau's own host":      {"规划", "http://zjamr.zj.gov.cn/a.html", "规划", "http://zjamr.zj.gov.cn/a.html"},
		"the host in capitals, with a port":      {"规划", "http://ZJAMR.zj.gov.cn:80/a", "规划", "http://ZJAMR.zj.gov.cn:80/a"},
		"a newspaper on its own host":            {"经济日报 2024-03-16", "http://paper.ce.cn/a", "经济日报 2024-03-16", "http://paper.ce.cn/a"},
		"another's report on a newspaper's host": {"新华社 2024-03-16", "http://paper.ce.cn/a", "新华社 2024-03-16（转载）", ""},
		"a copy of an official page":             {"年度报告", "http://jieju.1s.cn/a", "年度报告（转载）", ""},
		"a host that only ends like one":         {"规划", "http://zjamr.zj.gov.cn.evil.com/a", "规划（转载）", ""},
		"a name before the host":                 {"规划", "http://zjamr.zj.gov.cn@evil.com/a", "规划（转载）", ""},
		"a government's host not in the list":    {"通知", "https://www.example.gov.cn/a", "通知", ""},
		"an address without a title":             {"", "http://evil.com/a", "evil.com（转载）", ""},
		"no address of the web":                  {"规划", "javascript:alert(1)", "规划", ""},
		"no address":                             {"规划", "", "规划", ""},
	} {
		got := p.source(&targets.Figure{SourceTitle: tt.title, SourceURL: tt.url})
		if got.Text != tt.text || got.Href != tt.href {
			t.Errorf("%s: %q leads to %q, want %q to %q", name, got.Text, got.Href, tt.text, tt.href)
		}
	}
}
