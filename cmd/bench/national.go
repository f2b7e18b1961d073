package main

import (
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

const (
	provinces  = 32
	indicators = 24 // that the national document sets; every other area has eight of them
	areaGoals  = 8
	allTargets = 3000
)

// national is a country of provinces and cities: a national document with every
// indicator, and a document of each province with goals of its own that are
// broken down to its cities. There are n targets, which decides the cities:
// 3,000 make 340 of them.
func national(n int, today targets.Date) *targets.Catalogue {
	c := &targets.Catalogue{
		Areas:       []targets.Area{{ID: targets.Country, Code: targets.Country, Name: targets.Text{ZH: "全国", EN: "China"}, Level: targets.LevelCountry}},
		Departments: []targets.Department{{ID: "department", Name: targets.Text{ZH: "部门", EN: "Department"}}},
	}
	for i := range indicators {
		c.Indicators = append(c.Indicators, targets.Indicator{ID: indicatorID(i), Name: targets.Text{ZH: fmt.Sprintf("第%d项累计发布标准数", i), EN: fmt.Sprintf("Standards issued, cumulative, %d", i)},
			Measure: targets.Count, Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}, Cadence: targets.Monthly, Rollup: targets.RollupSum, Disclosure: targets.Public,
			Definition: targets.Text{ZH: "截至期末累计发布的标准，不含已废止的。", EN: "Standards issued by the end of the period, without those withdrawn."}})
	}
	add := func(document, area string, k int, from string) {
		i := len(c.Targets)
		c.Targets = append(c.Targets, targets.Target{ID: "target-" + area + "-" + indicatorID(k), Document: document, Indicator: indicatorID(k), Area: area, AllocatedFrom: from,
			Locator: targets.Text{ZH: fmt.Sprintf("（%d）", k), EN: fmt.Sprintf("(%d)", k)}, AsWritten: "4000项以上", Comparator: targets.AtLeast, Goal: targets.NewDecimal(int64(500 + 100*(i%12))),
			Baseline: targets.MustDecimal("80"), BaselinePeriod: targets.Day(targets.NewDate(2021, 12, 31)), Leads: []string{"department"},
			Start: targets.NewDate(2022, 1, 1), StartBasis: targets.BasisPrinted, Deadline: today.AddYears(1), DeadlineBasis: targets.BasisPrinted})
	}
	c.Documents = append(c.Documents, document("national", targets.Country, "国家"))
	for k := range indicators {
		add("national", targets.Country, k, "")
	}
	for p := range provinces {
		province := fmt.Sprintf("%02d0000", 11+p)
		c.Areas = append(c.Areas, targets.Area{ID: province, Code: province, Parent: targets.Country, Level: targets.LevelProvince, Name: targets.Text{ZH: fmt.Sprintf("第%d省", p), EN: fmt.Sprintf("Province %d", p)}})
		c.Documents = append(c.Documents, document("province-"+province, province, fmt.Sprintf("第%d省", p)))
		for k := range areaGoals {
			add("province-"+province, province, (k+p)%indicators, "")
		}
	}
	for i := 0; len(c.Targets) < n; i++ {
		p := i % provinces
		province, city := fmt.Sprintf("%02d0000", 11+p), fmt.Sprintf("%02d%02d00", 11+p, 1+i/provinces)
		c.Areas = append(c.Areas, targets.Area{ID: city, Code: city, Parent: province, Level: targets.LevelPrefecture, Name: targets.Text{ZH: fmt.Sprintf("第%d市", i), EN: fmt.Sprintf("City %d", i)}})
		for k := range areaGoals {
			k = (k + p) % indicators
			add("province-"+province, city, k, "target-"+province+"-"+indicatorID(k))
		}
	}
	return c
}

func indicatorID(i int) string { return fmt.Sprintf("indicator-%02d", i) }

func document(id, area, name string) targets.Document {
	return targets.Document{ID: id, Number: "〔2022〕1号", Area: area, Issuers: []string{"department"}, Title: targets.Text{ZH: name + "标准化发展规划", EN: "Plan " + id},
		Short: targets.Text{ZH: name + "规划", EN: "Plan " + id}, Issued: targets.NewDate(2022, 1, 10)}
}
