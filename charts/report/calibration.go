package report

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// calibrationText is what `make calibrate` printed last. After a change of the
// forecast: go run ./cmd/calibrate > charts/report/calibration.txt, then read the
// method page again, for its words were written about these numbers.
//
//go:embed calibration.txt
var calibrationText string

// A calibration is one block of that table.
type calibration struct {
	Title targets.Text
	Lines []calibrationLine
}

// A calibrationLine is one family of series at one length, ours beside the
// straight line's.
type calibrationLine struct {
	Family                    targets.Text
	Figures                   string // "" where lengths are pooled
	Coverage, Error, Straight string // shares of 0–1 as per cent
	Brier, BrierStraight      string
	Scaled, ScaledStraight    string
	share                     float64
}

var calibrationForm = regexp.MustCompile(`^  (.+?) +(?:(\d+) +)?([\d.]+) \(([\d.]+)\) line ([\d.]+) +([\d.]+) / ([\d.]+) +([\d.]+) / ([\d.]+)$`)

// parseCalibration reads the table; a line it does not know begins a block.
func parseCalibration(text string) []calibration {
	var blocks []calibration
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		m := calibrationForm.FindStringSubmatch(line)
		switch {
		case m != nil && len(blocks) > 0:
			b := &blocks[len(blocks)-1]
			b.Lines = append(b.Lines, newCalibrationLine(m))
		case m == nil && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "family "):
			blocks = append(blocks, calibration{Title: calibrationWords(line)})
		}
	}
	return blocks
}

func newCalibrationLine(m []string) calibrationLine {
	share, _ := strconv.ParseFloat(m[3], 64) // the form has checked its digits
	return calibrationLine{
		Family: calibrationWords(m[1]), Figures: m[2], Coverage: perCent(m[3]), Error: perCent(m[4]), Straight: perCent(m[5]),
		Brier: m[6], BrierStraight: m[7], Scaled: m[8], ScaledStraight: m[9], share: share,
	}
}

// perCent moves the point of a printed share.
func perCent(share string) string {
	d, err := targets.ParseDecimal(share)
	if err != nil {
		return share
	}
	return targets.FormatShare(d)
}

// Range is the smallest and the largest coverage of the block.
func (c calibration) Range() string {
	least, most := c.Lines[0], c.Lines[0]
	for _, l := range c.Lines {
		if l.share < least.share {
			least = l
		}
		if l.share > most.share {
			most = l
		}
	}
	return least.Coverage + "–" + most.Coverage
}

var publishedForm = regexp.MustCompile(`^(\d+) series, (\d+) forecasts$`)

// calibrationWords says in both languages what the program prints in English.
func calibrationWords(en string) targets.Text {
	if m := publishedForm.FindStringSubmatch(en); m != nil {
		return targets.Text{ZH: fmt.Sprintf("%s个序列，%s次测算", m[1], m[2]), EN: en}
	}
	return targets.Text{ZH: calibrationNames[en], EN: en}
}

var calibrationNames = map[string]string{
	"families the method assumes":                     "方法所假定的序列类型",
	"families it does not assume":                     "方法未假定的序列类型",
	"pooled over all simulated families":              "全部模拟序列合计",
	"shipped published series, last figures left out": "随附的已公布序列，去掉最后几期再测算",
	"counts, Poisson, 8 a year":                       "计数，泊松，年均8",
	"counts, spread 5, 40 a year":                     "计数，离散度5，年均40",
	"counts, spread 5, irregular dates":               "计数，离散度5，日期不规则",
	"counts, spread 60, 300 a year":                   "计数，离散度60，年均300",
	"ratio, rates alone":                              "比率，只有比率本身",
	"ratio with counts of 400":                        "比率，分母400",
	"mean that falls":                                 "下降的均值",
	"autocorrelation 0.5":                             "自相关0.5",
	"saturation":                                      "趋于饱和",
	"year-end jumps, quarterly":                       "季度数，年末跳升",
	"one level shift":                                 "水平一次性变化",
	"all":                                             "合计",
}
