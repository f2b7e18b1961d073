package targets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What one input of `biaochi assess` may hold.
const (
	MaxAssessBytes   = 64 << 20
	MaxAssessObjects = 1_000_000
	maxAssessFaults  = 1000 // told one by one; whoever has more mends the cause
)

// EachAssessInput reads a JSON array of series and hands them over in their
// order. Numbers may be JSON numbers or strings and keep their digits; a member
// that is null is left out; a date may be any period, of which a start is the
// first day and every other date the last. file names the input in faults.
//
// Nothing is handed over before the whole input was found right: else the error
// is Faults, each with its object, by place in the array and id, and its member.
// Members it does not know and members given twice are faults. An error of fn
// ends the reading and is returned.
func EachAssessInput(file string, data []byte, fn func(*AssessInput) error) error {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	whole := func(text, fix string) error { return Faults{{File: file, Text: text, Fix: fix}} }
	switch {
	case len(data) > MaxAssessBytes:
		return whole(fmt.Sprintf("输入超过 %d MiB", MaxAssessBytes>>20), "请分成几份")
	case !utf8.Valid(data):
		return whole("输入不是 UTF-8 编码", "请另存为 UTF-8")
	}
	check := newAssessReader(file, data)
	if err := check.array(func(*AssessInput) error { return nil }); err != nil {
		return err
	}
	return newAssessReader(file, data).array(fn)
}

// An assessReader reads the array once. Its methods return an error only where
// reading cannot go on; what is merely wrong is a fault.
type assessReader struct {
	dec    *json.Decoder
	file   string
	data   []byte
	faults Faults
	more   int // faults beyond those told one by one

	counted, line int    // lines up to an offset
	object        int    // index in the array; -1 outside its objects
	own           Faults // of the present object, members without their object
	part          string // of the object that is being read: "", "baseline", "figures"
	index         int    // in that part, if it is a list
}

func newAssessReader(file string, data []byte) *assessReader {
	r := &assessReader{dec: json.NewDecoder(bytes.NewReader(data)), file: file, data: data, line: 1}
	r.dec.UseNumber()
	return r
}

// errBroken ends the reading of what is no JSON; its fault is already noted.
var errBroken = errors.New("broken JSON")

func (r *assessReader) array(fn func(*AssessInput) error) error {
	err := r.objects(fn)
	if !errors.Is(err, errBroken) && err != nil {
		return err
	}
	if err == nil {
		if _, end := r.dec.Token(); !errors.Is(end, io.EOF) {
			r.fault("", "数组之后还有内容", "请只保留一个数组")
		}
	}
	r.closeObject("")
	if r.more > 0 {
		r.faults = append(r.faults, Fault{File: r.file, Text: fmt.Sprintf("另有 %d 处未逐条列出", r.more)})
	}
	if len(r.faults) > 0 {
		return r.faults
	}
	return nil
}

func (r *assessReader) objects(fn func(*AssessInput) error) error {
	r.object = -1
	tok, err := r.token()
	if err != nil {
		return err
	}
	if tok != json.Delim('[') {
		r.fault("", "最外层应是 JSON 数组", `如 [{"id": "a", "direction": "up", "figures": []}]`)
		return errBroken
	}
	for r.dec.More() {
		if r.object++; r.object >= MaxAssessObjects {
			r.fault("", fmt.Sprintf("超过 %d 个对象", MaxAssessObjects), "请分成几份")
			return errBroken
		}
		a, err := r.series()
		if err != nil {
			return err
		}
		if len(r.faults) > 0 {
			continue
		}
		if err := fn(a); err != nil {
			return err
		}
	}
	r.object = -1
	_, err = r.token()
	return err
}

// token reads the next token; a broken input is a fault and ends the reading.
func (r *assessReader) token() (json.Token, error) {
	tok, err := r.dec.Token()
	switch {
	case err == nil:
		return tok, nil
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		r.fault("", "输入在中途结束，不是完整的 JSON", "")
	default:
		r.fault("", fmt.Sprintf("不是有效的 JSON（%v）", err), "")
	}
	return nil, errBroken
}

// fault notes what is wrong with a member of the present object or part.
func (r *assessReader) fault(member, text, fix string) {
	if len(r.faults)+len(r.own) >= maxAssessFaults {
		r.more++
		return
	}
	r.own = append(r.own, Fault{File: r.file, Line: r.lineHere(), Field: r.full(member), Text: text, Fix: fix})
}

