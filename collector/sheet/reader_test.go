package sheet

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const testHeader = "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin\n"

func testCatalogue() *targets.Catalogue {
	standards := targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}
	indicator := func(id, name string, m targets.Measure, a targets.Accumulation, u targets.Unit) targets.Indicator {
		return targets.Indicator{ID: id, Name: targets.Text{ZH: name}, Measure: m, Accumulation: a, Unit: u}
	}
	area := func(code, name, parent string) targets.Area {
		return targets.Area{ID: code, Code: code, Name: targets.Text{ZH: name}, Parent: parent}
	}
	return &targets.Catalogue{
		Indicators: []targets.Indicator{
			indicator("standards-issued-total", "累计发布标准数", targets.Count, targets.Cumulative, standards),
			indicator("standards-issued", "新发布标准数", targets.Count, targets.Flow, standards),
			indicator("share", "转化率", targets.Ratio, "", targets.Unit{ZH: "%"}),
			indicator("months", "平均研制周期", targets.Mean, "", targets.Unit{ZH: "个月", EN: "month", Plural: "months"}),
			indicator("stage", "试点进展", targets.Milestone, "", targets.Unit{}),
			indicator("twin-a", "同名指标", targets.Count, targets.Stock, standards),
			indicator("twin-b", "同名指标", targets.Count, targets.Stock, standards),
		},
		Areas: []targets.Area{
			area("100000", "全国", ""), area("140000", "山西省", "100000"), area("610000", "陕西省", "100000"),
			area("220000", "吉林省", "100000"), area("220200", "吉林市", "220000"), area("320000", "江苏省", "100000"), area("350000", "福建省", "100000"),
			area("320106", "鼓楼区", "320000"), area("350102", "鼓楼区", "350000"),
		},
	}
}

// read reads a file and prints every row: «line: figure» or «line: column: text；fix».
func read(t testing.TB, file string) []string {
	t.Helper()
	r, err := NewReader("f.csv", strings.NewReader(file), testCatalogue())
	if err != nil {
		return strings.Split(err.Error(), "\n")
	}
	out := slices.Clone(r.Notices())
	for {
		row, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("read %q: %v", file, err)
		}
		for _, f := range row.Findings {
			out = append(out, targets.Fault{File: fmt.Sprint(row.Line), Field: r.Header(f.Columns[0]), Text: f.Text, Fix: f.Fix}.String())
		}
		if len(row.Findings) == 0 {
			out = append(out, show(row.Line, row.Figure))
		}
	}
}

func show(line int, f *targets.Figure) string {
	return fmt.Sprintf("%d: %s %s %s %s [%s/%s] %s%s %s %q %q %q %s", line, f.Indicator, f.Area, f.Period, f.Value,
		f.Numerator, f.Denominator, f.Flag, f.Bound, f.Published, f.Note, f.SourceTitle, f.SourceURL, f.Origin)
}

