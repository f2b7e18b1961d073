package report

import (
	"context"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// areasBody answers: where are the goals, and where does attention go?
type areasBody struct {
	Sentence string
	Map      *picture
	Lines    []areaLine
	Duties   bool // some office has to report
	Period   string
	Legend   []legend
}

func (p page) areas(_ context.Context, f *frame) error {
	b := p.book
	body := &areasBody{Map: p.tileMap(), Period: p.dutyPeriod(), Legend: p.legend()}
	with, provinces, there := 0, 0, 0
	for _, code := range b.areas {
		if b.tally(code).above == nil {
			body.Lines = p.below(body.Lines, code)
		}
		tally := b.tally(code)
		if len(tally.own) > 0 {
			with++
		}
		if b.snap.Area(code).Level == targets.LevelProvince {
			provinces++
			if len(tally.within) > 0 {
				there++
			}
		}
		body.Duties = body.Duties || tally.rate.Due > 0
	}
	body.Sentence = fmt.Sprintf(p.say(
		"%[1]d个省级地区中，%[2]d个有目标；设有目标的地区（含全国和省以下）共%[3]d个，%[4]d个地区有自己的页面。",
		"Of %[1]d province-level areas %[2]d have goals. Goals are set for %[3]d areas in all, the country and areas below provinces among them; %[4]d areas have a page.",
	), provinces, there, with, len(b.areas))
	f.Title = p.say("地区", "Areas")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	f.Pictures, f.Body = body.Map != nil, body
	return nil
}

// below adds an area and then, one after the other, those below it.
func (p page) below(lines []areaLine, code string) []areaLine {
	lines = append(lines, p.areaLine(code))
	for _, below := range p.book.tally(code).below {
		lines = p.below(lines, below)
	}
	return lines
}

// dutyPeriod are the days in which a period ended whose duties are told of.
func (p page) dutyPeriod() string {
	to := p.book.snap.AsOf
	return targets.Period{Start: to - dutyDays, End: to}.Label(p.lang)
}
