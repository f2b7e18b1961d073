package sheet

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestAdviceOnPeriods(t *testing.T) {
	tests := map[string]string{
		"2025/3/31": "应为 2025-03-31", "2025.3.31": "应为 2025-03-31", "2025-3": "应为 2025-03", "2025.3": "应为 2025-03", "202503": "应为 2025-03", "20250331": "应为 2025-03-31",
		"2025Q3": "应为 2025-Q3", "2025-H2": "应为 2025-S2", "2025-q1": "应为 2025-Q1", "２０２５": "应为 2025",
		"2025/1/1至2025/10/24": "应为 2025-01-01/2025-10-24", "2025.1.1—2025.10.24": "应为 2025-01-01/2025-10-24",
		"2025年1-9": "应为 2025-01-01/2025-09-30", "2025.1-9": "应为 2025-01-01/2025-09-30", "2025/1~6": "应为 2025-S1",
		"2025-1-9": "一天请写 2025-01-09，几个月请写 2025年1-9月", "2025-3-31": "应为 2025-03-31", "2025-9-1": "应为 2025-09-01",
		"2025年9-1": "", "2025年9-1月": "", "1-9月": "", "2025年1月-9日": "", "2025-1.9": "", "2025.1/9": "", "2025年1月9": "应为 2025-01-09", "2025-13": "",
	}
	for in, want := range tests {
		if p, bad := period(in); bad == nil || bad.Fix != want {
			t.Errorf("period(%q) = %s, %+v; want the advice %q", in, p, bad, want)
		}
	}
}

// An advice names no other period than the one that was written, in whatever writing.
func TestNoAdviceNamesAnotherPeriod(t *testing.T) {
	named := regexp.MustCompile(`应为 (\S+)`)
	for a := 1; a <= 12; a++ {
		for b := a + 1; b <= 12; b++ {
			want := targets.Period{Start: targets.NewDate(2025, a, 1), End: targets.NewDate(2025, b+1, 0)}.String()
			for _, form := range []string{"2025年%d*%d月", "2025年%d月*%d月", "2025年%d*%d月份", "2025年%d*%d", "2025年%d月*%d", "2025%d*%d月", "2025-%d*%d月", "2025.%d*%d",
				"2025/%d*%d", "2025-%d*%d", "2025年第%d*%d月", "2025年%d*%d月累计", "%d*%d月", "2025.%d*2025.%d", "2025年%d月*2025年%d月", "2025%02d*2025%02d", "2025年%02d*%02d月"} {
				for _, by := range []string{"-", "—", "–", "至", "~", "～", "－", "到", "/", ".", "、"} {
					in := strings.ReplaceAll(fmt.Sprintf(form, a, b), "*", by)
					if strings.Count(in, "-") == 2 && !strings.Contains(in, "月") && b > 9 && len(in) == 10 || in == fmt.Sprintf("2025.%d.%d", a, b) || in == fmt.Sprintf("2025/%d/%d", a, b) {
						continue // a day as people write it
					}
					p, bad := period(in)
					if bad == nil && p.String() != want {
						t.Errorf("period(%q) = %s; want %s", in, p, want)
					}
					if bad == nil {
						continue
					}
					if m := named.FindStringSubmatch(bad.Fix); m != nil && m[1] != want {
						t.Errorf("period(%q) gets the advice %q; want %s or none", in, bad.Fix, want)
					}
				}
			}
		}
	}
}
