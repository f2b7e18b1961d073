package targets

import "testing"

// The way is 40 to 100 in the 1,096 days from 2022-12-31 to 2025-12-31. Paces:
// 2023: (40/60) ÷ (365/1096) = 2.0018; 2024-S1: (40/60) ÷ (547/1096) = 1.3358;
// 2024: (42/60) ÷ (731/1096) = 1.0495; 2025-S1: (48/60) ÷ (912/1096) = 0.9614;
// 2025-Q3: (57/60) ÷ (1004/1096) = 1.0371.
func TestDeclinesCountFiguresThatLoweredThePaceInARow(t *testing.T) {
	const series = "2022-12-31 40; 2023-12-31 80; 2024-06-30 80; 2024-12-31 82"
	tests := map[string]struct {
		figures, asOf string
		change        func(*Input)
		want          int
	}{
		"the first figure has none before it":        {"2022-12-31 40; 2023-12-31 80", "2024-06-30", nil, 0},
		"one lower than the one before":              {"2022-12-31 40; 2023-12-31 80; 2024-06-30 80", "2024-07-31", nil, 1},
		"two in a row":                               {series, "2025-01-31", nil, 2},
		"three in a row":                             {series + "; 2025-06-30 88", "2025-07-31", nil, 3},
		"a rise ends it":                             {series + "; 2025-06-30 88; 2025-09-30 97", "2025-10-31", nil, 0},
		"days without a new figure do not add to it": {series + "; 2025-06-30 88", "2025-12-30", nil, 3},
		"an earlier as-of knows of fewer":            {series + "; 2025-06-30 88", "2025-06-29", nil, 2},
		"a bound neither falls nor rises":            {"2022-12-31 40; 2023-12-31 80; 2024-06-30 80>; 2024-12-31 82", "2025-01-31", nil, 1},
		"what lies before a break is not compared with it": {series + "; 2025-06-30 88", "2025-07-31", func(in *Input) {
			in.Figures[3].Flag = Break
		}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tc := tcase{kind: "count stock at_least", goal: "100", figures: tt.figures, asOf: tt.asOf, cadence: HalfYearly}
			change := tt.change
			if change == nil {
				change = func(*Input) {}
			}
			e := evaluateCase(t, tc, change)
			if e.Declines != tt.want {
				t.Errorf("Declines = %d (pace %s), want %d", e.Declines, e.Pace, tt.want)
			}
		})
	}
}
