package targets

// GoalText prints what the goal asks for as a reader writes it: ≥ 4,000项,
// 12%—15%, 年均增长7%以上, 比2020年下降13.5%以上, 每年≥ 1,200万人.
func (e *Evaluation) GoalText(lang Lang) string { return e.goalText().In(lang) }

func (e *Evaluation) goalText() Text {
	t := e.Target
	switch {
	case e.Indicator.Measure == TimeLimit:
		return limitText(t.Limit)
	case e.Indicator.Measure == Milestone || e.directional():
		return t.Comparator.Name()
	}
	switch t.GoalForm() {
	case FormChange:
		return e.changeText()
	case FormRelative:
		return e.relativeText()
	case FormAverage:
		return e.averageText()
	case FormYearly:
		if t.Previous {
			return both("每年%s上年", "each year %s the year before", boundWord(t.Comparator))
		}
		return both("每年%s", "each year %s", e.levelText())
	case FormVersus:
		return e.versusText()
	}
	return e.levelText()
}

// levelText is a comparator before a value, or two values.
func (e *Evaluation) levelText() Text {
	t := e.Target
	if t.Comparator == Between {
		return both("%s—%s", "%s to %s", formatted(t.Goal, e.Indicator), formatted(t.GoalHigh, e.Indicator))
	}
	symbol := map[Comparator]string{AtLeast: "≥ ", AtMost: "≤ ", Exactly: "= ", Over: "> ", Under: "< "}[t.Comparator]
	return both("%s%s", "%s%s", symbol, formatted(t.Goal, e.Indicator))
}

// changeText is a sign before an amount in the unit.
func (e *Evaluation) changeText() Text {
	t := e.Target
	symbol := map[Comparator]string{Increase: "+ ", Decrease: "− "}[t.Comparator]
	symbol += map[Comparator]string{AtMost: "≤ ", Over: "> ", Under: "< ", Exactly: "= "}[t.Extent]
	amount := formatted(t.amount(), e.Indicator)
	if t.AmountHigh.Known() {
		amount = both("%s—%s", "%s to %s", amount, formatted(t.AmountHigh, e.Indicator))
	}
	return both("%s%s", "%s%s", symbol, amount)
}

// relativeText says by what share of the base year, or to how many times of it.
func (e *Evaluation) relativeText() Text {
	t := e.Target
	base, over := Text{"基期", "the baseline"}, t.amount()
	if t.BaseYear != 0 {
		base = both("%d年", "%d", t.BaseYear)
	}
	if t.Comparator != Increase && t.Comparator != Decrease {
		times := both("%s倍", "%s times", FormatNumber(over))
		return both("达到%s的%s", "%[2]s the value of %[1]s", base, bounded(times, t.Comparator))
	}
	return both("比%s%s%s", "%[3]s %[2]s than in %[1]s", base, rises(t.Comparator), e.shareAmount(t))
}

// averageText says by how much a year.
func (e *Evaluation) averageText() Text {
	t := e.Target
	if !t.Additive {
		return both("年均%s%s", "%[2]s %[1]s a year on average", rises(t.Comparator), e.shareAmount(t))
	}
	amount := formatted(t.amount(), e.Indicator)
	if e.Indicator.Measure.PerCent() {
		amount = Text{pointsText(FormatNumber(percent(t.amount()))).ZH, pointsText(FormatNumber(percent(t.amount()))).EN}
	}
	word := Text{"增加", "more"}
	if t.Comparator == Decrease {
		word = Text{"减少", "less"}
	}
	return both("年均%s%s", "%[2]s %[1]s a year on average", word, bounded(amount, t.Extent))
}

// rises is the word of an increase or decrease of a share.
func rises(c Comparator) Text {
	if c == Decrease {
		return Text{"下降", "lower"}
	}
	return Text{"增长", "higher"}
}

// shareAmount prints a share that rises or falls, with its bound word.
func (e *Evaluation) shareAmount(t *Target) Text {
	share := func(v Decimal) string { return FormatNumber(percent(v)) + "%" }
	if t.AmountHigh.Known() {
		return both("%s—%s", "%s to %s", share(t.amount()), share(t.AmountHigh))
	}
	extent := t.Extent
	if extent == "" && t.Comparator != Increase && t.Comparator != Decrease {
		extent = t.Comparator
	}
	return bounded(Text{share(t.amount()), share(t.amount())}, extent)
}

// bounded puts the bound word to an amount: 7%以上, 不超过2%.
func bounded(amount Text, c Comparator) Text {
	switch c {
	case AtMost:
		return both("不超过%s", "at most %s", amount)
	case Over:
		return both("超过%s", "more than %s", amount)
	case Under:
		return both("不足%s", "less than %s", amount)
	case Exactly:
		return amount
	}
	return both("%s以上", "at least %s", amount)
}

// boundWord is the comparator before another value.
func boundWord(c Comparator) Text {
	return map[Comparator]Text{
		AtLeast: {"不低于", "at least"}, AtMost: {"不高于", "at most"}, Over: {"高于", "above"}, Under: {"低于", "below"},
		Exactly: {"等于", "equal to"},
	}[c]
}

// versusText names what the value is held against.
func (e *Evaluation) versusText() Text {
	t := e.Target
	name := e.ReferenceName
	if name.IsZero() {
		name = Text{t.Reference.Indicator, t.Reference.Indicator}
	}
	if t.Comparator != Between {
		return both("%s%s", "%s %s", boundWord(t.Comparator), name)
	}
	margin := func(v Decimal) Decimal { return exactDecimal(ratOf(v)) }
	low, high := margin(t.Reference.MarginLow), margin(t.Reference.MarginHigh)
	return both("与%s同步（−%s～+%s）", "in step with %s (−%s to +%s)", name, formatted(low, e.Indicator), formatted(high, e.Indicator))
}
