package targets

import "testing"

func TestHowDutiesWereMetIsOneSentence(t *testing.T) {
	tests := map[string]struct {
		rate   Rate
		share  string
		zh, en string
	}{
		"nothing was due": {Rate{}, "", "还没有到期的填报任务。", "Nothing has been due yet."},
		"some late, some missing": {
			Rate{Due: 12, OnTime: 10, Late: 1, Missing: 1}, "0.833333",
			"应报12项：按时10项（按时率83.3%），迟报1项，应报未报1项。", "Figures due: 12; on time 10 (83.3%), late 1, overdue 1.",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.rate.Punctual(); got.Known() != (tt.share != "") || got.Known() && got.String() != tt.share {
				t.Errorf("%+v: Punctual() = %s, want %q", tt.rate, got, tt.share)
			}
			if zh, en := tt.rate.Text(ZH), tt.rate.Text(EN); zh != tt.zh || en != tt.en {
				t.Errorf("%+v: %q, %q; want %q, %q", tt.rate, zh, en, tt.zh, tt.en)
			}
		})
	}
}