// full is a member with the part of the object it stands in: figures[2].value.
func (r *assessReader) full(member string) string {
	switch r.part {
	case "":
		return member
	case "baseline":
		return r.part + "." + member
	}
	return strings.TrimSuffix(fmt.Sprintf("%s[%d].%s", r.part, r.index, member), ".")
}

// lineHere is the line the reading has come to.
func (r *assessReader) lineHere() int {
	at := min(int(r.dec.InputOffset()), len(r.data))
	if at > r.counted {
		r.line += bytes.Count(r.data[r.counted:at], []byte("\n"))
		r.counted = at
	}
	return r.line
}

// closeObject names the object in the faults that were found in it.
func (r *assessReader) closeObject(id string) {
	for _, f := range r.own {
		if r.object >= 0 {
			name := fmt.Sprintf("[%d]", r.object)
			if id != "" {
				name += " " + strconv.Quote(id)
			}
			f.Field = strings.TrimSuffix(name+" "+f.Field, " ")
		}
		r.faults = append(r.faults, f)
	}
	r.own = r.own[:0]
}

// series reads one object of the array.
func (r *assessReader) series() (*AssessInput, error) {
	a := &AssessInput{}
	var direction string
	ok, err := r.members("", func(member string) (bool, error) { return r.seriesMember(a, &direction, member) })
	if err != nil {
		r.closeObject(a.ID)
		return nil, err
	}
	if ok {
		a.Up = direction == "up"
		r.checkSeries(a, direction)
	}
	r.closeObject(a.ID)
	return a, nil
}

var (
	allMeasures      = []Measure{Count, Quantity, Ratio, Mean, ChangeRate, RankPlace, Milestone, Direction, TimeLimit}
	allAccumulations = []Accumulation{Cumulative, Stock, Flow}
	allComparators   = []Comparator{AtLeast, AtMost, Over, Under, Exactly, Between, By, Increase, Decrease}
	allCadences      = []Cadence{Monthly, Quarterly, HalfYearly, Yearly, Biennial, ByRounds, Once}
	allFlags         = []Flag{Normal, Estimated, Provisional, Break, DefinitionDiffer, Missing, NotCollected, NotApplicable}
	allBounds        = []Bound{Lower, Upper}
	allExtents       = []Comparator{AtLeast, AtMost, Over, Under, Exactly, Between}
	allSpans         = []Span{SpanTotal, SpanAverage}
	allSenses        = []Sense{SenseReduction}
	allOvers         = []ReferenceSpan{OverEach, OverSpan, OverFinal}
	allDirections    = []string{"up", "down"}
)

func (r *assessReader) seriesMember(a *AssessInput, direction *string, member string) (known bool, err error) {
	switch member {
	case "id":
		err = r.id(&a.ID)
	case "measure":
		err = readWord(r, member, allMeasures, &a.Measure)
	case "accumulation":
		err = readWord(r, member, allAccumulations, &a.Accumulation)
	case "comparator":
		err = readWord(r, member, allComparators, &a.Comparator)
	case "direction":
		err = readWord(r, member, allDirections, direction)
	case "start":
		err = r.date(member, &a.Start, func(p Period) Date { return p.Start })
	case "baseline":
		err = r.baseline(a)
	case "goal":
		err = r.goal(a)
	case "goal_high":
		err = r.number(member, &a.GoalHigh)
	case "form":
		err = readWord(r, member, GoalForms[:], &a.Form)
	case "amount":
		err = r.number(member, &a.Amount)
	case "amount_high":
		err = r.number(member, &a.AmountHigh)
	case "extent":
		err = readWord(r, member, allExtents, &a.Extent)
	case "additive":
		err = r.truth(member, &a.Additive)
	case "base_year":
		err = r.year(member, &a.BaseYear)
	case "span":
		err = readWord(r, member, allSpans, &a.Span)
	case "sense":
		err = readWord(r, member, allSenses, &a.Sense)
	case "reference":
		err = r.reference(a)
	case "deadline":
		err = r.date(member, &a.Deadline, lastDay)
	case "path":
		err = r.list(member, func() error { return r.pathPoint(a) })
	case "cadence":
		err = readWord(r, member, allCadences, &a.Cadence)
	case "limit":
		err = r.number(member, &a.Limit)
	case "figures":
		a.Figures = []Figure{}
		err = r.list(member, func() error { return r.figure(a) })
	case "as_of":
		err = r.date(member, &a.AsOf, lastDay)
	default:
		return false, nil
	}
	return true, err
}

