package targets

// declines counts how many of the newest figures up to p lowered 序时比 one after
// the other: 3 when p's is below the one before, that below the one before it,
// and that again. Figures are compared, not days, and only exact ones of one
// definition: a bound neither falls nor rises. p must have a pace.
func (j *judge) declines(p *point) int {
	n, later := 0, j.pace(p)
	for i := len(j.points) - 1; i >= 0; i-- {
		earlier := &j.points[i]
		if earlier.on >= p.on || !earlier.exact() || !earlier.whole || earlier.conflict {
			continue
		}
		pace := j.pace(earlier)
		if pace == nil || later.Cmp(pace) >= 0 {
			break
		}
		n, later = n+1, pace
	}
	return n
}
