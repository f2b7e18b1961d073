package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/biaochi/biaochi/targets"
)

func TestTheLegendNamesEveryVerdict(t *testing.T) {
	got := map[targets.Light]string{}
	for _, line := range (page{lang: targets.ZH}).legend() {
		got[line.Light] = line.States
	}
	want := map[targets.Light]string{
		targets.Green:  "按期完成、逾期完成、期后达标、已达目标值、推进中、达到序时进度、基本达到序时进度",
		targets.Yellow: "慢于序时进度",
		targets.Red:    "未完成、严重滞后、不升反降、不降反升",
		targets.Blue:   "待报期末数（期限已过，期末数尚未报来；不是“临期”）",
		targets.Grey:   "未起算、暂不评价、不作评价、暂无数据",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the legend (-want +got):\n%s", diff)
	}
}
