package targets

import "testing"

func TestAValueIsHeldAgainstTheRangeOfItsMeasure(t *testing.T) {
	between := func(low, high string) Range {
		var r Range
		if low != "" {
			r.Low = MustDecimal(low)
		}
		if high != "" {
			r.High = MustDecimal(high)
		}
		return r
	}
	people, share := Unit{ZH: "人"}, Unit{ZH: "%"}
	tests := map[string]struct {
		card  Indicator
		value string
		want  Breach
	}{
		"a count of three":                              {Indicator{Measure: Count}, "3", NoBreach},
		"a count of none":                               {Indicator{Measure: Count}, "0", NoBreach},
		"a count is not negative":                       {Indicator{Measure: Count}, "-3", Below},
		"a count is whole":                              {Indicator{Measure: Count}, "3.5", Fractional},
		"decimals that are zero are whole":              {Indicator{Measure: Count}, "3.00", NoBreach},
		"no card makes a count negative":                {Indicator{Measure: Count, Range: between("-5", "")}, "-3", Below},
		"a card bounds a count from above":              {Indicator{Measure: Count, Range: between("", "11")}, "12", Above},
		"the upper end is inside":                       {Indicator{Measure: Count, Range: between("", "11")}, "11", NoBreach},
		"a card bounds a count from below":              {Indicator{Measure: Count, Range: between("2", "")}, "1", Below},
		"a quantity has decimals":                       {Indicator{Measure: Quantity}, "12.34", NoBreach},
		"a quantity is not negative":                    {Indicator{Measure: Quantity}, "-0.01", Below},
		"unless its card says so":                       {Indicator{Measure: Quantity, Range: between("-100", "")}, "-0.01", NoBreach},
		"a ratio of all":                                {Indicator{Measure: Ratio}, "1.00", NoBreach},
		"a ratio of more than all":                      {Indicator{Measure: Ratio}, "1.01", Above},
		"a negative ratio":                              {Indicator{Measure: Ratio}, "-0.01", Below},
		"a card lets a ratio go over 1":                 {Indicator{Measure: Ratio, Range: between("", "2")}, "1.98", NoBreach},
		"but not over its end":                          {Indicator{Measure: Ratio, Range: between("", "2")}, "2.01", Above},
		"a card narrows a ratio":                        {Indicator{Measure: Ratio, Range: between("0.5", "")}, "0.49", Below},
		"the end that a card leaves is that of a ratio": {Indicator{Measure: Ratio, Range: between("0.5", "")}, "1.2", Above},
		"a mean of 15 months":                           {Indicator{Measure: Mean}, "15.5", NoBreach},
		"a mean of -1 month":                            {Indicator{Measure: Mean}, "-1", Below},
		"a mean temperature may be below zero":          {Indicator{Measure: Mean, Range: between("-90", "60")}, "-12.5", NoBreach},
		"growth":                                        {Indicator{Measure: ChangeRate}, "0.075", NoBreach},
		"a fall":                                        {Indicator{Measure: ChangeRate}, "-0.35", NoBreach},
		"all is lost":                                   {Indicator{Measure: ChangeRate}, "-1", NoBreach},
		"more than all cannot be lost":                  {Indicator{Measure: ChangeRate}, "-1.01", Below},
		"growth tenfold":                                {Indicator{Measure: ChangeRate}, "9", NoBreach},
		"a reduction of more than all":                  {Indicator{Measure: ChangeRate, Sense: SenseReduction}, "1.2", Above},
		"a reduction that is an increase":               {Indicator{Measure: ChangeRate, Sense: SenseReduction}, "-2", NoBreach},
		"the first place":                               {Indicator{Measure: RankPlace}, "1", NoBreach},
		"there is no place 0":                           {Indicator{Measure: RankPlace}, "0", Below},
		"there is no half place":                        {Indicator{Measure: RankPlace}, "2.5", Fractional},
		"there are 31 places":                           {Indicator{Measure: RankPlace, Range: between("", "31")}, "32", Above},
		"a stage is 0, 1 or 2":                          {Indicator{Measure: Milestone}, "3", Above},
		"a duration is not negative":                    {Indicator{Measure: TimeLimit}, "-1", Below},
		"a direction of people is not negative":         {Indicator{Measure: Direction, Unit: people}, "-3", Below},
		"a direction of people is whole":                {Indicator{Measure: Direction, Unit: people}, "2.5", Fractional},
		"a direction of shares is at most 100 per cent": {Indicator{Measure: Direction, Unit: share}, "12000", Above},
		"a direction of shares has decimals":            {Indicator{Measure: Direction, Unit: share}, "95.5", NoBreach},
		"a direction of months has decimals":            {Indicator{Measure: Direction, Unit: Unit{ZH: "个月"}}, "17.5", NoBreach},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := tt.card.ValueRange()
			if got := r.Breach(MustDecimal(tt.value)); got != tt.want {
				t.Errorf("breach of %s in %+v: %q; want %q", tt.value, r, got, tt.want)
			}
		})
	}
}

func TestAQuotientThatOnlyRoundsIntoTheRangeIsOutside(t *testing.T) {
	mean, ratio := (&Indicator{Measure: Mean}).ValueRange(), (&Indicator{Measure: Ratio}).ValueRange()
	double := (&Indicator{Measure: Ratio, Range: Range{High: NewDecimal(2)}}).ValueRange()
	tests := map[string]struct {
		in                     ValueRange
		numerator, denominator string
		want                   Breach
	}{
		"a sum below zero":                  {mean, "-1", "100000000", Below},
		"a part of more than all":           {ratio, "100000001", "100000000", Above},
		"all":                               {ratio, "5", "5", NoBreach},
		"a card that allows double":         {double, "7.9", "4", NoBreach},
		"more than double":                  {double, "8.1", "4", Above},
		"a denominator of zero says naught": {ratio, "1", "0", NoBreach},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.in.QuotientBreach(MustDecimal(tt.numerator), MustDecimal(tt.denominator)); got != tt.want {
				t.Errorf("breach of %s/%s: %q; want %q", tt.numerator, tt.denominator, got, tt.want)
			}
		})
	}
}
