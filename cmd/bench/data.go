package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// catalogue has n targets over n indicators of ten documents, in the areas given,
// due a year from today.
func catalogue(n, areas int, today targets.Date) *targets.Catalogue {
	c := &targets.Catalogue{
		Areas:       []targets.Area{{ID: targets.Country, Code: targets.Country, Name: targets.Text{ZH: "全国", EN: "China"}, Level: targets.LevelCountry}},
		Departments: []targets.Department{{ID: "department", Name: targets.Text{ZH: "部门", EN: "Department"}}},
	}
	for i := range areas {
		code := areaCode(i)
		c.Areas = append(c.Areas, targets.Area{ID: code, Code: code, Parent: targets.Country, Level: targets.LevelProvince,
			Name: targets.Text{ZH: "地区" + code, EN: "Area " + code}})
	}
	for i := range 10 {
		c.Documents = append(c.Documents, targets.Document{ID: fmt.Sprintf("document-%d", i), Number: fmt.Sprintf("〔2022〕%d号", i), Area: targets.Country,
			Issuers: []string{"department"}, Title: targets.Text{ZH: fmt.Sprintf("第%d号文件", i), EN: fmt.Sprintf("Document %d", i)},
			Short: targets.Text{ZH: fmt.Sprintf("文件%d", i), EN: fmt.Sprintf("Document %d", i)}, Issued: targets.NewDate(2022, 7, 1)})
	}
	for i := range n {
		id := fmt.Sprintf("indicator-%05d", i)
		name := targets.Text{ZH: fmt.Sprintf("第%d项累计发布标准数", i), EN: fmt.Sprintf("Standards issued, cumulative, %d", i)}
		c.Indicators = append(c.Indicators, targets.Indicator{ID: id, Name: name, Measure: targets.Count, Accumulation: targets.Cumulative,
			Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}, Cadence: targets.Monthly, Rollup: targets.RollupSum, Disclosure: targets.Public})
		c.Targets = append(c.Targets, targets.Target{ID: fmt.Sprintf("target-%05d", i), Document: fmt.Sprintf("document-%d", i%10), Indicator: id, Area: areaCode(i % areas),
			Locator: targets.Text{ZH: "一", EN: "I"}, AsWritten: "4000项以上", Comparator: targets.AtLeast, Goal: targets.MustDecimal("4000"),
			Baseline: targets.MustDecimal("80"), BaselinePeriod: targets.Day(targets.NewDate(2021, 12, 31)),
			Start: targets.NewDate(2022, 1, 1), StartBasis: targets.BasisPrinted, Deadline: today.AddYears(1), DeadlineBasis: targets.BasisPrinted})
	}
	return c
}

func areaCode(i int) string { return fmt.Sprintf("%06d", 110000+i) }

// figures has the twelve months before a day for the series of each target: fresh
// enough that every target is forecast.
func figures(c *targets.Catalogue, before targets.Date) []targets.Figure {
	var list []targets.Figure
	year, month, _ := before.YMD()
	for i := range c.Targets {
		t := &c.Targets[i]
		for m := range 12 {
			list = append(list, targets.Figure{Key: targets.Key{Indicator: t.Indicator, Area: t.Area, Period: targets.Months(year, month-12+m, 1)},
				Value: targets.NewDecimal(int64(100 + i%50 + m*40)), Flag: targets.Normal, Origin: targets.OriginOffice})
		}
	}
	return list
}

// database creates and fills a database in the bench's folder.
func (b *benchmark) database(ctx context.Context, name string, c *targets.Catalogue, f []targets.Figure) (*store.Store, string, error) {
	path := filepath.Join(b.dir, name)
	st, err := sqlite.Open(ctx, path, sqlite.Options{Create: true, Clock: time.Now})
	if err != nil {
		return nil, "", err
	}
	if _, err := st.Found(ctx, "operator", c, f, time.Now()); err != nil {
		st.Close()
		return nil, "", err
	}
	return st, path, nil
}

const csvHead = "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin\n"

// writeCSV writes a figure file of indicators × areas × months, sorted by key or
// shuffled with a fixed seed.
func writeCSV(path string, indicators, areas, months int, shuffled bool) error {
	rows := make([][3]int32, 0, indicators*areas*months)
	for i := range indicators {
		for a := range areas {
			for m := range months {
				rows = append(rows, [3]int32{int32(i), int32(a), int32(m)})
			}
		}
	}
	if shuffled {
		r := rand.New(rand.NewPCG(1, 2))
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	w.WriteString(csvHead)
	for _, r := range rows {
		fmt.Fprintf(w, "indicator-%05d,%s,%04d-%02d,%d,,,项,A,,,,,,office\n", r[0], areaCode(int(r[1])), 2015+r[2]/12, 1+r[2]%12, 100+r[0]+r[2]*7)
	}
	return w.Flush()
}
