package main

import (
	"strings"
	"testing"
)

// follow presses Enter where it leads to another page.
func (b *tab) follow(next string) {
	b.t.Helper()
	b.leaving(func() { b.press("\r") }, next)
}

// fields goes by Tab to fields in their order and types into them.
func (b *tab) fields(pairs ...string) {
	b.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		b.to(pairs[i])
		b.words(pairs[i+1])
	}
}

func TestAQuarterByTheKeyboardAloneOnANarrowScreen(t *testing.T) {
	b := openBrowser(t)
	s := serving(t, zhejiang(t).db)
	b.width = 390
	b.visit(s.url + "/sign-in")
	b.sound("narrow-sign-in")
	s.enter(b, "wangxh", "/work/")
	b.sound("narrow-home")
	b.to(".filings .do a")
	b.follow(filingZJ)
	b.sound("narrow-grid")
	b.fields(cellOf("a", scienceShare), "51", cellOf("b", scienceShare), "58", cellOf("a", quarterIndicators[1]), "4", cellOf("a", quarterIndicators[2]), "38",
		cellOf("a", madeIndicator), "4012", cellOf("a", quarterIndicators[4]), "174", cellOf("b", quarterIndicators[4]), "12")
	b.wait(savedByItself)
	b.sound("narrow-typed")
	if strings.Contains(b.text(), "须写明原因") {
		b.fields("#cause", "立项集中在下半年", "#measure", "按月调度", "#expected", "2026-06-30")
	}
	b.fields("#head", "陈局长", "#filler", "王小华")
	b.wait(savedByItself)
	b.to(".bar .primary")
	b.follow(filingZJ + "/submit$")
	b.reads("将上报5项指标", "4,012", "陈局长")
	b.sound("narrow-summary")
	b.wait(`document.activeElement.textContent === '确认上报'`)
	b.follow(filingZJ + "/receipt/")
	b.sound("narrow-receipt")
	b.to(`form[action="/sign-out"] button`)
	b.follow("/sign-in$")
	b.reads("已退出登录。")
	if b.clicks != 0 {
		t.Errorf("%d clicks; want none", b.clicks)
	}
	t.Logf("by the keyboard alone: %d keys", b.keys)
	b.quiet()
}
