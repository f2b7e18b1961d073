package targets

import "fmt"

// Punctual (按时率) is OnTime ÷ Due, rounded once to six decimals; absent where
// nothing was due.
func (r Rate) Punctual() Decimal {
	if r.Due == 0 {
		return Decimal{}
	}
	return Quotient(NewDecimal(int64(r.OnTime)), NewDecimal(int64(r.Due)))
}

// Text says in one sentence how the duties were met.
func (r Rate) Text(lang Lang) string {
	switch {
	case r.Due == 0 && lang == EN:
		return "Nothing has been due yet."
	case r.Due == 0:
		return "还没有到期的填报任务。"
	case lang == EN:
		return fmt.Sprintf("Figures due: %d; on time %d (%s), late %d, overdue %d.", r.Due, r.OnTime, FormatShare(r.Punctual()), r.Late, r.Missing)
	}
	return fmt.Sprintf("应报%d项：按时%d项（按时率%s），迟报%d项，应报未报%d项。", r.Due, r.OnTime, FormatShare(r.Punctual()), r.Late, r.Missing)
}
