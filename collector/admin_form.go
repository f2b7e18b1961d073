package collector

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

const (
	maxFormText       = 200 // characters
	maxFormIndicators = 500
	longestWindow     = 366 // days from a period's end to the closing of its window
)

// Forms lists the forms that an office the person administers fills in, and those
// that nobody does.
func (a *Accounts) Forms(ctx context.Context, p *Person) ([]targets.Form, error) {
	b, err := a.book(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.authorise(p, ActSeeRegister, Object{}); err != nil {
		return nil, err
	}
	var list []targets.Form
	for _, f := range b.register.Forms {
		offices := b.officesOf(f.Offices)
		reached := func(o *targets.Office) bool { return b.may(p, ActSeeRegister, Object{Office: o}) }
		if len(offices) == 0 || slices.ContainsFunc(offices, reached) {
			list = append(list, f)
		}
	}
	return list, nil
}

// officesOf are the offices of these ids that there are.
func (b *book) officesOf(ids []string) []*targets.Office {
	var list []*targets.Office
	for _, id := range ids {
		if o := b.register.Office(id); o != nil {
			list = append(list, o)
		}
	}
	return list
}

// PutForm makes a form, or changes the one of that id. Every office of it, before
// and after, has to be the person's to administer. Its faults are targets.Faults:
// Field is id, name, number, authority, approval, valid-until, cadence, opens,
// closes, indicators, chain, offices, from or until.
func (a *Accounts) PutForm(ctx context.Context, p *Person, f targets.Form) error {
	b, err := a.book(ctx)
	if err != nil {
		return err
	}
	if err := b.authorise(p, ActChangeForm, Object{}); err != nil {
		return err
	}
	old := b.register.Form(f.ID)
	if old != nil {
		if err := b.authorise(p, ActChangeForm, Object{Offices: b.officesOf(old.Offices)}); err != nil {
			return err
		}
	}
	f.Offices = slices.Compact(slices.Sorted(slices.Values(f.Offices)))
	if err := b.checkForm(p, &f, old); err != nil {
		return err
	}
	return a.putRegister(ctx, p, targets.RegisterChange{Forms: []targets.Form{f}})
}

func (b *book) checkForm(p *Person, form, old *targets.Form) error {
	var f fieldFaults
	f.id(form.ID)
	form.Name = f.text("name", form.Name, maxFormText)
	form.Number = f.optional("number", form.Number, maxFormText)
	form.Authority = f.optional("authority", form.Authority, maxFormText)
	form.Approval = f.optional("approval", form.Approval, maxFormText)
	checkFormTimes(&f, form)
	b.checkFormIndicators(&f, form)
	checkFormChain(&f, form.Chain)
	b.checkFormOffices(&f, p, form, old)
	b.checkFormTwins(&f, form)
	return f.err()
}

// checkFormTimes judges cadence, window and validity.
func checkFormTimes(f *fieldFaults, form *targets.Form) {
	if !slices.Contains(targets.FormCadences[:], form.Cadence) {
		f.add("cadence", "报送周期无法识别", "应为月报、季报、半年报或年报")
	}
	if form.Opens < 0 || form.Opens > longestWindow {
		f.add("opens", "开始填报应为报告期结束后 0–366 天", "")
	}
	switch {
	case form.Closes < 0 || form.Closes > longestWindow:
		f.add("closes", "截止填报应为报告期结束后 0–366 天", "")
	case form.Opens > form.Closes:
		f.add("closes", fmt.Sprintf("截止（第 %d 天）早于开始（第 %d 天）", form.Closes, form.Opens), "请改正其中之一")
	}
	if form.From == 0 {
		f.add("from", "不能为空", "请填写从哪一天结束的报告期开始填报")
	}
	if form.Until != 0 && form.Until < form.From {
		f.add("until", "停止日期早于开始日期", "请改正，或留空表示不停止")
	}
	if form.ValidUntil != 0 && form.ValidUntil < form.From {
		f.add("valid-until", "有效期早于开始日期", "")
	}
}

// checkFormIndicators judges the list of indicators, each fault by its id.
func (b *book) checkFormIndicators(f *fieldFaults, form *targets.Form) {
	known := make(map[string]bool, len(b.catalogue.Indicators))
	for i := range b.catalogue.Indicators {
		known[b.catalogue.Indicators[i].ID] = true
	}
	switch {
	case len(form.Indicators) == 0:
		f.add("indicators", "至少选择一个指标", "")
	case len(form.Indicators) > maxFormIndicators:
		f.add("indicators", fmt.Sprintf("一张报表最多 %d 个指标", maxFormIndicators), "请分成几张报表")
		return
	}
	seen := map[string]bool{}
	for _, id := range form.Indicators {
		if !known[id] {
			f.add("indicators", "没有编号为 "+id+" 的指标", "请从列表中选择")
		}
		if seen[id] {
			f.add("indicators", "指标 "+id+" 出现两次", "请删去一个")
		}
		seen[id] = true
	}
}

// checkFormChain judges the steps of review: one to three, each once, upwards.
func checkFormChain(f *fieldFaults, chain []targets.ChainStep) {
	if len(chain) == 0 || len(chain) > targets.MostSteps {
		f.add("chain", fmt.Sprintf("审核应为一至%s级（现为 %d 级）", chineseDigits[targets.MostSteps], len(chain)), "")
	}
	last := -1
	for _, step := range chain {
		at := slices.Index(targets.ChainSteps[:], step)
		switch {
		case at < 0:
			f.add("chain", "审核级 "+string(step)+" 无法识别", "")
		case at <= last:
			f.add("chain", step.Name().ZH+"的次序不对", "应由低到高，每级一次")
		}
		last = max(last, at)
	}
}

var chineseDigits = [...]string{"零", "一", "二", "三", "四", "五"}

// checkFormOffices judges who fills the form in. An office that has closed since
// may stay; a closed one is not added.
func (b *book) checkFormOffices(f *fieldFaults, p *Person, form, old *targets.Form) {
	var unknown, closed, far []string
	for _, id := range form.Offices {
		o := b.register.Office(id)
		switch {
		case o == nil:
			unknown = append(unknown, id)
		case !b.may(p, ActChangeForm, Object{Office: o}):
			far = append(far, id)
		case o.Closed && (old == nil || !slices.Contains(old.Offices, id)):
			closed = append(closed, o.Name)
		}
	}
	// An office out of reach is answered as one that does not exist.
	if unknown = slices.Sorted(slices.Values(append(unknown, far...))); len(unknown) > 0 {
		f.add("offices", "没有这些填报单位，或不在您的权限范围内："+strings.Join(unknown, "、"), "请从列表中选择")
	}
	if len(closed) > 0 {
		f.add("offices", "这些填报单位已停用："+strings.Join(closed, "、"), "")
	}
}

// checkFormTwins refuses that two offices of one area report one indicator for the
// same periods: it would be one figure, and each would write over the other's.
func (b *book) checkFormTwins(f *fieldFaults, form *targets.Form) {
	reporters := map[[2]string]*targets.Office{} // by area and indicator
	for _, o := range b.open(form) {
		for _, id := range form.Indicators {
			key := [2]string{o.Area, id}
			if first := reporters[key]; first != nil && first.ID != o.ID {
				f.add("offices", first.Name+"和"+o.Name+"同属一个地区，同一指标只能由一个单位填报", "请只留一个，或分成指标不同的两张报表")
				return
			}
			reporters[key] = o
		}
	}
	for i := range b.register.Forms {
		other := &b.register.Forms[i]
		if other.ID == form.ID || other.Cadence != form.Cadence || form.Until != 0 && other.From > form.Until || other.Until != 0 && form.From > other.Until {
			continue
		}
		for _, o := range b.open(other) {
			for _, id := range other.Indicators {
				if mine := reporters[[2]string{o.Area, id}]; mine != nil && mine.ID != o.ID {
					f.add("indicators", "指标 "+id+" 已由同一地区的"+o.Name+"在报表《"+other.Name+"》里填报", "请删去这个指标，或不选"+mine.Name)
					return
				}
			}
		}
	}
}

// open are the open offices that fill a form in.
func (b *book) open(form *targets.Form) []*targets.Office {
	return slices.DeleteFunc(b.officesOf(form.Offices), func(o *targets.Office) bool { return o.Closed })
}

// Calendar lists the yearly tables of rest days.
func (a *Accounts) Calendar(ctx context.Context, p *Person) (targets.Calendar, error) {
	if err := a.authorise(ctx, p, ActSeeCalendar, Object{}); err != nil {
		return nil, err
	}
	r, err := a.store.Register(ctx, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	return r.Calendar, nil
}

// PutCalendarYear records the table of a year. Its faults are targets.Faults:
// Field is year, source, off or work, and the text names the day.
func (a *Accounts) PutCalendarYear(ctx context.Context, p *Person, y targets.CalendarYear) error {
	if err := a.authorise(ctx, p, ActChangeCalendar, Object{}); err != nil {
		return err
	}
	y.Off, y.Work = slices.Clone(y.Off), slices.Clone(y.Work)
	slices.Sort(y.Off)
	slices.Sort(y.Work)
	if err := checkCalendarYear(&y); err != nil {
		return err
	}
	return a.putRegister(ctx, p, targets.RegisterChange{Calendar: []targets.CalendarYear{y}})
}

func checkCalendarYear(y *targets.CalendarYear) error {
	var f fieldFaults
	if y.Year < 2000 || y.Year > 2100 {
		f.add("year", "年份应在 2000–2100 之间", "")
	}
	y.Source = f.text("source", y.Source, maxFormText)
	checkDays(&f, "off", y.Year, y.Off)
	checkDays(&f, "work", y.Year, y.Work)
	for _, d := range y.Work {
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			f.add("work", d.String()+" 不是周六或周日，本来就是工作日", "请删去，或改正日期")
		}
		if slices.Contains(y.Off, d) {
			f.add("work", d.String()+" 同时列为休息日和工作日", "请删去一处")
		}
	}
	return f.err()
}

// checkDays holds days, sorted, against the year.
func checkDays(f *fieldFaults, field string, year int, days []targets.Date) {
	for i, d := range days {
		if d.Year() != year {
			f.add(field, fmt.Sprintf("%s 不在 %d 年", d, year), "")
		}
		if i > 0 && days[i-1] == d {
			f.add(field, d.String()+" 出现两次", "请删去一处")
		}
	}
}
