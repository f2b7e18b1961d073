package report

import (
	"context"
	"net/url"
)

// searchBody is the page that looks for goals, areas, documents and indicators.
// What it looks through is a script of its own, see index.go.
type searchBody struct {
	Index    string // where that script is
	Examples []link // of what may be asked
	Lists    []link // where to look without a script
	Words    searchWords
}

// searchWords are what the page's script says; {n} and its like are filled in there.
type searchWords struct {
	Areas      string `json:"areas"`
	Documents  string `json:"documents"`
	Indicators string `json:"indicators"`
	Goals      string `json:"goals"`
	Found      string `json:"found"`
	None       string `json:"none"`
	More       string `json:"more"`
	Has        string `json:"has"`
	HasNone    string `json:"hasNone"`
	Goal       string `json:"goal"`
}

func (p page) search(_ context.Context, f *frame) error {
	f.Title = p.say("搜索", "Search")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	f.Body = &searchBody{
		Index: p.to(indexAddress), Examples: p.searchExamples(), Words: p.searchWords(),
		Lists: []link{
			{Text: p.say("全部目标", "all goals"), Href: p.to(allAddress)}, {Text: p.say("地区", "areas"), Href: p.to(single[areasKind])},
			{Text: p.say("文件", "documents"), Href: p.to(single[documentsKind])}, {Text: p.say("指标", "indicators"), Href: p.to(single[indicatorsKind])},
		},
	}
	return nil
}

// searchExamples are queries that find something: an area and an indicator of the
// first goal, the number of a document, the code of an area.
func (p page) searchExamples() []link {
	var list []link
	add := func(words string) {
		if words != "" {
			list = append(list, link{Text: words, Href: "#q=" + url.PathEscape(words)})
		}
	}
	if b := p.book; len(b.all) > 0 {
		last, first := &b.all[len(b.all)-1], &b.all[0]
		area := b.snap.AreaName(last.Target.Area, p.lang)
		add(area + " " + last.Indicator.Name.In(p.lang))
		add(first.Document.Number)
		add(first.Indicator.Name.In(p.lang))
		add(last.Target.Area)
	}
	return list
}

func (p page) searchWords() searchWords {
	return searchWords{
		Areas: p.say("地区", "Areas"), Documents: p.say("文件", "Documents"), Indicators: p.say("指标", "Indicators"), Goals: p.say("目标", "Goals"),
		Found: p.say("找到{n}项：", "Found {n}: "), None: p.say("没有找到。试试更短的词，或用空格隔开几个词。", "Nothing found. Try shorter words, or several with blanks between them."),
		More: p.say("再显示{n}项", "Show {n} more"), Has: p.say("{n}项目标", "goals: {n}"), HasNone: p.say("没有目标", "no goals"), Goal: p.say("目标 ", "goal "),
	}
}
