package api

import (
	"context"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A TargetRow is one target and how it stands, as the contract prints it.
type TargetRow struct{ targets.Row }

// TransformSchema says that there may be no forecast, reference or other verdict.
func (TargetRow) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	for _, name := range []string{"forecast", "reference", "other_verdict"} {
		if object := s.Properties[name]; object != nil {
			s.Properties[name] = &huma.Schema{AnyOf: []*huma.Schema{object, {Type: "null"}}}
		}
	}
	return s
}

type targetsInput struct {
	Paging
	Document  string `query:"document" maxLength:"60"`
	Indicator string `query:"indicator" maxLength:"60"`
	Area      string `query:"area" maxLength:"12" doc:"Code: it and everything below"`
	ID        string `query:"id" maxLength:"60" doc:"One target"`
	AsOf      string `query:"as_of" maxLength:"10" format:"date" doc:"The day judged; today when absent"`
	KnownAt   string `query:"known_at" maxLength:"10" format:"date" doc:"What was known at the end of that day; now when absent"`
	Lang      string `query:"lang" enum:"zh,en" default:"zh"`
}

type figuresInput struct {
	Paging
	Indicator string `query:"indicator" maxLength:"60"`
	Area      string `query:"area" maxLength:"12" doc:"Code: it and everything below"`
	From      string `query:"from" maxLength:"10" format:"date" doc:"Periods that end on or after"`
	Until     string `query:"until" maxLength:"10" format:"date" doc:"Periods that end on or before"`
}

const tagPublished = "公开数据 Published"

func (a *api) publishedOperations() {
	get(a, operation{id: "list-targets", path: "/targets", tag: tagPublished, summary: "目标及其评价 / Targets and how they stand",
		about: "与 biaochi targets --format json 相同的对象。数字为字符串，计算所得为数，未知为 null。内部披露的指标只给有权查看的人。"}.with(isOpen, true), a.listTargets)
	get(a, operation{id: "list-figures", path: "/figures", tag: tagPublished, summary: "审核通过的数据 / Figures that stand",
		about: "按指标、地区、报告期排列。"}.with(isOpen, true), a.listFigures)
}

func (in *targetsInput) selection() targets.Selection {
	var sel targets.Selection
	for _, one := range []struct {
		value string
		list  *[]string
	}{{in.Document, &sel.Documents}, {in.Indicator, &sel.Indicators}, {in.ID, &sel.Targets}, {in.Area, &sel.Areas}} {
		if one.value != "" {
			*one.list = []string{one.value}
		}
	}
	if in.Area != "" {
		sel.Areas = []string{targets.CanonicalArea(in.Area)}
	}
	return sel
}

// clocks are the day judged and the time known at; zero is now.
func (in *targetsInput) clocks(now time.Time) (asOf targets.Date, knownAt time.Time, err error) {
	if asOf, err = day("query.as_of", in.AsOf); err != nil {
		return 0, knownAt, err
	}
	if asOf == 0 {
		asOf = targets.DateOf(now)
	}
	known, err := day("query.known_at", in.KnownAt)
	if err == nil && known != 0 {
		knownAt = known.End().Add(-time.Nanosecond)
	}
	return asOf, knownAt, err
}

func (a *api) listTargets(ctx context.Context, c *call, in *targetsInput) (*listAnswer[TargetRow], error) {
	asOf, knownAt, err := in.clocks(a.Now())
	if err != nil {
		return nil, err
	}
	s, err := a.Desk.Judged(ctx, c.p, in.selection(), asOf, knownAt)
	if err != nil {
		return nil, err
	}
	list := make([]*targets.Target, len(s.Targets))
	for i := range s.Targets {
		list[i] = &s.Targets[i]
	}
	page, link, err := pageOf(c, in.Paging, list, func(t **targets.Target) string { return (*t).ID })
	return answerPage(page, link, err, func(t **targets.Target) TargetRow {
		e := s.EvaluateTarget(*t)
		return TargetRow{s.Row(&e, targets.Lang(in.Lang))}
	})
}

func (a *api) listFigures(ctx context.Context, c *call, in *figuresInput) (*listAnswer[Figure], error) {
	q := collector.FigureQuery{Indicator: in.Indicator, Area: in.Area, Limit: in.limit() + 1}
	var err error
	if q.From, err = day("query.from", in.From); err != nil {
		return nil, err
	}
	if q.To, err = day("query.until", in.Until); err != nil {
		return nil, err
	}
	if q.After, err = keyAfter(in.Cursor); err != nil {
		return nil, err
	}
	list, err := a.Desk.Figures(ctx, c.p, q)
	if err != nil {
		return nil, err
	}
	link := ""
	if n := in.limit(); len(list) > n {
		list = list[:n]
		link = nextLink(c, cursor{Key: keyText(list[n-1].Key)}.String())
	}
	return answerPage(list, link, nil, figureOf)
}

func keyText(k targets.Key) string { return k.Indicator + " " + k.Area + " " + k.Period.String() }

// keyAfter is the key a page of figures begins after.
func keyAfter(s string) (k targets.Key, err error) {
	at, err := parseCursor(s)
	if err != nil || at.Key == "" {
		return k, err
	}
	parts := strings.Split(at.Key, " ")
	if len(parts) == 3 {
		k = targets.Key{Indicator: parts[0], Area: parts[1]}
		if k.Period, err = targets.ParsePeriod(parts[2]); err == nil {
			return k, nil
		}
	}
	const text = "cursor 无法识别：请原样使用上一页 Link 头里的地址。"
	return targets.Key{}, newProblem("invalid", text).at("query.cursor", text)
}
