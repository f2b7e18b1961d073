package targets

import "math/big"

// RunningSums are what the figures that the value was made of add up to, one
// after the other, in their order: the last is the value. They are known only of
// a flow, which alone is judged by the sum of its figures.
func (e *Evaluation) RunningSums() []Decimal {
	if e.Indicator.Accumulation != Flow {
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
