package sheet

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func TestAWrittenFile(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b, testCatalogue())
	period := targets.Year(2024)
	for _, f := range []targets.Figure{
		{Key: targets.Key{Indicator: "share", Area: "610000", Period: period}, Value: targets.MustDecimal("0.605"), Numerator: targets.NewDecimal(121), Denominator: targets.NewDecimal(200),
			Flag: targets.Provisional, Bound: targets.Lower, Published: targets.NewDate(2025, 1, 15), Note: "=1+1", SourceTitle: "a,\"b\"", SourceURL: "https://a.cn/", Origin: targets.OriginOfficial},
		{Key: targets.Key{Indicator: "share", Area: "610000", Period: period}, Value: targets.MustDecimal("0.6"), Flag: targets.Normal, Origin: targets.OriginOffice},
		{Key: targets.Key{Indicator: "months", Area: "610000", Period: period}, Flag: targets.Missing, Origin: targets.OriginOffice},
		{Key: targets.Key{Indicator: "standards-issued", Area: "610000", Period: period}, Value: targets.MustDecimal("-0.50"), Flag: targets.Normal, Origin: targets.OriginOffice},
		{Key: targets.Key{Indicator: "stage", Area: "610000", Period: period}, Value: targets.StageNotBegun, Flag: targets.Normal, Origin: targets.OriginOffice},
		{Key: targets.Key{Indicator: "stage", Area: "610000", Period: period}, Value: targets.StageUnderWay, Flag: targets.Normal, Origin: targets.OriginOffice},
		{Key: targets.Key{Indicator: "stage", Area: "610000", Period: period}, Value: targets.StageDone, Flag: targets.Normal, Origin: targets.OriginOffice},
	} {
		if err := w.Write(&f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := testHeader + `share,610000,2024,60.5,121,200,%,P,lower,2025-01-15,'=1+1,"a,""b""",https://a.cn/,official
share,610000,2024,60,,,%,A,,,,,,office
months,610000,2024,,,,个月,O,,,,,,office
standards-issued,610000,2024,-0.50,,,项,A,,,,,,office
stage,610000,2024,not_begun,,,,A,,,,,,office
stage,610000,2024,under_way,,,,A,,,,,,office
stage,610000,2024,done,,,,A,,,,,,office
`
	if b.String() != want {
		t.Errorf("written\n%s\nwant\n%s", b.String(), want)
	}
}

func TestAFileWithoutFiguresHasItsHeader(t *testing.T) {
	var b bytes.Buffer
	if err := NewWriter(&b, testCatalogue()).Flush(); err != nil || b.String() != testHeader {
		t.Errorf("written %q, %v; want %q", b.String(), err, testHeader)
	}
}

func TestAFigureOfAnUnknownIndicatorIsNotWritten(t *testing.T) {
	if err := NewWriter(io.Discard, testCatalogue()).Write(&targets.Figure{Key: targets.Key{Indicator: "gone"}}); err == nil {
		t.Error("Write gives no error")
	}
}

// texts are cells a file could be hurt by.
func texts(t *rapid.T, label string) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "'", "''", "'=", "''=1", "=1+1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "＝1", `"`, `""`, ",", " a ", "a\r\nb", "a\n\nb", `\.`, "标准化", "联通", "\ufeffx", "\ufffd", "x\r"}),
		rapid.StringOf(rapid.SampledFrom([]rune("'=+-@\t\r\n\",;a 标𠮷\u3000"))),
		rapid.String(),
	).Filter(func(s string) bool { return !strings.Contains(s, "\x00") }).Draw(t, label)
}

func decimals(t *rapid.T, label string) targets.Decimal {
	text := rapid.StringMatching(`-?[0-9]{1,14}(\.[0-9]{1,14})?|[0-9]{28}`).Draw(t, label)
	return targets.MustDecimal(text)
}

func figures(c *targets.Catalogue) *rapid.Generator[targets.Figure] {
	return rapid.Custom(func(t *rapid.T) targets.Figure {
		start := targets.Date(rapid.IntRange(730000, 740000).Draw(t, "start"))
		f := targets.Figure{
			Key: targets.Key{
				Indicator: rapid.SampledFrom(c.Indicators).Draw(t, "indicator").ID,
				Area:      rapid.SampledFrom(c.Areas).Draw(t, "area").Code,
				Period:    targets.Period{Start: start, End: start + targets.Date(rapid.IntRange(0, 400).Draw(t, "days"))},
			},
			Flag:      rapid.SampledFrom([]targets.Flag{"A", "E", "P", "B", "D", "O", "L", "M"}).Draw(t, "flag"),
			Origin:    rapid.SampledFrom([]targets.Origin{targets.OriginOffice, targets.OriginOfficial, targets.OriginMedia, targets.OriginDemo}).Draw(t, "origin"),
			Bound:     rapid.SampledFrom([]targets.Bound{targets.Exact, targets.Lower, targets.Upper}).Draw(t, "bound"),
			Published: targets.Date(rapid.SampledFrom([]int{0, 739000}).Draw(t, "published")),
			Note:      texts(t, "note"), SourceTitle: texts(t, "title"), SourceURL: texts(t, "url"),
		}
		if f.Flag.HasValue() {
			f.Value = decimals(t, "value")
			if rapid.Bool().Draw(t, "parts") {
				f.Numerator, f.Denominator = decimals(t, "numerator"), decimals(t, "denominator")
			}
		}
		return f
	})
}

// writeAndRead writes figures and reads them back.
func writeAndRead(t rapid.TB, c *targets.Catalogue, list []targets.Figure, change func(string) string) []targets.Figure {
	var b bytes.Buffer
	w := NewWriter(&b, c)
	for i := range list {
		if err := w.Write(&list[i]); err != nil {
			t.Fatalf("write %+v: %v", list[i], err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	file := change(b.String())
	r, err := NewReader("f", strings.NewReader(file), c)
	if err != nil && strings.Contains(err.Error(), "分不清是 GBK 还是 UTF-8") {
		r, err = NewReader("f", strings.NewReader("\ufeff"+file), c) // as the question asks: saved as CSV UTF-8
	}
	if err != nil {
		t.Fatalf("read %q: %v", file, err)
	}
	var back []targets.Figure
	for {
		row, err := r.Next()
		if err == io.EOF {
			return back
		}
		if err != nil || len(row.Findings) > 0 {
			t.Fatalf("read %q: %+v, %v", file, row.Findings, err)
		}
		back = append(back, *row.Figure)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	c := testCatalogue()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(figures(c), 0, 5).Draw(t, "figures")
		back := writeAndRead(t, c, list, func(s string) string { return s })
		if !slices.EqualFunc(back, list, func(a, b targets.Figure) bool { return a.SameContent(&b) }) {
			t.Fatalf("read back %+v; want %+v", back, list)
		}
	})
}

func TestEditorsThatChangeLineEndsChangeNothing(t *testing.T) {
	c := testCatalogue()
	list := []targets.Figure{{Key: targets.Key{Indicator: "share", Area: "610000", Period: targets.Year(2024)}, Value: targets.MustDecimal("0.60"),
		Flag: targets.Normal, Origin: targets.OriginOffice, Note: "一\n二"}}
	back := writeAndRead(t, c, list, func(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n") })
	if len(back) != 1 || !back[0].SameContent(&list[0]) {
		t.Errorf("read back %+v; want %+v", back, list)
	}
}

// FuzzReader: no input brings the reader down or makes it run on, nothing but
// UTF-8 comes out, and what is read without a finding is the same when written
// and read again.
func FuzzReader(f *testing.F) {
	for _, row := range []string{"share,610000,2024,60.50,121,200,%,A,lower,2025-01-15,注,题,https://a.cn/,official\n", "stage,陕西,2025-01-01/2025-10-24,已完成,,,,,,,'=1,,,\r\n",
		"months,100000,2024-Q1,1.5,,,个月,,,,\"a\nb\",,,\n", "share,610000,2024,,,,,O,,,,,,\n", "\xd5\xfd\xb3\xa3,,,", "x"} {
		f.Add(testHeader + row)
	}
	f.Add("指标,地区,报告期,数值,分子,分母,计量单位,数据标识,上下限,发布日期,备注\n转化率,山西,2024,1,,,1,正常,,,\n")
	c := testCatalogue()
	f.Fuzz(func(t *testing.T, file string) {
		r, err := NewReader("f", strings.NewReader(file), c)
		if err != nil {
			return
		}
		var list []targets.Figure
		for rows := 0; ; rows++ {
			row, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil || rows > len(file) {
				t.Fatalf("row %d: %v", rows, err)
			}
			if clean(t, row) {
				list = append(list, *row.Figure)
			}
		}
		back := writeAndRead(t, c, list, func(s string) string { return s })
		if !slices.EqualFunc(back, list, func(a, b targets.Figure) bool { return a.SameContent(&b) }) {
			t.Fatalf("read %+v, then %+v", list, back)
		}
	})
}

// clean reports whether the row is to be written again.
func clean(t *testing.T, row *collector.Row) bool {
	for _, f := range row.Findings {
		if len(f.Columns) == 0 || f.Text == "" {
			t.Fatalf("finding %+v says nothing", f)
		}
	}
	if len(row.Findings) > 0 {
		return false
	}
	f := row.Figure
	for _, s := range []string{f.Note, f.SourceTitle, f.SourceURL} {
		if strings.ToValidUTF8(s, "") != s {
			t.Fatalf("%q came out", s)
		}
	}
	for _, v := range []targets.Decimal{f.Value, f.Numerator, f.Denominator} {
		if v.Known() && !readable(v.String()) {
			return false // more digits than the rules allow
		}
	}
	return true
}
