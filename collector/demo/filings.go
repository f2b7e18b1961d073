package demo

import (
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// newest is the index of the quarter that is open now; older ones have larger
// indexes.
const newest = 0

// day is a number of days after a quarter's end, at ten. Of the newest quarter
// the first forty days are spread over the time there was.
func (b *builder) day(quarter int, days int) time.Time {
	end := b.quarters[quarter].End
	if quarter != newest {
		return atTen(end + targets.Date(days))
	}
	opened := end.End().Add(24 * time.Hour) // the second day: entry is open
	return opened.Add(b.now.Sub(opened) * time.Duration(days) / 41)
}

// do adds a step about a filing of a quarter.
func (b *builder) do(quarter, days int, by string, act Act, form, office, text string) *Step {
	b.plan.Steps = append(b.plan.Steps, Step{
		At: b.day(quarter, days), By: by, Act: act, Text: text,
		Filing: targets.FilingKey{Form: form, Office: office, Period: b.quarters[quarter]},
	})
	return &b.plan.Steps[len(b.plan.Steps)-1]
}

// hand is do for what has cells; variant tells a correction from the first filling-in.
func (b *builder) hand(quarter, days int, by string, act Act, form, office string, variant int) *Step {
	s := b.do(quarter, days, by, act, form, office, "")
	s.Cells = b.cells(form, office, quarter, variant)
	return s
}

// filings is what happened in the five quarters. The old ones are settled, so
// that there is a history; each kind of trouble stands in one of the newer ones.
func (b *builder) filings() {
	for quarter := len(b.quarters) - 1; quarter > newest; quarter-- {
		b.settled(quarter)
	}
	b.threeBack()
	b.twoBack()
	b.oneBack()
	b.open()
}

// settled is what went well in an older quarter.
func (b *builder) settled(quarter int) {
	for _, city := range [...]string{"hangzhou", "ningbo", "wenzhou", "shaoxing"} {
		trouble := map[string][]int{"wenzhou": {1, 2, 3}, "ningbo": {2}, "shaoxing": {1, 2, 3}}
		if slices.Contains(trouble[city], quarter) {
			continue
		}
		s := b.hand(quarter, 9, city, ActSubmit, formCities, "demo-"+city, 0)
		if city == "ningbo" && quarter == 3 {
			s.reply(2, collector.ReplyMissing, "项目验收资料尚未移交，本期无法统计")
		}
		if city == "ningbo" && quarter == 1 {
			s.reply(3, collector.ReplyNotApplicable, "本期没有地方标准立项")
		}
		b.do(quarter, 16, "zhejiang-sh", ActApprove, formCities, "demo-"+city, "")
	}
	b.hand(quarter, 8, "zhejiang", ActSubmit, formProvince, "demo-zhejiang", 0)
	b.do(quarter, 12, "zhejiang-sh", ActApprove, formProvince, "demo-zhejiang", "")
	if quarter > 1 {
		b.signed(quarter, formCounties, "keqiao", "keqiao-sh", "shaoxing-sh", "zhejiang-sh")
		b.signed(quarter, formXian, "xian", "xian-sh", "shaanxi-sh")
	}
}

// signed is a filing that went through all of its levels.
func (b *builder) signed(quarter int, form, by string, signers ...string) {
	b.hand(quarter, 8, by, ActSubmit, form, "demo-"+by, 0)
	for i, signer := range signers {
		b.do(quarter, 10+3*i, signer, ActApprove, form, "demo-"+by, "")
	}
}

// threeBack: withdrawn and handed in again; filled in by the superior, confirmed.
func (b *builder) threeBack() {
	b.hand(3, 10, "wenzhou", ActSubmit, formCities, "demo-wenzhou", 0)
	b.do(3, 11, "wenzhou", ActWithdraw, formCities, "demo-wenzhou", "试点数漏计一个，撤回重报")
	b.hand(3, 12, "wenzhou", ActSubmit, formCities, "demo-wenzhou", 1)
	b.do(3, 17, "zhejiang-sh", ActApprove, formCities, "demo-wenzhou", "")
	b.hand(3, 20, "zhejiang", ActSubmit, formCities, "demo-shaoxing", 0).Basis = "绍兴市来函请省级代填"
	b.do(3, 22, "shaoxing", ActConfirm, formCities, "demo-shaoxing", "")
	b.do(3, 25, "zhejiang-sh", ActApprove, formCities, "demo-shaoxing", "")
}

// twoBack: one figure returned and corrected; late, granted and refused.
func (b *builder) twoBack() {
	b.hand(2, 9, "ningbo", ActSubmit, formCities, "demo-ningbo", 0)
	b.do(2, 13, "zhejiang-sh", ActOpen, formCities, "demo-ningbo", "")
	b.do(2, 14, "zhejiang-sh", ActReturn, formCities, "demo-ningbo", "与上期相比变动较大，请核对试点名单").Indicator = b.indicator("zhejiang-2023-24-city-pilots")
	b.do(2, 15, "zhejiang-sh", ActApprove, formCities, "demo-ningbo", "")
	b.hand(2, 16, "ningbo", ActSubmit, formCities, "demo-ningbo", 1)
	b.do(2, 19, "zhejiang-sh", ActApprove, formCities, "demo-ningbo", "")
	b.do(2, 110, "shaoxing", ActLate, formCities, "demo-shaoxing", "统计人员交接，未能按期填报")
	b.do(2, 111, "zhejiang-sh", ActGrant, formCities, "demo-shaoxing", "同意，请于期限内补报").Until = b.quarters[2].End + 130
	b.hand(2, 114, "shaoxing", ActSubmit, formCities, "demo-shaoxing", 0)
	b.do(2, 116, "zhejiang-sh", ActApprove, formCities, "demo-shaoxing", "")
	b.do(2, 112, "wenzhou", ActLate, formCities, "demo-wenzhou", "工作繁忙")
	b.do(2, 113, "zhejiang-sh", ActRefuse, formCities, "demo-wenzhou", "理由不充分，请写明具体原因后再申请")
}

// oneBack: a correction waits; 代填 is not confirmed; overdue, late requested; a
// county's filing has one of three signatures; Xi'an is silent.
func (b *builder) oneBack() {
	b.hand(1, 50, "hangzhou", ActSubmit, formCities, "demo-hangzhou", 1)
	b.hand(1, 60, "zhejiang", ActSubmit, formCities, "demo-shaoxing", 0).Basis = "绍兴市人员空缺，由省级代填"
	b.do(1, 107, "wenzhou", ActLate, formCities, "demo-wenzhou", "系统迁移期间无法取数，申请补报")
	b.hand(1, 30, "keqiao", ActSubmit, formCounties, "demo-keqiao", 0)
	b.do(1, 33, "keqiao-sh", ActApprove, formCounties, "demo-keqiao", "")
}

// open is the newest quarter: something in every stage.
func (b *builder) open() {
	b.hand(newest, 10, "hangzhou", ActSubmit, formCities, "demo-hangzhou", 0)
	b.hand(newest, 8, "ningbo", ActSubmit, formCities, "demo-ningbo", 0)
	b.do(newest, 16, "zhejiang-sh", ActOpen, formCities, "demo-ningbo", "")
	b.do(newest, 17, "zhejiang-sh", ActReturn, formCities, "demo-ningbo", "分子分母与台账不一致，请核对后重报")
	b.hand(newest, 20, "wenzhou", ActDraft, formCities, "demo-wenzhou", 0)
	b.hand(newest, 12, "keqiao", ActSubmit, formCounties, "demo-keqiao", 0)
	b.do(newest, 18, "keqiao-sh", ActOpen, formCounties, "demo-keqiao", "")
	b.hand(newest, 12, "xian", ActSubmit, formXian, "demo-xian", 0)
	b.do(newest, 15, "xian-sh", ActApprove, formXian, "demo-xian", "")
}

// cells are the numbers an office types, different for each office, quarter and
// indicator.
func (b *builder) cells(form, office string, quarter, variant int) []collector.Cell {
	f := b.plan.Forms[slices.IndexFunc(b.plan.Forms, func(f targets.Form) bool { return f.ID == form })]
	seed := slices.IndexFunc(b.plan.Offices, func(o targets.Office) bool { return o.ID == office })
	cells := make([]collector.Cell, len(f.Indicators))
	for i, id := range f.Indicators {
		c, n := collector.Cell{Indicator: id, Note: "演示数据"}, (seed*5+quarter*3+i*2)%7+variant
		switch card := b.card[id]; {
		case card.Measure == targets.Ratio:
			c.Numerator, c.Denominator = fmt.Sprint(45+n), "100"
		case card.Measure == targets.Mean:
			c.Numerator, c.Denominator = fmt.Sprint(320+4*n), "20"
		case card.Accumulation == targets.Cumulative:
			c.Value = fmt.Sprint(cumulative(b.quarters[quarter].End))
		default:
			c.Value = fmt.Sprint(3 + n)
		}
		cells[i] = c
	}
	return cells
}

// cumulative continues the yearly figures of the series: 2900 at the end of 2022
// and 350 a year.
func cumulative(d targets.Date) int {
	from, _ := targets.ParseDate("2022-12-31")
	return 2900 + 350*int(d-from)/365
}

// reply answers one cell otherwise than by a number.
func (s *Step) reply(cell int, r collector.Reply, why string) {
	s.Cells[cell] = collector.Cell{Indicator: s.Cells[cell].Indicator, Reply: r, Note: why}
}
