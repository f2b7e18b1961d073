package sheet

import "testing"

// No number format makes the reader fail, and none makes one number of another
// without telling: what is read as a number is the number held, in per cent or not,
// or the display has words with it.
func FuzzFormat(f *testing.F) {
	for _, code := range []string{"General", `0"万"`, `0!.0,"万"`, `[>=10000]0.0,"k";0`, `yyyy"年"m"月";@`, `_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, "# ?/?", `[h]:mm`, ";;;", `[$¥-804]#,##0`, `"`, `[`, `\`, `[$-`} {
		f.Add(code, "12.5")
	}
	f.Fuzz(func(t *testing.T, code, raw string) {
		b := &book{formats: []format{formatOf(200, code)}, from: day1900}
		var c bookCell
		b.readNumber(&c, 0, raw, false)
		v, ok := parseNumber(raw)
		if !ok || c.kind != numberCell || c.stored != "" {
			return
		}
		if got, ok := parseNumber(c.text); !ok || got != v {
			t.Errorf("%s displayed by %q is read as %q", raw, code, c.text)
		}
	})
}
