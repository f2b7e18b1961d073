package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// The size of the last afternoon of a quarter: 32 provinces with 99 counties each.
const (
	officesOfBench   = 3200
	countiesEach     = 99
	figuresOfForm    = 30
	passwordOfOffice = "Quarter-end-2026"
	formOfBench      = "quarterly"
)

// officesDatabase creates a database of 3,200 offices, each with one reporter and
// the same form of 30 indicators, open for the two quarters that ended last, which
// it returns.
func (b *benchmark) officesDatabase(ctx context.Context, name string) (path string, quarters []targets.Period, err error) {
	today := targets.DateOf(time.Now())
	st, path, err := b.database(ctx, name, officesCatalogue(today), nil)
	if err != nil {
		return "", nil, err
	}
	defer st.Close()
	form := targets.Form{ID: formOfBench, Name: "季度报表", Cadence: targets.Quarterly, Opens: 1, Closes: 200, Chain: []targets.ChainStep{targets.StepProvince},
		From: today.AddYears(-1)}
	for i := range figuresOfForm {
		form.Indicators = append(form.Indicators, indicatorOf(i))
	}
	var offices []targets.Office
	for i := range officesOfBench {
		offices = append(offices, targets.Office{ID: officeOf(i), Name: fmt.Sprintf("第%d单位", i), Area: countyOf(i)})
		form.Offices = append(form.Offices, officeOf(i))
	}
	change := targets.RegisterChange{Offices: offices, Forms: []targets.Form{form}}
	if _, err := st.PutRegister(ctx, "operator", change, time.Now()); err != nil {
		return "", nil, fmt.Errorf("write the offices: %w", err)
	}
	periods := form.Periods(today.AddYears(-1), today)
	return path, periods[len(periods)-2:], putReporters(ctx, st)
}

// putReporters gives each office a reporter. They share one hash, so that making
// them does not take longer than the bench.
func putReporters(ctx context.Context, st *store.Store) error {
	hash, err := hashOf(passwordOfOffice)
	if err != nil {
		return err
	}
	for i := range officesOfBench {
		a := targets.Account{User: targets.User{ID: fmt.Sprintf("u-%04d", i), Login: officeOf(i), Name: fmt.Sprintf("填报员%d", i),
			Office: officeOf(i), Roles: []targets.Role{targets.Reporter}}, Password: hash, Changed: time.Now()}
		if err := st.PutAccount(ctx, "operator", a, time.Now()); err != nil {
			return fmt.Errorf("write the reporter of %s: %w", a.Office, err)
		}
	}
	return nil
}

// hashOf is an argon2id hash of the cost the program uses.
func hashOf(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=19456,t=2,p=1$%s$%s", b64(salt), b64(argon2.IDKey([]byte(password), salt, 2, 19456, 1, 32))), nil
}

func officeOf(i int) string    { return fmt.Sprintf("office-%04d", i) }
func indicatorOf(i int) string { return fmt.Sprintf("indicator-%05d", i) }

// countyOf is the area of an office: the first of each hundred is a province's.
func countyOf(i int) string {
	return fmt.Sprintf("%02d%04d", 11+i/(countiesEach+1), i%(countiesEach+1))
}

// officesCatalogue has the areas of the offices, 30 indicators and a target for
// each of them in each province.
func officesCatalogue(today targets.Date) *targets.Catalogue {
	c := catalogue(figuresOfForm, 1, today)
	c.Areas, c.Targets = c.Areas[:1], nil
	c.Areas[0] = targets.Area{ID: targets.Country, Code: targets.Country, Name: targets.Text{ZH: "全国", EN: "China"}, Level: targets.LevelCountry}
	for i := range officesOfBench {
		a := targets.Area{ID: countyOf(i), Code: countyOf(i), Name: targets.Text{ZH: "地区" + countyOf(i), EN: "Area " + countyOf(i)}, Level: targets.LevelCounty,
			Parent: countyOf(i - i%(countiesEach+1))}
		if i%(countiesEach+1) == 0 {
			a.Level, a.Parent = targets.LevelProvince, targets.Country
		}
		c.Areas = append(c.Areas, a)
	}
	for i := range c.Indicators {
		c.Indicators[i].Accumulation = targets.Stock
		c.Indicators[i].Cadence = targets.Quarterly
	}
	for province := 0; province < officesOfBench; province += countiesEach + 1 {
		for i := range figuresOfForm {
			c.Targets = append(c.Targets, targets.Target{ID: fmt.Sprintf("document-0-%d-%d", province, i), Document: "document-0", Indicator: indicatorOf(i), Area: countyOf(province),
				Locator: targets.Text{ZH: "一", EN: "I"}, AsWritten: "4000项以上", Comparator: targets.AtLeast, Goal: targets.MustDecimal("4000"),
				Baseline: targets.MustDecimal("80"), BaselinePeriod: targets.Day(targets.NewDate(2021, 12, 31)),
				Start: targets.NewDate(2022, 1, 1), StartBasis: targets.BasisPrinted, Deadline: today.AddYears(1), DeadlineBasis: targets.BasisPrinted})
		}
	}
	return c
}
