package targets

import (
	"cmp"
	"slices"
)

// AtRisk lists the goals that may still be missed, the most at risk first: those
// that reverse, lag far behind and lag behind, each by 序时比 from the lowest,
// then the others that are 临期, the nearest deadline first. What is already met
// or missed, and what nobody can rate, is not in it unless it is 临期.
func AtRisk(all []Evaluation) []*Evaluation {
	var list []*Evaluation
	for i := range all {
		if e := &all[i]; riskRank(e) > 0 {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b *Evaluation) int {
		if c := cmp.Compare(riskRank(a), riskRank(b)); c != 0 {
			return c
		}
		if a.Pace.Known() && b.Pace.Known() && riskRank(a) < 4 {
			if c := a.Pace.Cmp(b.Pace); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.Target.Deadline, b.Target.Deadline)
	})
	return list
}

// riskRank orders the states that are at risk; 0 is none.
func riskRank(e *Evaluation) int {
	switch e.State {
	case Reversing:
		return 1
	case FarBehind:
		return 2
	case Behind:
		return 3
	}
	if e.DueSoon {
		return 4
	}
	return 0
}

// Worst is the light that asks for most attention among those with a count: red
// before yellow, blue, green and grey. Of none it is grey.
func Worst(count map[Light]int) Light {
	for _, l := range [...]Light{Red, Yellow, Blue, Green} {
		if count[l] > 0 {
			return l
		}
	}
	return Grey
}