// goal reads a number, or «previous»: each year is compared with the one before.
func (r *assessReader) goal(a *AssessInput) error {
	s, ok, err := r.scalar("goal")
	switch {
	case err != nil || !ok:
		return err
	case s == "previous":
		a.Previous = true
		return nil
	}
	d, err := parseJSONNumber(s)
	if err != nil {
		r.fault("goal", err.Error(), "")
		return nil
	}
	a.Goal = d
	return nil
}

func (r *assessReader) truth(member string, v *bool) error {
	tok, err := r.token()
	if err != nil {
		return err
	}
	b, ok := tok.(bool)
	if !ok && tok != nil {
		r.fault(member, "应是 true 或 false", "")
		return r.skipFrom(tok)
	}
	*v = b
	return nil
}

func (r *assessReader) year(member string, v *int) error {
	var p Period
	err := r.period(member, &p)
	if err == nil && !p.IsZero() && p != Year(p.End.Year()) {
		r.fault(member, fmt.Sprintf("%s 不是年份", p), "如 2020")
		return nil
	}
	if !p.IsZero() {
		*v = p.End.Year()
	}
	return err
}

// reference reads the series that a versus goal is held against.
func (r *assessReader) reference(a *AssessInput) error {
	ref := &AssessReference{}
	ok, err := r.members("reference", func(member string) (known bool, err error) {
		switch member {
		case "figures":
			own := AssessInput{}
			err = r.list(member, func() error { return r.figure(&own) })
			ref.Figures = own.Figures
		case "margin_low":
			err = r.number(member, &ref.MarginLow)
		case "margin_high":
			err = r.number(member, &ref.MarginHigh)
		case "over":
			err = readWord(r, member, allOvers, &ref.Over)
		default:
			return false, nil
		}
		return true, err
	})
	if ok && err == nil {
		r.need("reference.figures", ref.Figures != nil)
		r.need("reference.over", ref.Over != "")
		sortFigures(ref.Figures)
		a.Reference = ref
	}
	return err
}

func lastDay(p Period) Date { return p.End }

// members reads the members of one object; ok is false where there is none.
func (r *assessReader) members(member string, read func(member string) (known bool, err error)) (ok bool, err error) {
	if ok, err := r.open(member, '{', "应是对象 {…}"); !ok || err != nil {
		return false, err
	}
	var seen []string
	for r.dec.More() {
		key, err := r.token()
		if err != nil {
			return false, err
		}
		name := key.(string)
		if slices.Contains(seen, name) {
			r.fault(name, "同一个键出现了两次", "请只保留一个")
		}
		known, err := read(name)
		if err != nil {
			return false, err
		}
		if known {
			seen = append(seen, name)
			continue
		}
		r.fault(name, "没有这个键", "请核对拼写")
		if err := r.skip(); err != nil {
			return false, err
		}
	}
	_, err = r.token()
	return true, err
}

// list reads the elements of an array; null is none.
func (r *assessReader) list(member string, read func() error) error {
	if ok, err := r.open(member, '[', "应是数组 […]"); !ok || err != nil {
		return err
	}
	for i := 0; r.dec.More(); i++ {
		r.part, r.index = member, i
		if err := read(); err != nil {
			return err
		}
		r.part = ""
	}
	_, err := r.token()
	return err
}

// open reads the bracket that begins an object or array; ok is false for null
// and, with a fault, for anything else.
func (r *assessReader) open(member string, want json.Delim, otherwise string) (ok bool, err error) {
	tok, err := r.token()
	if err != nil || tok == want {
		return err == nil, err
	}
	if tok == nil && member != "" {
		return false, nil
	}
	r.fault(member, otherwise, "")
	return false, r.skipFrom(tok)
}

// skip passes over the next value.
func (r *assessReader) skip() error {
	tok, err := r.token()
	if err != nil {
		return err
	}
	return r.skipFrom(tok)
}

