package targets

import (
	"slices"
	"testing"
)

// The numbers are those of evaluateCases, worked out by hand there; what is left
// and the parts of it are worked out here beside the sentence.
func TestABulletinSentenceSaysWhereATargetStands(t *testing.T) {
	tests := map[string]struct{ zh, en string }{
		"the model sentence: Made in Zhejiang at the first quarter of 2025": { // 77 ÷ (184 days ÷ 30.4375) = 12.737
			"目标不少于4,000项（期限2025年12月31日），截至2025年3月31日为3,923项，完成率98.1%；较基期（2021年10月23日，2,579项）完成进度94.6%，高于序时进度（82.0%）12.6个百分点；距目标差77项，至期限平均每月需增加12.7项。",
			"Goal at least 4,000 items (deadline 2025-12-31); 3,923 items as of 2025-03-31; 98.1% of the goal; since the baseline (2,579 items on 2021-10-23) attained share 94.6%, 12.6 percentage points above the expected share (82.0%); 77 items short of the goal, a rise of 12.7 items a month is needed until the deadline."},
		"a flow is the gapless sum from its start": { // no baseline; completion is the progress and stands once
			"目标不少于300项（期限2025年12月31日），2023年1月1日至2024年12月31日合计210项；完成进度70.0%，高于序时进度（66.7%）3.3个百分点；距目标差90项，至期限平均每月需新增10.0项。", ""},
		"a pace of 0.95 and more is on track, nearly so below 1": {
			"目标不少于1,000项（期限2024年12月31日），截至2023年12月31日为475项；较基期（2022年12月31日，0项）完成进度47.5%，低于序时进度（49.9%）2.4个百分点，基本达到序时进度；距目标差525项，至期限平均每月需增加86.8项。", ""},
		"a stock met and lost again is graded by its newest figure": {
			"目标不少于100项（期限2025年12月31日），截至2024年12月31日为70项，完成率70.0%；较基期（2022年12月31日，40项）完成进度50.0%，低于序时进度（66.7%）16.7个百分点；距目标差30项，至期限平均每月需增加5.0项。", ""},
		"a ratio that falls when it should rise reverses": { // 60 % − 39 % = 21 points; 0.011643 is 1.16 points a month
			"目标不低于60%（期限2025年12月31日），截至2023年12月31日为39%，完成率65.0%；较基期（2022年12月31日，40%）完成进度−5.0%，低于序时进度（33.3%）38.3个百分点，不升反降；距目标差21个百分点，至期限平均每月需提高1.16个百分点。",
			"Goal at least 60% (deadline 2025-12-31); 39% as of 2023-12-31; 65.0% of the goal; since the baseline (40% on 2022-12-31) attained share −5.0%, 38.3 percentage points below the expected share (33.3%), falling instead of rising; 21 percentage points short of the goal, a rise of 1.16 percentage points a month is needed until the deadline."},
		"lower is better: a mean on its way down": { // 21 − 15 = 6 above; of an upper limit no completion
			"目标不超过15项（期限2025年12月31日），截至2023年12月31日为21项；较基期（2022年12月31日，24项）完成进度33.3%，与序时进度（33.3%）持平；高出目标6项，至期限平均每月需减少0.3项。", ""},
		"a kept goal that is lost reverses and has no pace": {
			"目标不低于95%（期限2025年12月31日），截至2023年12月31日为94%，完成率98.9%；基期（2022年12月31日，95%）已达目标，未能保持，距目标差1个百分点，不升反降。",
			"Goal at least 95% (deadline 2025-12-31); 94% as of 2023-12-31; 98.9% of the goal; the baseline (95% on 2022-12-31) satisfied the goal and was not kept, 1 percentage point short of the goal, falling instead of rising."},
		"a baseline that already satisfies is to be kept": {
			"目标不低于95%（期限2025年12月31日），截至2023年12月31日为95%，完成率100.0%；已达目标值。", ""},
		"a lower bound may prove on_track": { // and proves no difference in points
			"目标不少于600项（期限2025年12月31日），截至2023年12月31日为400项以上，完成率不低于66.7%；较基期（2022年12月31日，300项）完成进度不低于33.3%，达到序时进度（33.3%）。",
			"Goal at least 600 items (deadline 2025-12-31); 400 items or more as of 2023-12-31; at least 66.7% of the goal; since the baseline (300 items on 2022-12-31) attained share at least 33.3%, on track (expected share 33.3%)."},
		"a lower bound never proves behind": {
			"目标不少于600项（期限2025年12月31日），截至2023年12月31日为310项以上，完成率不低于51.7%；暂不评价：最近一期只公布了下限，不能据以判定快慢。", ""},
		"a final figure that is provisional gives a provisional verdict": {
			"目标不低于60%（期限2025年12月31日），截至2025年12月31日为61%（初步数），完成率101.7%；按期完成（初步）。", ""},
		"a final figure that falls short is missed": {
			"目标不低于60%（期限2025年12月31日），截至2025年12月31日为59%，完成率98.3%；距目标差1个百分点，期限已过，未完成。",
			"Goal at least 60% (deadline 2025-12-31); 59% as of 2025-12-31; 98.3% of the goal; 1 percentage point short of the goal, the deadline has passed: missed."},
		"a later short level proves nothing": {
			"目标不低于60%（期限2025年12月31日），截至2026年12月31日为55%，完成率91.7%；距目标差5个百分点，期限已过，待报期末数。", ""},
		"after the deadline and never a figure": {
			"目标不少于100项（期限2025年12月31日）；期限已过，至今未见公布或上报的数据。", ""},
		"satisfied after the deadline, the final figure unknown": {
			"目标不低于95%（期限2018年12月31日），截至2023年12月31日为96%，完成率101.1%；期后达标：期限之后首个达标数据为95%（2022年）。", ""},
		"an upper limit on a flow that is exceeded is missed at once": {
			"目标不超过100项（期限2025年12月31日），2023年1月1日至2024年12月31日合计140项；高出目标40项，期限已过，未完成。", ""},
		"the baseline alone is no data": {
			"目标不少于4,000项（期限2025年12月31日）；暂无数据：仅有基期数（2021年10月23日），其后无数据。", ""},
		"a milestone under way":    {"应于2025年12月31日前完成；2023年12月31日上报为推进中。", "Due by 2025-12-31; in progress: Reported as under way on 2023-12-31."},
		"a milestone done in time": {"应于2025年12月31日前完成；按期完成：已于2024年5月20日完成。", ""},
		"a direction is never met or missed": {
			"目标为增加（期限2025年12月31日），截至2023年12月31日为9项；不作评价：方向性目标，文件未定数值，不作达标评价；2023年较2022年上升。", ""},
		"increase N means the baseline plus N": {
			"目标较基期增加10项（期限2025年12月31日），截至2023年12月31日为35项，完成率87.5%；较基期（2022年12月31日，30项）完成进度50.0%，高于序时进度（33.3%）16.7个百分点；距目标差5项，至期限平均每月需增加0.3项。", ""},
		"a recognition held every two years is not late between rounds": { // what moves by rounds has no pace a month
			"目标不少于200项（期限2025年12月31日），2023年合计100项；完成进度50.0%，与序时进度（50.0%）持平；距目标差100项。", ""},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			tc, ok := evaluateCases[name]
			if !ok {
				t.Fatal("no such case")
			}
			e := Evaluate(tc.input(t))
			if got := e.BulletinText(ZH); got != want.zh {
				t.Errorf("got  %s\nwant %s", got, want.zh)
			}
			if got := e.BulletinText(EN); want.en != "" && got != want.en {
				t.Errorf("got  %s\nwant %s", got, want.en)
			}
		})
	}
}