func checkRead(t *testing.T, file string, want ...string) {
	t.Helper()
	got := read(t, file)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("reading\n%s\ngives\n%s\nwant\n%s", file, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRows(t *testing.T) {
	tests := map[string]struct{ row, want string }{
		"an id and a code": {"standards-issued-total,610000,2024,3923,,,项,A,,2025-01-15,注,题,https://a.cn/,official",
			`2: standards-issued-total 610000 2024 3923 [/] A 2025-01-15 "注" "题" "https://a.cn/" official`},
		"names in Chinese": {"累计发布标准数,陕西省,2024,3923,,,,正常,以上,,,,,官方发布",
			`2: standards-issued-total 610000 2024 3923 [/] Alower  "" "" "" official`},
		"a short name":                {"share,陕西,2024,60,,,%,,,,,,,", `2: share 610000 2024 0.60 [/] A  "" "" "" office`},
		"Shanxi is not Shaanxi":       {"share,山西,2024,60,,,%,,,,,,,", `2: share 140000 2024 0.60 [/] A  "" "" "" office`},
		"the country's other code":    {"share,000000,2024,60,,,%,,,,,,,", `2: share 100000 2024 0.60 [/] A  "" "" "" office`},
		"spaces around codes":         {" share , 610000 ,　2024 , 60 ,,,% ,A ,,,,,,", `2: share 610000 2024 0.60 [/] A  "" "" "" office`},
		"a code that Excel marks":     {"share,'610000,2024,60,,,%,,,,,,,", `2: share 610000 2024 0.60 [/] A  "" "" "" office`},
		"per cent keeps its digits":   {"share,610000,2024,60.50,121,200,%,,,,,,,", `2: share 610000 2024 0.6050 [121/200] A  "" "" "" office`},
		"per cent in full width":      {"share,610000,2024,60,,,％,,,,,,,", `2: share 610000 2024 0.60 [/] A  "" "" "" office`},
		"a ratio of unit 1":           {"share,610000,2024,0.6,,,1,,,,,,,", `2: share 610000 2024 0.6 [/] A  "" "" "" office`},
		"a ratio without unit":        {"share,610000,2024,0.6,,,,,,,,,,", "2: unit: 比率 0.6 没有写计量单位；60% 应填 60 和 %，或 0.60 和 1"},
		"a ratio in standards":        {"share,610000,2024,0.6,,,项,,,,,,,", `2: unit: 计量单位 "项" 不能用于比率；应为 %（如 60）或 1（如 0.60）`},
		"a missing ratio has no unit": {"share,610000,2024,,,,,O,,,,,,", `2: share 610000 2024  [/] O  "" "" "" office`},
		"an English unit":             {"months,610000,2024,14.5,29,2,Months,,,,,,,", `2: months 610000 2024 14.5 [29/2] A  "" "" "" office`},
		"a wrong unit":                {"months,610000,2024,14.5,,,天,,,,,,,", `2: unit: 计量单位 "天" 不是「平均研制周期」的单位；应为 个月`},
		"a unit in ten thousands":     {"standards-issued,610000,2024,1,,,万项,,,,,,,", `2: unit: 计量单位 "万项" 不是「新发布标准数」的单位；应为 项`},
		"a milestone has no unit":     {"stage,610000,2024,2,,,项,,,,,,,", `2: unit: 计量单位 "项" 不是「试点进展」的单位；请留空`},
		"a stage in words":            {"stage,610000,2024,已完成,,,,,,,,,,", `2: stage 610000 2024 2 [/] A  "" "" "" office`},
		"a stage in English words":    {"stage,610000,2024,under_way,,,,,,,,,,", `2: stage 610000 2024 1 [/] A  "" "" "" office`},
		"a stage as a code":           {"stage,610000,2024,0,,,,,,,,,,", `2: stage 610000 2024 0 [/] A  "" "" "" office`},
		"a stage mistyped":            {"stage,610000,2024,Done!,,,,,,,,,,", `2: value: 里程碑的阶段 "Done!" 无法识别；应为 未启动（not_begun 或 0）、推进中（under_way 或 1）、已完成（done 或 2）`},
		"a number too long":           {"standards-issued,610000,2024,1234567890123456789012345678901,,,,,,,,,,", `2: value: 数值 123456789012… 有 31 位数字，太长；最多 30 位，请核对`},
		"too long with a point":       {"standards-issued,610000,2024,-1.123456789012345678901234567890,,,,,,,,,,", `2: value: 数值 -1.123456789… 有 31 位数字，太长；最多 30 位，请核对`},
		"a ratio by its parts":        {"share,610000,2024,,3,5,,,,,,,,", `2: share 610000 2024  [3/5] A  "" "" "" office`},
		"no stage of a count":         {"standards-issued,610000,2024,已完成,,,,,,,,,,", `2: value: 数值 "已完成" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空`},
		"full-width digits":           {"standards-issued,610000,2024,３９２３,,,,,,,,,,", `2: value: 数值 "３９２３" 含全角字符；应为 3923`},
		"thousands separators":        {`standards-issued,610000,2024,"3,923",,,,,,,,,,`, `2: value: 数值 "3,923" 含千位分隔符或空格；应为 3923`},
		"a separator as a column":     {"standards-issued,610000,2024,3,923,,,,,,,,,,x", "2: 本行有 15 列，表头有 14 列；含逗号的文字应加引号，数值不带千位分隔符"},
		"ten thousands":               {"standards-issued,610000,2024,1.2万,,,,,,,,,,", `2: value: 数值 "1.2万" 含「万」或「亿」；应为 12000`},
		"more than 600":               {"standards-issued,610000,2024,600余,,,,,,,,,,", `2: value: 数值 "600余" 含文字「余」；应为 600，上下限列填 lower（以上）`},
		"nearly 30":                   {"standards-issued,610000,2024,近30,,,,,,,,,,", `2: value: 数值 "近30" 含文字「近」；应为 30，上下限列填 upper（以下）`},
		"more than 1.2 ten thousands": {"standards-issued,610000,2024,1.2万余,,,,,,,,,,", `2: value: 数值 "1.2万余" 含文字「余」；应为 12000，上下限列填 lower（以上）`},
		"a per cent sign":             {"share,610000,2024,60%,,,%,,,,,,,", `2: value: 数值 "60%" 含百分号；应为 60，计量单位列填 %`},
		"a unit behind the number":    {"standards-issued,610000,2024,3923项,,,,,,,,,,", `2: value: 数值 "3923项" 含文字；应为 3923，单位写在计量单位列`},
		"ten thousands and more":      {"standards-issued,610000,2024,4万5,,,,,,,,,,", `2: value: 数值 "4万5" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空`},
		"more than 600 of a unit":     {"standards-issued,610000,2024,600余项,,,,,,,,,,", `2: value: 数值 "600余项" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空`},
		"thousands in a word":         {"standards-issued,610000,2024,3千,,,,,,,,,,", `2: value: 数值 "3千" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空`},
		"a comma that parts no group": {`standards-issued,610000,2024,"3,92",,,,,,,,,,`, `2: value: 数值 "3,92" 含千位分隔符或空格，位置也不对；请写不带分隔符的数，如 12345`},
		"a number of Excel":           {"standards-issued,610000,2024,1.2E+05,,,,,,,,,,", `2: value: 数值 "1.2E+05" 是科学计数法；请写出全部数字`},
		"words for a number":          {"standards-issued,610000,2024,若干,,,,,,,,,,", `2: value: 数值 "若干" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空`},
		"numbers have no apostrophe":  {"standards-issued,610000,2024,'5,,,,,,,,,,", `2: value: 数值 "'5" 前有撇号；应为 5`},
		"a range":                     {"standards-issued,610000,2025-01-01/2025-10-24,5,,,,,,,,,,", `2: standards-issued 610000 2025-01-01/2025-10-24 5 [/] A  "" "" "" office`},
		"a range that has a name":     {"standards-issued,610000,2025-01-01/2025-03-31,5,,,,,,,,,,", `2: standards-issued 610000 2025-Q1 5 [/] A  "" "" "" office`},
		"a date of Excel":             {"standards-issued,610000,2025/3/31,5,,,,,,2025/4/1,,,,", "2: period: 报告期 \"2025/3/31\" 写法不对；应为 2025-03-31\n2: published: 日期 \"2025/4/1\" 写法不对；应为 2025-04-01"},
		"a period in Chinese":         {"standards-issued,610000,2025年第一季度,5,,,,,,,,,,", `2: standards-issued 610000 2025-Q1 5 [/] A  "" "" "" office`},
		"nine months in Chinese":      {"standards-issued,610000,2025年1-9月,5,,,,,,,,,,", `2: standards-issued 610000 2025-01-01/2025-09-30 5 [/] A  "" "" "" office`},
		"a month without hyphen":      {"standards-issued,610000,202503,5,,,,,,,,,,", `2: period: 报告期 "202503" 写法不对；应为 2025-03`},
		"a period in full width":      {"standards-issued,610000,２０２５,5,,,,,,,,,,", `2: period: 报告期 "２０２５" 写法不对；应为 2025`},
		"a range in Chinese":          {"standards-issued,610000,2025年1月1日至2025年10月24日,5,,,,,,,,,,", `2: standards-issued 610000 2025-01-01/2025-10-24 5 [/] A  "" "" "" office`},
		"no period":                   {"standards-issued,610000,,5,,,,,,,,,,", "2: period: 没有填报告期；应为 2025、2025-S1、2025-Q3、2025-03、2025-03-31 或 2025-01-01/2025-10-24"},
		"an indicator mistyped":       {"standard-issued,610000,2024,5,,,,,,,,,,", `2: indicator: 没有名为 "standard-issued" 的指标；是否为 standards-issued？`},
		"an indicator's name mistyped": {"新发布标准数量,610000,2024,5,,,,,,,,,,",
			`2: indicator: 没有名为 "新发布标准数量" 的指标；是否为 新发布标准数（standards-issued）？`},
		"an unknown indicator":                        {"森林覆盖率,610000,2024,5,,,,,,,,,,", `2: indicator: 没有名为 "森林覆盖率" 的指标；应为目录中的指标编号或名称`},
		"a name of two indicators":                    {"同名指标,610000,2024,5,,,,,,,,,,", `2: indicator: "同名指标" 可以是 2 个指标；请填编号：twin-a、twin-b`},
		"a name of two areas":                         {"share,鼓楼区,2024,60,,,%,,,,,,,", `2: area: "鼓楼区" 可以是 2 个地区；请填代码：320106（鼓楼区，属江苏省）、350102（鼓楼区，属福建省）`},
		"a short name of two areas":                   {"share,吉林,2024,60,,,%,,,,,,,", `2: area: "吉林" 可以是 2 个地区；请填代码：220000（吉林省）、220200（吉林市，属吉林省）`},
		"an unknown area":                             {"share,339999,2024,60,,,%,,,,,,,", `2: area: 没有名为 "339999" 的地区；应为六位地区代码（如 610000）或全称（如 陕西省）`},
		"no indicator and no area":                    {",,2024,60,,,%,,,,,,,", "2: indicator: 没有填指标；应为指标编号或名称\n2: area: 没有填地区；应为六位地区代码或名称，全国为 100000"},
		"an unknown flag":                             {"share,610000,2024,60,,,%,Z,,,,,,", `2: flag: 数据标识 "Z" 无法识别；应为 A（正常）、E（估计）、P（初步）、B（口径中断）、D（口径不同）、O（缺报）、L（未采集）、M（不适用），空着为 A`},
		"an unknown bound":                            {"share,610000,2024,60,,,%,,about,,,,,", `2: bound: 上下限 "about" 无法识别；应为 lower（以上）、upper（以下），精确数空着`},
		"an unknown origin":                           {"share,610000,2024,60,,,%,,,,,,,press", `2: origin: 数据来源类别 "press" 无法识别；应为 office（填报单位）、official（官方发布）、media（其他媒体）或 demo（演示数据），空着为 office`},
		"too few cells":                               {"share,610000,2024,60", "2: 本行有 4 列，表头有 14 列；空单元格也要保留逗号"},
		"empty cells behind the last":                 {"share,610000,2024,60,,,%,,,,,,,,,,", `2: share 610000 2024 0.60 [/] A  "" "" "" office`},
		"an apostrophe before a formula is taken off": {`share,610000,2024,60,,,%,,,,'=1+1,'@a,,`, `2: share 610000 2024 0.60 [/] A  "=1+1" "@a" "" office`},
		"any other apostrophe stays":                  {`share,610000,2024,60,,,%,,,,'十四五',',,`, `2: share 610000 2024 0.60 [/] A  "'十四五'" "'" "" office`},
		"a note keeps its spaces and lines":           {"share,610000,2024,60,,,%,,,,\" a\n b \",,,", `2: share 610000 2024 0.60 [/] A  " a\n b " "" "" office`},
		"a bare quote":                                {`share,610000,2024,60,,,%,,,,说"好",,,`, `2: 单元格中间有半角引号；含引号的单元格应整个加引号，其中的引号写两次："他说""好"""`},
		"an open quote":                               {`share,610000,2024,60,,,%,,,,"说,,,`, "2: 半角引号不成对；含逗号、引号或换行的单元格应整个加引号，其中的引号写两次"},
		"everything wrong is told at once": {"x,y,z,w,v,u,t,s,r,q,,,,p", `2: indicator: 没有名为 "x" 的指标；应为目录中的指标编号或名称
2: area: 没有名为 "y" 的地区；应为六位地区代码（如 610000）或全称（如 陕西省）
2: period: 报告期 "z" 无法识别，应为 2025、2025-S1、2025-Q3、2025-03、2025-03-31 或 2025-01-01/2025-10-24
2: flag: 数据标识 "s" 无法识别；应为 A（正常）、E（估计）、P（初步）、B（口径中断）、D（口径不同）、O（缺报）、L（未采集）、M（不适用），空着为 A
2: bound: 上下限 "r" 无法识别；应为 lower（以上）、upper（以下），精确数空着
2: origin: 数据来源类别 "p" 无法识别；应为 office（填报单位）、official（官方发布）、media（其他媒体）或 demo（演示数据），空着为 office
2: value: 数值 "w" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空
2: numerator: 数值 "v" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空
2: denominator: 数值 "u" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空
2: published: 日期 "q" 无法识别，应为 2025-03-31 这样的形式`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { checkRead(t, testHeader+tt.row+"\n", tt.want) })
	}
}

func TestHeaders(t *testing.T) {
	const figure = `2: share 610000 2024 0.60 [/] A  "" "" "" office`
	tests := map[string]struct{ file, want string }{
		"Chinese headers":                     {"指标,地区,报告期,数值,分子,分母,计量单位,数据标识,上下限,发布日期,备注,来源,来源网址,数据来源类别\nshare,610000,2024,60,,,%,,,,,,,\n", figure},
		"any order, the last three absent":    {"unit,note,published,bound,flag,denominator,numerator,value,period,area,indicator\n%,,,,,,,60,2024,610000,share\n", figure},
		"capitals and spaces":                 {" Indicator ,AREA,period,value,numerator,denominator,unit,flag,bound,published,note\nshare,610000,2024,60,,,%,,,,\n", figure},
		"BOM and CR LF":                       {"\ufeff" + strings.ReplaceAll(testHeader, "\n", "\r\n") + "share,610000,2024,60,,,%,,,,,,,\r\n\r\n\r\n", figure},
		"CR alone, as an old Mac":             {strings.ReplaceAll(testHeader, "\n", "\r") + "share,610000,2024,60,,,%,,,,,,,\r\r", figure},
		"CR alone with faults":                {strings.ReplaceAll(testHeader, "\n", "\r") + "\r,,,x\rshare,610000,2024,60%,,,%,,,,,,,", "3: 本行有 4 列，表头有 14 列；空单元格也要保留逗号\n4: value: 数值 \"60%\" 含百分号；应为 60，计量单位列填 %"},
		"CR alone with a NUL byte":            {strings.ReplaceAll(testHeader, "\n", "\r") + "share,\r\x00", "f.csv:3: 含有 NUL 字节，这不是文本文件；请提供 CSV 或 xlsx 文件"},
		"CR alone with broken UTF-8":          {strings.ReplaceAll(testHeader, "\n", "\r") + "share,610000,2024,60,,,%,,,,陕西省标准化工作\xff,,,\r", "f.csv:2: 含有不是 UTF-8 的字节；请用 UTF-8 重新保存整个文件"},
		"empty columns at the end":            {strings.ReplaceAll(testHeader, "\n", ",,\n") + "share,610000,2024,60,,,%,,,,,,,,,\n,,,\n", figure},
		"a fault names the header as written": {"指标,地区,报告期,数值,分子,分母,单位,标识,上下限,发布日期,备注\nshare,610000,2024,x,,,%,,,,\n", `2: 数值: 数值 "x" 无法识别；应为 3923 或 0.60 这样的半角数字；没有数据请留空`},
		"a header alone is no figure":         {testHeader, ""},
		"an unknown column": {strings.Replace(testHeader, "note", "notes", 1),
			"f.csv:1: notes: 不认识的列；应为 indicator、area、period、value、numerator、denominator、unit、flag、bound、published、note、source_title、source_url、origin 之一，或对应的中文表头"},
		"the key and a value are enough":   {"指标,地区,报告期,数值\nstandards-issued,610000,2024,60\n", `2: standards-issued 610000 2024 60 [/] A  "" "" "" office`},
		"the key and the parts are enough": {"indicator,area,period,numerator,denominator\nshare,610000,2024,3,5\n", `2: share 610000 2024  [3/5] A  "" "" "" office`},
		"one part is not": {"indicator,period,numerator\nshare,2024,3\n", "f.csv:1: area: 缺少列 area（地区）；请加上这一列\n" +
			"f.csv:1: value: 缺少列 value（数值）；请加上这一列，或同时有 numerator（分子）和 denominator（分母）两列"},
		"a ratio needs its unit":       {"indicator,area,period,value\nshare,610000,2024,60\n", "2: unit: 比率 60 没有写计量单位；60% 应填 60 和 %，或 0.60 和 1"},
		"a hint of the separator":      {"sep=,\n" + testHeader + "share,610000,2024,60,,,%,,,,,,,\n", "3: share 610000 2024 0.60 [/] A  \"\" \"\" \"\" office"},
		"a hint of another separator":  {"sep=;\n" + testHeader, `f.csv:1: 首行 sep=; 说各列以 ";" 分隔；应以半角逗号分隔，请另存为「CSV UTF-8（逗号分隔）」`},
		"a title above the header":     {"2024年数据,,,\n,,\n" + testHeader, "f.csv:1: 这一行不是表头，表头似乎在第 3 行；请删去第 3 行以上的标题和说明"},
		"UTF-16 without a mark":        {utf16Of(testHeader, 0), "f.csv: 文件是 UTF-16 编码（Unicode 文本）；请另存为「CSV UTF-8（逗号分隔）」再导入"},
		"UTF-16 the other way":         {utf16Of("指标,地区,报告期,数值\n", 1), "f.csv: 文件是 UTF-16 编码（Unicode 文本）；请另存为「CSV UTF-8（逗号分隔）」再导入"},
		"GBK that is UTF-8 by chance":  {testHeader + "share,610000,2024,60,,,%,,,,\xcd\xb3\xcd\xa8,,,\n", "f.csv:2: 分不清是 GBK 还是 UTF-8：「ͳͨ」也可能是「统通」；请另存为「CSV UTF-8（逗号分隔）」再导入"},
		"signs that are UTF-8 are not": {testHeader + "share,610000,2024,60,,,%,,,,a·b,,,\n", `2: share 610000 2024 0.60 [/] A  "a·b" "" "" office`},
		"nor is a file that says so":   {"\ufeff" + testHeader + "share,610000,2024,60,,,%,,,,\xcd\xb3\xcd\xa8,,,\n", `2: share 610000 2024 0.60 [/] A  "ͳͨ" "" "" office`},
		"nor one with Chinese in it":   {testHeader + "share,陕西,2024,60,,,%,,,,é,,,\n", `2: share 610000 2024 0.60 [/] A  "é" "" "" office`},
		"a doubled column":             {strings.Replace(testHeader, "origin", "备注", 1), "f.csv:1: 备注: 与第 11 列「note」重复；请只保留一列"},
		"a column without name":        {strings.Replace(testHeader, "origin", ",origin", 1), "f.csv:1: 第 14 列: 表头为空；请填列名或删去此列"},
		"semicolons":                   {strings.ReplaceAll(testHeader, ",", ";"), "f.csv:1: 各列以分号分隔；应以半角逗号分隔，请另存为「CSV UTF-8（逗号分隔）」"},
		"tabs":                         {strings.ReplaceAll(testHeader, ",", "\t"), "f.csv:1: 各列以制表符分隔；应以半角逗号分隔，请另存为「CSV UTF-8（逗号分隔）」"},
		"nothing":                      {"", "f.csv: 文件是空的；至少应有表头一行"},
		"blank lines only":             {"\n\n", "f.csv: 文件没有内容；第一行应为表头：" + columnNames()},
		"a broken header":              {"indicator,\"area\n", "f.csv:1: 表头读不出来：半角引号不成对；第一行应为表头：" + columnNames()},
		"UTF-16":                       {"\xff\xfei\x00", "f.csv: 文件是 UTF-16 编码（Unicode 文本）；请另存为「CSV UTF-8（逗号分隔）」再导入"},
		"a NUL byte":                   {testHeader + "share,\n\x00", "f.csv:3: 含有 NUL 字节，这不是文本文件；请提供 CSV 或 xlsx 文件"},
		"broken UTF-8":                 {testHeader + "share,610000,2024,60,,,%,,,,陕西省标准化工作\xff,,,\n", "f.csv:2: 含有不是 UTF-8 的字节；请用 UTF-8 重新保存整个文件"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { checkRead(t, tt.file, tt.want) })
	}
}

// utf16Of encodes a text without a mark; low is the place of the low byte.
func utf16Of(s string, low int) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		pair := [2]byte{}
		pair[low], pair[1-low] = byte(u), byte(u>>8)
		b = append(b, pair[:]...)
	}
	return string(b)
}

