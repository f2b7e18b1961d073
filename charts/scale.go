package charts

import (
	"math"

	"github.com/biaochi/biaochi/targets"
)

// A scale is what the numbers of a value axis count: per cent for ratios, 万 or 亿
// (m or bn) where the numbers themselves would take half the picture. The values
// that a person reads in words are not touched by it.
type scale struct {
	factor float64
	suffix string
}

// scaleOf is the scale that suits all of some evaluations of one measure.
func scaleOf(lang targets.Lang, list ...*targets.Evaluation) scale {
	most := 0.0
	for _, e := range list {
		if e.Indicator.Measure.PerCent() {
			return scale{100, "%"}
		}
		most = max(most, size(e.Value), size(e.Goal))
		for i := range e.Series {
			most = max(most, size(e.Series[i].Value))
		}
	}
	for _, s := range [...]struct {
		from  float64
		scale map[targets.Lang]scale
	}{
		{1e9, map[targets.Lang]scale{targets.ZH: {1e-8, "亿"}, targets.EN: {1e-9, " bn"}}},
		{1e6, map[targets.Lang]scale{targets.ZH: {1e-4, "万"}, targets.EN: {1e-6, " m"}}},
	} {
		if most >= s.from {
			return s.scale[lang]
		}
	}
	return scale{1, ""}
}

// size is how far a value is from zero; an absent one is at it.
func size(v targets.Decimal) float64 {
	if !v.Known() {
		return 0
	}
	return math.Abs(v.Float())
}