// skipFrom passes over the rest of the value that tok begins.
func (r *assessReader) skipFrom(tok json.Token) error {
	for depth := 0; ; {
		switch tok {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth <= 0 {
			return nil
		}
		var err error
		if tok, err = r.token(); err != nil {
			return err
		}
	}
}

// scalar reads a text or number as it is written; ok is false for null and, with
// a fault, for anything else.
func (r *assessReader) scalar(member string) (s string, ok bool, err error) {
	tok, err := r.token()
	if err != nil {
		return "", false, err
	}
	switch v := tok.(type) {
	case nil:
		return "", false, nil
	case string:
		return v, true, nil
	case json.Number:
		return v.String(), true, nil
	}
	r.fault(member, "应是文字或数字", "")
	return "", false, r.skipFrom(tok)
}

func (r *assessReader) id(v *string) error {
	tok, err := r.token()
	if err != nil {
		return err
	}
	s, ok := tok.(string)
	if !ok || s == "" {
		r.fault("id", "应是不为空的文字", "")
		return r.skipFrom(tok)
	}
	*v = s
	return nil
}

// readWord reads one of the words of the contract.
func readWord[T ~string](r *assessReader, member string, words []T, v *T) error {
	s, ok, err := r.scalar(member)
	if err != nil || !ok {
		return err
	}
	if !slices.Contains(words, T(s)) {
		r.fault(member, fmt.Sprintf("%q 无法识别", s), "应为 "+joinWords(words))
		return nil
	}
	*v = T(s)
	return nil
}

func joinWords[T ~string](words []T) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return strings.Join(list, "、")
}

func (r *assessReader) number(member string, v *Decimal) error {
	s, ok, err := r.scalar(member)
	if err != nil || !ok {
		return err
	}
	d, err := parseJSONNumber(s)
	if err != nil {
		r.fault(member, err.Error(), "")
		return nil
	}
	*v = d
	return nil
}

// maxExponent bounds the power of ten a JSON number may be written with.
const maxExponent = 60

// parseJSONNumber is ParseDecimal for what programs print, who write 0.00001 as 1e-05.
func parseJSONNumber(s string) (Decimal, error) {
	head, power, ok := strings.Cut(strings.ToLower(s), "e")
	if !ok {
		return ParseDecimal(s)
	}
	v, err := ParseDecimal(head)
	n, bad := strconv.Atoi(power)
	if err != nil || bad != nil || n > maxExponent || n < -maxExponent {
		return Decimal{}, &Error{Kind: Invalid, Text: fmt.Sprintf("数值 %q 无法识别，应为 3923、0.60 或 1e-5", s)}
	}
	return v.Shift(int32(n)), nil
}

func (r *assessReader) period(member string, v *Period) error {
	s, ok, err := r.scalar(member)
	if err != nil || !ok {
		return err
	}
	p, err := ParsePeriod(s)
	if err != nil {
		r.fault(member, err.Error(), "")
		return nil
	}
	*v = p
	return nil
}

func (r *assessReader) date(member string, v *Date, day func(Period) Date) error {
	var p Period
	err := r.period(member, &p)
	if !p.IsZero() {
		*v = day(p)
	}
	return err
}

func (r *assessReader) baseline(a *AssessInput) error {
	ok, err := r.members("baseline", func(member string) (bool, error) {
		r.part = "baseline"
		switch member {
		case "period":
			return true, r.period(member, &a.BaselinePeriod)
		case "value":
			return true, r.number(member, &a.Baseline)
		}
		return false, nil
	})
	if ok && err == nil {
		r.part = "baseline"
		r.need("period", !a.BaselinePeriod.IsZero())
		r.need("value", a.Baseline.Known())
	}
	if err == nil {
		r.part = ""
	}
	return err
}

func (r *assessReader) pathPoint(a *AssessInput) error {
	var p PathPoint
	ok, err := r.members("", func(member string) (bool, error) {
		switch member {
		case "date":
			return true, r.date(member, &p.On, lastDay)
		case "value":
			return true, r.number(member, &p.Value)
		}
		return false, nil
	})
	if ok && err == nil {
		r.need("date", p.On != 0)
		r.need("value", p.Value.Known())
		a.Path = append(a.Path, p)
	}
	return err
}

func (r *assessReader) figure(a *AssessInput) error {
	f := Figure{Revision: 1, Flag: Normal, Origin: OriginOfficial}
	ok, err := r.members("", func(member string) (known bool, err error) {
		switch member {
		case "period":
			err = r.period(member, &f.Period)
		case "value":
			err = r.number(member, &f.Value)
		case "numerator":
			err = r.number(member, &f.Numerator)
		case "denominator":
			err = r.number(member, &f.Denominator)
		case "flag":
			err = readWord(r, member, allFlags, &f.Flag)
		case "bound":
			err = readWord(r, member, allBounds, &f.Bound)
		default:
			return false, nil
		}
		return true, err
	})
	if ok && err == nil {
		r.checkFigure(&f)
	}
	a.Figures = append(a.Figures, f)
	return err
}