func TestAGBKFileIsRecognised(t *testing.T) {
	file := testHeader + "转化率,610000,2023,50,,,%,,,,,,,\n" + "转化率,陕西省,2024,60,,,%,正常,以上,,联通核减，镕基,标准化公报,,其他媒体\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(file)
	if err != nil {
		t.Fatal(err)
	}
	checkRead(t, gbk, "文件不是 UTF-8，已按 GBK（GB 18030）读取，请核对中文是否正确",
		`2: share 610000 2023 0.50 [/] A  "" "" "" office`,
		`3: share 610000 2024 0.60 [/] Alower  "联通核减，镕基" "标准化公报" "" media`)
	late := testHeader + strings.Repeat("share,610000,2024,60,,,%,,,,,,,\n", 20000) + gbk[len(testHeader):]
	if got := read(t, late); len(got) != 20003 || !strings.Contains(got[0], "GBK") || !strings.Contains(got[20002], "标准化公报") {
		t.Errorf("GBK at the end: %d rows, first %q, last %q", len(got), got[0], got[len(got)-1])
	}
	broken := strings.Replace(gbk, "%,\xd5\xfd\xb3\xa3", "%,\xff\xff", 1)
	if got := read(t, broken); len(got) != 3 || !strings.HasPrefix(got[2], "3: flag: ") {
		t.Errorf("broken GBK gives %q; want a fault in line 3", got)
	}
}

