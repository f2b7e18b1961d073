package targets

import "math/big"

// RunningSums are what the figures that the value was made of add up to, one
// after the other, in their order: the last is the value. They are known only of
// a flow that is judged by the sum of its figures since the start.
func (e *Evaluation) RunningSums() []Decimal {
	if e.Indicator.Accumulation != Flow || len(e.Points) > 0 {
		return nil
	}
	sums, sum := make([]Decimal, len(e.Used)), new(big.Rat)
	for i := range e.Used {
		if !e.Used[i].Value.Known() {
			return nil
		}
		sums[i] = exactDecimal(sum.Add(sum, e.Used[i].Value.Rat()))
	}
	return sums
}