// A need that rounds to nothing is not printed as nothing: 1 in 240 months is
// 0.004 a month.
func TestASmallNeedIsNotNone(t *testing.T) {
	e := Evaluate(tcase{kind: "count stock at_least", goal: "100", deadline: "2045-12-31", asOf: "2025-12-31", figures: "2022 40; 2025 99"}.input(t))
	if got, want := e.NeededText(ZH), "平均每月需增加不足0.1项"; got != want {
		t.Errorf("got %s (%s), want %s", got, e.RequiredPace, want)
	}
}

func TestSumsOfLowerAreasAndEstimatesAreMarked(t *testing.T) {
	for name, tc := range map[string]struct {
		figure Figure
		want   string
	}{
		"added up from the areas below": {Figure{Flag: Normal, Origin: OriginRollUp}, "（下级预汇总）"},
		"estimated":                     {Figure{Flag: Estimated}, "（估计数）"},
		"provisional":                   {Figure{Flag: Provisional}, "（初步数）"},
		"final":                         {Figure{Flag: Normal}, ""},
	} {
		e := Evaluation{Used: []Figure{{Flag: Normal}, tc.figure}}
		if got := e.surety().ZH; got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestLightSentencesCountVerdicts(t *testing.T) {
	of := func(names ...string) []*Evaluation {
		var list []*Evaluation
		for _, name := range names {
			tc := evaluateCases[name]
			list = append(list, new(Evaluate(tc.input(t))))
		}
		return list
	}
	onTrack, nearly := "the model sentence: Made in Zhejiang at the first quarter of 2025", "a pace of 0.95 and more is on track, nearly so below 1"
	missed, noData, behind := "a final figure that falls short is missed", "the baseline alone is no data", "the document's own milestones make a stepped path"
	got := LightSentences(of(missed, onTrack, nearly, onTrack, noData, noData, behind), ZH)
	want := []string{"绿灯3项，其中达到序时进度2项、基本达到序时进度1项。", "黄灯1项，为慢于序时进度。", "红灯1项，为未完成。", "灰灯2项，均为暂无数据。"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got, want := LightSentences(of(noData, onTrack), EN), []string{"Green: 1 (1 on track).", "Grey: 1 (1 no data)."}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProseWritesDaysOut(t *testing.T) {
	for in, want := range map[string]string{
		"目标期限2025-12-31已过":          "目标期限2025年12月31日已过",
		"2025-02-30不是日期，2025-Q1也不是": "2025-02-30不是日期，2025-Q1也不是",
	} {
		if got := Prose(in); got != want {
			t.Errorf("Prose(%s) = %s, want %s", in, got, want)
		}
	}
}
