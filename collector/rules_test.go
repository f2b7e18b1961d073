package collector

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

var testToday = targets.NewDate(2026, 11, 1)

func testCatalogue() *targets.Catalogue {
	indicator := func(id string, m targets.Measure, a targets.Accumulation) targets.Indicator {
		return targets.Indicator{ID: id, Name: targets.Text{ZH: id}, Measure: m, Accumulation: a}
	}
	return &targets.Catalogue{
		Areas: []targets.Area{{ID: "100000", Code: "100000", Name: targets.Text{ZH: "全国"}}, {ID: "330000", Code: "330000", Name: targets.Text{ZH: "浙江省"}}},
		Indicators: []targets.Indicator{
			indicator("total", targets.Count, targets.Cumulative), indicator("in-force", targets.Count, targets.Stock),
			indicator("new", targets.Count, targets.Flow), indicator("share", targets.Ratio, ""), indicator("months", targets.Mean, ""),
			indicator("stage", targets.Milestone, ""), indicator("rising", targets.Direction, ""), indicator("limit", targets.TimeLimit, ""),
		},
	}
}

// figure builds a figure from «indicator period value [numerator denominator]».
func figure(text string, change ...func(*targets.Figure)) targets.Figure {
	words := strings.Fields(text)
	period, err := targets.ParsePeriod(words[1])
	if err != nil {
		panic(err)
	}
	f := targets.Figure{Key: targets.Key{Indicator: words[0], Area: "330000", Period: period}, Flag: targets.Normal, Origin: targets.OriginOffice}
	for i, d := range []*targets.Decimal{&f.Value, &f.Numerator, &f.Denominator} {
		if len(words) > 2+i && words[2+i] != "-" {
			*d = targets.MustDecimal(words[2+i])
		}
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

func flag(v targets.Flag) func(*targets.Figure)     { return func(f *targets.Figure) { f.Flag = v } }
func bound(v targets.Bound) func(*targets.Figure)   { return func(f *targets.Figure) { f.Bound = v } }
func origin(v targets.Origin) func(*targets.Figure) { return func(f *targets.Figure) { f.Origin = v } }
func note(v string) func(*targets.Figure)           { return func(f *targets.Figure) { f.Note = v } }
func published(s string) func(*targets.Figure) {
	return func(f *targets.Figure) {
		if err := f.Published.UnmarshalText([]byte(s)); err != nil {
			panic(err)
		}
	}
}

func TestRules(t *testing.T) {
	tests := map[string]struct {
		figure targets.Figure
		want   string // columns and texts of the findings
	}{
		"a whole number is a count":              {figure("total 2024 3923"), ""},
		"zero is a figure":                       {figure("new 2024 0"), ""},
		"decimals that are zero are whole":       {figure("total 2024 3923.00"), ""},
		"a count is whole":                       {figure("total 2024 3923.5"), "value: 3923.5 不是整数"},
		"a count is not negative":                {figure("new 2024 -1"), "value: -1 小于零"},
		"a time limit is not negative":           {figure("limit 2024 -1"), "value: -1 小于零"},
		"a direction is not negative":            {figure("rising 2024 -1.5"), "value: -1.5 小于零"},
		"a mean is not negative":                 {figure("months 2024 -1"), "value: -1 小于零"},
		"nor is its sum, however it rounds":      {figure("months 2024 - -1 100000000"), "numerator: 总和 -1 小于零"},
		"a ratio runs from 0 to 1":               {figure("share 2024 0.60"), ""},
		"a whole ratio":                          {figure("share 2024 1.00"), ""},
		"a ratio above 1":                        {figure("share 2024 60"), "value: 比率 60 不在 0–1"},
		"a ratio below 0":                        {figure("share 2024 -0.1"), "value: 比率 -0.1 不在 0–1"},
		"a stage is 0, 1 or 2":                   {figure("stage 2024 2"), ""},
		"there is no stage 3":                    {figure("stage 2024 3"), "value: 3 不是里程碑的阶段"},
		"a ratio by its parts alone":             {figure("share 2024 - 3 5"), ""},
		"a mean by its parts alone":              {figure("months 2024 - 29 2"), ""},
		"a numerator without value":              {figure("share 2024 - 3"), "denominator: 有分子而没有分母"},
		"nothing is computed over zero":          {figure("share 2024 - 0 0"), "value: 值缺失; denominator: 分母 0 应大于零"},
		"a count has no parts to compute from":   {figure("total 2024 - 3 1"), "value: 值缺失; numerator: 「total」不是比率或均值"},
		"a part of more than all":                {figure("share 2024 - 5 4"), "value: 比率 1.25 不在 0–1; numerator: 分子 5 大于分母 4"},
		"neither value nor parts":                {figure("share 2024"), "value: 值缺失"},
		"confirmed missing says why":             {figure("total 2024", flag(targets.Missing), note("台账未建")), ""},
		"confirmed missing without a reason":     {figure("total 2024", flag(targets.Missing), note(" ")), "note: 确认缺报要写理由"},
		"not collected needs no reason":          {figure("total 2024", flag(targets.NotCollected)), ""},
		"missing with a value":                   {figure("total 2024 5", flag(targets.Missing), note("无")), "value: 数据标识 O（缺报）表示没有数值"},
		"not applicable with parts":              {figure("share 2024 - 3 5", flag(targets.NotApplicable)), "value: 数据标识 M"},
		"no value, but a bound":                  {figure("total 2024", flag(targets.Missing), bound(targets.Lower), note("无")), "bound: 没有数值"},
		"an unknown flag":                        {figure("total 2024 5", flag("X")), `flag: 数据标识 "X" 无法识别`},
		"parts that agree":                       {figure("share 2024 0.60 3 5"), ""},
		"parts that agree when rounded":          {figure("share 2024 0.333 1 3"), ""},
		"parts that do not agree":                {figure("share 2024 0.60 3 4"), "value: 数值 0.60 与分子÷分母（3÷4=0.75）不符"},
		"a mean above 1":                         {figure("months 2024 14.5 29 2"), ""},
		"a numerator alone":                      {figure("share 2024 0.60 3"), "denominator: 有分子而没有分母"},
		"a denominator alone":                    {figure("share 2024 0.60 - 5"), "numerator: 有分母而没有分子"},
		"a denominator of zero":                  {figure("share 2024 0 0 0"), "denominator: 分母 0 应大于零"},
		"more than all":                          {figure("share 2024 1 5 4"), "numerator: 分子 5 大于分母 4"},
		"a negative part":                        {figure("share 2024 0 -1 4"), "numerator: 分子 -1 小于零"},
		"parts of a count":                       {figure("total 2024 3 3 1"), "numerator: 「total」不是比率或均值"},
		"a flow may have a range":                {figure("new 2025-01-01/2025-10-24 5"), ""},
		"a ratio may have a range":               {figure("share 2025-01-01/2025-10-24 0.5"), ""},
		"a level has no range":                   {figure("in-force 2025-01-01/2025-10-24 5"), "period: 「in-force」是期末现有数"},
		"a cumulative has no range":              {figure("total 2025-01-01/2025-10-24 5"), "period: 「total」是累计数"},
		"a level at a quarter's end":             {figure("in-force 2025-Q3 5"), ""},
		"a period that is not over":              {figure("total 2026 5"), "period: 报告期 2026 尚未结束（今天是 2026-11-01）"},
		"a period that ends today is over":       {figure("total 2026-11-01 5"), ""},
		"an estimate may look ahead":             {figure("total 2026 5", flag(targets.Estimated)), ""},
		"published today":                        {figure("total 2025 5", published("2026-11-01")), ""},
		"published tomorrow":                     {figure("total 2025 5", published("2026-11-02")), "published: 发布日期 2026-11-02 晚于今天"},
		"published before the period began":      {figure("new 2025-Q3 5", published("2025-06-30")), "published: 发布日期 2025-06-30 早于报告期 2025-Q3 的起始日"},
		"a training figure in a real database":   {figure("total 2025 5", origin(targets.OriginDemo)), "origin: 演示数据不能导入正式库"},
		"an unknown origin":                      {figure("total 2025 5", origin("press")), `origin: 数据来源类别 "press" 无法识别`},
		"an unknown indicator":                   {figure("nothing 2025 5"), `indicator: 没有编号为 "nothing" 的指标`},
		"an unknown area":                        {figure("total 2025 5", func(f *targets.Figure) { f.Area = "999999" }), `area: 没有代码为 "999999" 的地区`},
		"30 digits are enough":                   {figure("total 2025 123456789012345678901234567890"), ""},
		"more digits than can be read back":      {figure("share 2025 0.12345678901234567890123456789", func(f *targets.Figure) { f.Value = f.Value.Shift(-2) }), "value: 0.0012345678901234567890123456789 的位数过多"},
		"a note may have lines":                  {figure("total 2025 5", note("一\n二\t三")), ""},
		"a note has no other control characters": {figure("total 2025 5", note("一\x07")), "note: 含有控制字符 U+0007"},
		"nor those of the second block":          {figure("total 2025 5", note("一\u0085")), "note: 含有控制字符 U+0085"},
		"a note is UTF-8":                        {figure("total 2025 5", note("\xff")), "note: 不是有效的 UTF-8 文字"},
		"a note is short enough":                 {figure("total 2025 5", note(strings.Repeat("长", 2001))), "note: 文字有 2001 个字符，最多 2000 个"},
		"a source is a web address":              {figure("total 2025 5", func(f *targets.Figure) { f.SourceURL = "http://例子.cn/a b" }), "source_url: "},
		"a source may have a Chinese address":    {figure("total 2025 5", func(f *targets.Figure) { f.SourceURL = "http://例子.cn/公报?x=1#y" }), ""},
		"a script is no source":                  {figure("total 2025 5", func(f *targets.Figure) { f.SourceURL = "javascript:alert(1)" }), "source_url: "},
		"an address has a host":                  {figure("total 2025 5", func(f *targets.Figure) { f.SourceURL = "https:///a" }), "source_url: "},
		"several things wrong are all told":      {figure("total 2026 -5", origin("x")), "period: 报告期 2026 尚未结束; origin: ; value: -5 小于零"},
	}
	rules := NewRules(testCatalogue(), testToday, false)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			rules.Complete(&tt.figure)
			checkFindings(t, rules.Check(nil, &tt.figure), tt.want)
		})
	}
}

