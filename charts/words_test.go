package charts

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestFold(t *testing.T) {
	tests := map[string]struct {
		text  string
		room  float64
		lines int
		want  string
	}{
		"what fits stays on one line":          {"标准数", 5, 2, "标准数"},
		"lines are about as long":              {"杨凌农业高新技术产业示范区", 12, 3, "杨凌农业高新技|术产业示范区"},
		"what does not fit is cut":             {"一二三四五六七八九", 4, 2, "一二三四|五六七…"},
		"latin words stay whole":               {"Development Outline", 8, 2, "Development|Outline"},
		"no closing mark begins a line":        {"甲乙丙》丁戊己", 3, 3, "甲乙|丙》丁|戊己"},
		"half a number would be another":       {"目标 250,000,000项", 7, 1, "目标…"},
		"a word longer than a line is broken":  {"Standardisation", 4, 3, "Standa|rdisat|ion"},
		"nothing":                              {"", 4, 2, ""},
		"evening adds no line":                 {"Mid-term evaluation of the pilot", 12, 4, "Mid-term evaluation|of the pilot"},
		"room for less than a letter holds it": {"标准", 0.5, 3, "标|准"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(fold(tt.text, tt.room, tt.lines), "|"); got != tt.want {
				t.Errorf("fold(%q, %v, %d) = %s, want %s", tt.text, tt.room, tt.lines, got, tt.want)
			}
		})
	}
}

func TestBracesInANameAreNoStyle(t *testing.T) {
	p := Ranking([]Bar{{Name: "{red|甲}", Value: targets.MustDecimal("0.5"), Light: targets.Green}}, targets.ZH)
	if _, text := look(t, p); strings.Contains(text, `"{red|甲}"`) || !strings.Contains(text, "｛red|甲｝") {
		t.Errorf("a name with braces stands in the options as it came: %s", text)
	}
}

func TestLargeNumbersCountTenThousandsAndHundredMillions(t *testing.T) {
	tests := map[string]struct {
		value string
		zh    scale
		en    scale
	}{
		"thousands stay":     {"900000", scale{1, ""}, scale{1, ""}},
		"millions":           {"1000000", scale{1e-4, "万"}, scale{1e-6, " m"}},
		"milliards":          {"1000000000", scale{1e-8, "亿"}, scale{1e-9, " bn"}},
		"below zero as well": {"-2000000", scale{1e-4, "万"}, scale{1e-6, " m"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			e := goal("4000", mean, figure("2024", tt.value))
			if zh, en := scaleOf(targets.ZH, e), scaleOf(targets.EN, e); zh != tt.zh || en != tt.en {
				t.Errorf("%s counts in %v and %v, want %v and %v", tt.value, zh, en, tt.zh, tt.en)
			}
		})
	}
}
