package collector

import (
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

func TestPasswordRules(t *testing.T) {
	tests := map[string]struct {
		password string
		want     string // part of a fault; "" for none
	}{
		"three of four kinds":            {"Sunny2026day", ""},
		"lower, digits and others":       {"sunny-2026-day", ""},
		"Chinese counts as others":       {"标准化ab2026xy", ""},
		"all four":                       {"Sunny-2026-Day", ""},
		"nine characters":                {"Sunny2026", "至少 10 个字符（现为 9 个）"},
		"nine Chinese characters":        {"Aa1标准化工作真", "至少 10 个字符"},
		"two kinds":                      {"sunny20262026", "至少三类"},
		"few different characters":       {"Aa1Aa1Aa1Aa1", "不同的字符"},
		"the login in it":                {"Wang.Fang-2026", "不能包含登录名或姓名"},
		"the login in another case":      {"xWANG.fangx20", "不能包含登录名或姓名"},
		"the name in it":                 {"王芳Sunny2026", "不能包含登录名或姓名"},
		"a line break":                   {"Sunny-2026\nDay", "无法识别"},
		"invalid UTF-8":                  {"Sunny-2026\xffDay", "无法识别"},
		"longer than anybody types":      {strings.Repeat("Sunny-2026", 13), "最多 128"},
		"128 characters":                 {strings.Repeat("Sunny-20", 16), ""},
		"letters of two are one counted": {"Sunny-26e\u0301", "至少 10 个字符（现为 9 个）"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(passwordFaults("wang.fang", "王芳", tt.password), "；")
			if !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
				t.Errorf("passwordFaults(%q) = %q; want %q", tt.password, got, tt.want)
			}
			if len(tt.password) > 20 && strings.Contains(got, tt.password) {
				t.Errorf("the fault tells the password: %q", got)
			}
		})
	}
	if got := passwordFaults("", "", "Sunny2026day"); got != nil {
		t.Errorf("without a login: %q", got)
	}
}

func TestWhenAPasswordMustBeChanged(t *testing.T) {
	set := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		a    targets.Account
		now  time.Time
		want bool
	}{
		"set by the user":         {targets.Account{Changed: set}, set, false},
		"set by somebody else":    {targets.Account{Changed: set, MustChange: true}, set, true},
		"on its 180th day":        {targets.Account{Changed: set}, set.AddDate(0, 0, 180), false},
		"a second later":          {targets.Account{Changed: set}, set.AddDate(0, 0, 180).Add(time.Second), true},
		"nobody knows since when": {targets.Account{}, set, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := mustChange(&tt.a, tt.now); got != tt.want {
				t.Errorf("mustChange = %v; want %v", got, tt.want)
			}
		})
	}
}

func TestFailuresSlowDownAndLockOut(t *testing.T) {
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	// Each step: how long after the last one, and what is said; "" tries and fails.
	type step struct {
		after time.Duration
		want  string
	}
	tests := map[string][]step{
		"the second try comes at once, the third waits": {{0, ""}, {0, ""}, {0, "请 2 秒后再试"}, {time.Second, "请 1 秒后再试"}, {time.Second, ""}},
		"the fifth failure locks for 15 minutes": {{0, ""}, {0, ""}, {2 * time.Second, ""}, {4 * time.Second, ""}, {8 * time.Second, ""},
			{0, "请 15 分钟后再试"}, {14*time.Minute + 59*time.Second, "请 1 分钟后再试"}, {time.Second, ""}, {0, ""}, {0, "请 2 秒后再试"}},
		"old failures are forgotten":        {{0, ""}, {0, ""}, {2 * time.Second, ""}, {4 * time.Second, ""}, {15 * time.Minute, ""}, {0, ""}, {0, "请 2 秒"}},
		"a failure of just now is not":      {{0, ""}, {0, ""}, {2 * time.Second, ""}, {4 * time.Second, ""}, {15*time.Minute - time.Second, ""}, {0, "已锁定"}},
		"nothing is said of the first ones": {{0, ""}, {time.Hour, ""}, {time.Hour, ""}},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			var s strikes
			at := now
			for i, step := range steps {
				at = at.Add(step.after)
				err := s.refusal(at, 0)
				got := ""
				if err != nil {
					got = err.Error()
				}
				if !strings.Contains(got, step.want) || step.want == "" && got != "" {
					t.Fatalf("step %d = %q; want %q", i+1, got, step.want)
				}
				if step.want == "" {
					s = s.failed(at)
				}
			}
		})
	}
}

func TestGuessesAtOnceCountTogether(t *testing.T) {
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	s := strikes{failures: 1, failedAt: now}
	for under, ok := range map[int]bool{0: true, 3: true, 4: false, 100: false} {
		if err := s.refusal(now, under); (err == nil) != ok {
			t.Errorf("one failure, %d others being tried: %v; want tried %v", under, err, ok)
		}
	}
}

func TestNamesNobodyHasAreForgottenInTime(t *testing.T) {
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	tries := newTries()
	for i := range maxUnknown + 50 {
		tries.failUnknown(strings.Repeat("x", i%7)+time.Duration(i).String(), now)
	}
	if n := len(tries.unknown); n > maxUnknown {
		t.Errorf("%d names are remembered; want at most %d", n, maxUnknown)
	}
	tries.failUnknown("newest", now.Add(time.Hour))
	if len(tries.unknown) != 1 {
		t.Errorf("%d names after an hour; want 1", len(tries.unknown))
	}
}