func TestAValueIsComputedFromItsPartsOnly(t *testing.T) {
	rules := NewRules(testCatalogue(), testToday, false)
	tests := map[string]struct {
		figure targets.Figure
		want   string
	}{
		"a third":                      {figure("share 2024 - 1 3"), "0.333333"},
		"a mean":                       {figure("months 2024 - 29 2"), "14.5"},
		"what is printed stays":        {figure("share 2024 0.33 1 3"), "0.33"},
		"what is not applicable stays": {figure("share 2024 - 1 3", flag(targets.NotApplicable)), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if rules.Complete(&tt.figure); tt.figure.Value.String() != tt.want {
				t.Errorf("value %s; want %s", tt.figure.Value, tt.want)
			}
		})
	}
}

func TestATrainingCopyTakesTrainingFiguresOnly(t *testing.T) {
	rules := NewRules(testCatalogue(), testToday, true)
	demo, real := figure("total 2025 5", origin(targets.OriginDemo)), figure("total 2025 5")
	checkFindings(t, rules.Check(nil, &demo), "")
	checkFindings(t, rules.Check(nil, &real), "origin: 演示库只收演示数据")
}

// checkFindings compares findings with «column: beginning of the text; …».
func checkFindings(t *testing.T, got []Finding, want string) {
	t.Helper()
	var wants []string
	if want != "" {
		wants = strings.Split(want, "; ")
	}
	ok := len(got) == len(wants)
	for i := range wants {
		ok = ok && strings.HasPrefix(string(got[i].Columns[0])+": "+got[i].Text, wants[i])
	}
	if !ok {
		t.Errorf("findings %+v; want %q", got, want)
	}
}

func TestIsRangeIsWhatIsPrintedWithTwoDates(t *testing.T) {
	first := targets.NewDate(2023, 12, 25)
	for start := range targets.Date(40) {
		for days := range targets.Date(800) {
			p := targets.Period{Start: first + start, End: first + start + days}
			if got, want := isRange(p), strings.Contains(p.String(), "/"); got != want {
				t.Fatalf("isRange(%s) = %v; want %v", p, got, want)
			}
		}
	}
}
