package targets

// An ArrivalKind says what came after a day that a report is judged as of.
type ArrivalKind string

// The kinds.
const (
	ArrivedLate      ArrivalKind = "late"      // 事后入库: the first figure of its period
	ArrivedCorrected ArrivalKind = "corrected" // 更正: another value took the place of one known then
	ArrivedRestated  ArrivalKind = "restated"  // 历史数据调整
	ArrivedWithdrawn ArrivalKind = "withdrawn" // 撤回
	ArrivedNoted     ArrivalKind = "noted"     // 来源、标识或备注更正: the value is the same
)

// Name returns the words of the kind.
func (k ArrivalKind) Name() Text { return arrivalNames[k] }

var arrivalNames = map[ArrivalKind]Text{
	ArrivedLate: {"事后入库", "arrived later"}, ArrivedCorrected: {"更正", "corrected"}, ArrivedRestated: {"历史数据调整", "restated"},
	ArrivedWithdrawn: {"撤回", "withdrawn"}, ArrivedNoted: {"来源、标识或备注更正", "source, flag or note corrected"},
}

// An Arrival is a revision that began to count after the day judged, of a period
// that had ended by then: it is known now and was not known on that day.
type Arrival struct {
	*Revision
	Kind ArrivalKind
}

// Arrivals are those of a history, in its order, that nobody knew at the end of
// the day.
func Arrivals(history []Revision, day Date) []Arrival {
	var list []Arrival
	for i := range history {
		r := &history[i]
		if r.KnownFrom.IsZero() || r.KnownFrom.Before(day.End()) || r.Period.End > day {
			continue
		}
		list = append(list, Arrival{r, r.arrival()})
	}
	return list
}

func (r *Revision) arrival() ArrivalKind {
	switch {
	case r.Withdraws():
		return ArrivedWithdrawn
	case r.Batch.Restatement != nil:
		return ArrivedRestated
	case r.Replaced == nil:
		return ArrivedLate
	case r.Replaced.Value.Equal(r.Value) && r.Replaced.Bound == r.Bound:
		return ArrivedNoted
	}
	return ArrivedCorrected
}
