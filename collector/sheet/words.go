package sheet

import (
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// vocabulary is what may stand in the columns that hold one of a few words.
type vocabulary struct {
	flags   map[string]targets.Flag
	bounds  map[string]targets.Bound
	origins map[string]targets.Origin
	stages  map[string]targets.Decimal
}

func newVocabulary() *vocabulary {
	v := &vocabulary{
		flags: map[string]targets.Flag{
			"": targets.Normal, "估算": targets.Estimated, "估计值": targets.Estimated, "预计": targets.Estimated, "初步数": targets.Provisional,
		},
		bounds: map[string]targets.Bound{"exact": targets.Exact, "下限": targets.Lower, "余": targets.Lower, "上限": targets.Upper, "近": targets.Upper},
		origins: map[string]targets.Origin{
			"": targets.OriginOffice, "官方": targets.OriginOfficial, "媒体": targets.OriginMedia, "演示": targets.OriginDemo,
		},
		stages: map[string]targets.Decimal{
			"未启动": targets.StageNotBegun, "未开始": targets.StageNotBegun, "推进中": targets.StageUnderWay, "已完成": targets.StageDone,
			stageNotBegun: targets.StageNotBegun, stageUnderWay: targets.StageUnderWay, stageDone: targets.StageDone,
		},
	}
	for _, f := range []targets.Flag{targets.Normal, targets.Estimated, targets.Provisional, targets.Break,
		targets.DefinitionDiffer, targets.Missing, targets.NotCollected, targets.NotApplicable} {
		learn(v.flags, f, string(f), f.Name())
	}
	for _, b := range []targets.Bound{targets.Exact, targets.Lower, targets.Upper} {
		learn(v.bounds, b, string(b), b.Name())
	}
	for _, o := range []targets.Origin{targets.OriginOffice, targets.OriginOfficial, targets.OriginMedia, targets.OriginDemo} {
		learn(v.origins, o, string(o), o.Name())
	}
	return v
}

// The stages of a milestone as they are written.
const (
	stageNotBegun = "not_begun"
	stageUnderWay = "under_way"
	stageDone     = "done"
)

// stageWord is how a stage is written; a value that is none keeps its digits.
func stageWord(v targets.Decimal) string {
	switch {
	case v.Equal(targets.StageNotBegun):
		return stageNotBegun
	case v.Equal(targets.StageUnderWay):
		return stageUnderWay
	case v.Equal(targets.StageDone):
		return stageDone
	}
	return v.String()
}

// learn lets a code and its names mean v.
func learn[T any](words map[string]T, v T, code string, name targets.Text) {
	words[code], words[name.ZH], words[name.EN] = v, v, v
}

// unitNames reports whether s is the unit, in Chinese or English.
func unitNames(u targets.Unit, s string) bool {
	return s == u.ZH || strings.EqualFold(s, u.EN) || strings.EqualFold(s, u.Plural)
}
