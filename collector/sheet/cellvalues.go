package sheet

import (
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// numeric is a number for a cell; one with more digits than a spreadsheet keeps,
// and what is none, stays a text.
func numeric(s string) any {
	if s == "" {
		return nil
	}
	v, err := targets.ParseDecimal(s)
	if err != nil || len(strings.Trim(s, "-0.")) > excelDigits {
		return s
	}
	if f, err := strconv.ParseFloat(v.String(), 64); err == nil {
		return f
	}
	return s
}

// shown is a value as it is printed beside its unit: a ratio as per cent, a
// milestone in words.
func shown(i *targets.Indicator, v targets.Decimal) string {
	switch {
	case !v.Known():
		return ""
	case i.Measure == targets.Milestone:
		return stageName(v)
	case i.Measure.PerCent():
		return v.Shift(2).String()
	}
	return v.String()
}

// typedNumber is what was typed, as a number when it can be read as one.
func typedNumber(s string, kind collector.TypedKind) any {
	if v, bad := collector.ParseTyped(s, kind); bad == nil && v.Known() {
		return numeric(v.String())
	}
	return s
}

// typedShare is a ratio in per cent, as the unit beside it says.
func typedShare(s string) any {
	if v, bad := collector.ParseTyped(s, collector.TypedRate); bad == nil && v.Known() {
		return numeric(v.Shift(2).String())
	}
	return s
}

func replyName(r collector.Reply) any {
	if r == collector.ReplyValue {
		return nil
	}
	return r.Name().ZH
}

func flagName(f targets.Flag) any {
	if f == targets.Normal || f == "" {
		return nil
	}
	if name := f.Name().ZH; name != "" {
		return name
	}
	return string(f)
}

func boundName(b targets.Bound) any {
	if b == targets.Exact {
		return nil
	}
	return b.Name().ZH
}

// stageName is how a person reads a milestone's stage.
func stageName(v targets.Decimal) string {
	switch {
	case v.Equal(targets.StageNotBegun):
		return stageWords[0]
	case v.Equal(targets.StageUnderWay):
		return stageWords[1]
	case v.Equal(targets.StageDone):
		return stageWords[2]
	}
	return v.String()
}

var stageWords = [...]string{"未启动", "推进中", "已完成"}

func stageTyped(s string) any {
	if v, err := targets.ParseDecimal(s); err == nil {
		return stageName(v)
	}
	if v, ok := newVocabulary().stages[s]; ok {
		return stageName(v)
	}
	return s
}
