package report

import (
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestNumbersOfClausesInEnglish(t *testing.T) {
	for s, want := range map[string]string{
		"1": "1", "一": "1", "（四）4": "(4) 4", "（三十二）": "(32)", "（十）": "(10)", "（二十）": "(20)", "四、（一）": "4 (1)", "三（二）": "3 (2)", "二、（七）4": "2 (7) 4",
		"结尾段": "结尾段", "第二阶段（2024年）": "第二阶段(2024年)", "一、总体要求": "一、总体要求", "": "", "十十": "十十", "一二": "一二",
	} {
		if got := clauseNumber(s, targets.EN); got != want {
			t.Errorf("clauseNumber(%q) = %q, want %q", s, got, want)
		}
		if got := clauseNumber(s, targets.ZH); got != s {
			t.Errorf("in Chinese %q = %q, want it as it is", s, got)
		}
	}
}
