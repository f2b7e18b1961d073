package collector_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
)

func TestAResultListsTheFirstCorrections(t *testing.T) {
	s := open(t, sourceCatalogue())
	var before, after []string
	for y := 1990; y < 2020; y++ {
		before = append(before, fmt.Sprintf("new %d %d", y, y))
		after = append(after, fmt.Sprintf("new %d %d", y, y+1))
	}
	take(t, s, rows(before...), collector.ImportOptions{})
	for _, o := range []collector.ImportOptions{{DryRun: true}, {SubmitOnly: true}, {}} {
		result, err := desk(s).Import(t.Context(), "f.csv", strings.NewReader(rows(append(after, "new 2020 9")...)), o)
		if err != nil || result.Corrections != 30 || result.New != 1 || len(result.Changes) != 20 {
			t.Fatalf("import %+v: %+v, %v; want 30 corrections of which 20 are listed", o, result, err)
		}
		first, last := result.Changes[0], result.Changes[19]
		got := fmt.Sprintf("%s %s %s: %s → %s, %s: %s → %s", first.Indicator, first.Area, first.Period, first.Old, first.New, last.Period, last.Old, last.New)
		if got != "new 610000 1990: 1990 → 1991, 2009: 2009 → 2010" {
			t.Errorf("import %+v: changes from %+v to %+v", o, first, last)
		}
	}
}

func TestARatioByItsPartsComesBackTheSame(t *testing.T) {
	c := sourceCatalogue()
	s := open(t, c)
	file := head + "rate,陕西,2024,,1,3,%,,,,,,,\nrate,陕西,2023,,3,5,,,,,,,,\nmonths,陕西,2024,,29,2,,,,,,,,\nstage,陕西,2024,under_way,,,,,,,,,,\n"
	checkSteps(t, s, []sourceStep{{file, "新增 4"}, {file, "没有变化"}}, collector.ImportOptions{})
	want := head + "months,610000,2024,14.5,29,2,个月,A,,,,,,office\nrate,610000,2023,60,3,5,%,A,,,,,,office\n" +
		"rate,610000,2024,33.3333,1,3,%,A,,,,,,office\nstage,610000,2024,under_way,,,,A,,,,,,office\n"
	got := export(t, s, c)
	if got != want {
		t.Errorf("the export is\n%s\nwant\n%s", got, want)
	}
	checkSteps(t, s, []sourceStep{{got, "没有变化"}}, collector.ImportOptions{})
}

func TestACorrectionKeepsTheBreakOfDefinitionOrSaysWhy(t *testing.T) {
	s := open(t, sourceCatalogue())
	row := func(value, flag, note string) string {
		return head + fmt.Sprintf("new,陕西,2023,%s,,,项,%s,,,%s,,,\n", value, flag, note)
	}
	take(t, s, row("10", "B", ""), collector.ImportOptions{})
	_, err := desk(s).Import(t.Context(), "f.csv", strings.NewReader(row("11", "A", "")), collector.ImportOptions{})
	if err == nil || !strings.Contains(err.Error(), "f.csv:2: flag: 本期标为口径中断") {
		t.Errorf("a correction that takes the break away: %v, want it refused", err)
	}
	checkSteps(t, s, []sourceStep{{row("11", "B", ""), "更正 1"}, {row("12", "A", "口径已追溯一致"), "更正 1"}}, collector.ImportOptions{})
}