func TestCharactersMayBeCutByTheBuffer(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(testHeader)
	for n := 0; b.Len() < 600<<10; n++ {
		fmt.Fprintf(&b, "share,610000,2024,60,,,%%,,,,%s标准化%s,,,\n", strings.Repeat("x", n%3), strings.Repeat("𠮷", n%5))
	}
	for _, row := range read(t, b.String()) {
		if !strings.Contains(row, "标准化") {
			t.Fatalf("a row was read as %q", row)
		}
	}
}

func TestHelpShowsARowThatIsRead(t *testing.T) {
	c := testCatalogue()
	c.Indicators[0].ID = "national-standards-in-force"
	for _, lang := range []targets.Lang{targets.ZH, targets.EN} {
		_, file, _ := strings.Cut(Help(lang), "\nindicator,")
		r, err := NewReader("help", strings.NewReader("indicator,"+file), c)
		if err != nil {
			t.Fatal(err)
		}
		row, err := r.Next()
		if err != nil || len(row.Findings) > 0 {
			t.Fatalf("the row of Help(%s): %+v, %v", lang, row, err)
		}
		rules := collector.NewRules(c, targets.NewDate(2026, 1, 1), false)
		if found := rules.Check(nil, row.Figure); len(found) > 0 {
			t.Errorf("the row of Help(%s) is refused: %+v", lang, found)
		}
		for _, column := range columns {
			if !strings.Contains(Help(lang), string(column.name)) {
				t.Errorf("Help(%s) does not name %s", lang, column.name)
			}
		}
	}
}
