package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Store is what is written beside the desk.
type Store interface {
	PutRegister(ctx context.Context, actor string, c targets.RegisterChange, now time.Time) (entry int64, err error)
	PutContacts(ctx context.Context, office string, list []targets.Contact) error
	RecordTaskStatus(ctx context.Context, actor string, list []targets.TaskStatus, now time.Time) (entry int64, err error)
	HandedOf(ctx context.Context, k targets.FilingKey) ([]targets.Handed, error)
}

// A Player writes a plan into a founded database. Desk and Accounts must read the
// clock that Now sets.
type Player struct {
	Store    Store
	Desk     *collector.Desk
	Accounts *collector.Accounts
	Import   func(ctx context.Context, figures []targets.Figure) error // through the desk, as a file
	Now      func(time.Time)                                           // sets the clock

	people map[string]*collector.Person // by login
}

// Play carries the plan out in the order of its times.
func (p *Player) Play(ctx context.Context, plan *Plan) error {
	if err := p.begin(ctx, plan); err != nil {
		return err
	}
	for i := range plan.Steps {
		s := &plan.Steps[i]
		p.Now(s.At)
		if err := p.step(ctx, s); err != nil {
			return fmt.Errorf("demo: %s %s %s %s: %w", s.At.Format(time.DateOnly), s.By, s.Act, s.Filing, err)
		}
	}
	p.Now(plan.Made)
	return p.open(ctx)
}

// begin puts the register, the ledger and the users.
func (p *Player) begin(ctx context.Context, plan *Plan) error {
	p.Now(plan.Founded)
	change := targets.RegisterChange{Offices: plan.Offices, Forms: plan.Forms}
	if _, err := p.Store.PutRegister(ctx, collector.Operator, change, plan.Founded); err != nil {
		return fmt.Errorf("put the demo's register: %w", err)
	}
	if _, err := p.Store.RecordTaskStatus(ctx, collector.Operator, plan.Statuses, plan.Founded); err != nil {
		return fmt.Errorf("put the demo's ledger: %w", err)
	}
	for office, list := range plan.Contacts {
		if err := p.Store.PutContacts(ctx, office, list); err != nil {
			return fmt.Errorf("put the demo's contacts: %w", err)
		}
	}
	return p.signUp(ctx, plan)
}

// signUp makes the users; they cannot sign in yet.
func (p *Player) signUp(ctx context.Context, plan *Plan) error {
	offices := map[string]targets.Office{}
	for _, o := range plan.Offices {
		offices[o.ID] = o
	}
	p.people = map[string]*collector.Person{}
	for _, u := range plan.Users {
		entry := collector.UserEntry{Login: u.Login, Name: u.Name, Office: u.Office, Roles: u.Roles}
		user, _, err := p.Accounts.AddUser(ctx, collector.CommandLine(), entry)
		if err != nil {
			return fmt.Errorf("add the demo's user %s: %w", u.Login, err)
		}
		office := offices[u.Office]
		p.people[u.Login] = &collector.Person{User: user, Office: office, Area: office.Area}
	}
	return nil
}

// open gives every user the one password. It comes last: a password of the day
// the copy pretends to have begun would have to be changed already.
func (p *Player) open(ctx context.Context) error {
	for login, u := range p.people {
		link, err := p.Accounts.ResetPassword(ctx, collector.CommandLine(), u.User.ID)
		if err == nil {
			err = p.Accounts.TakeInvite(ctx, link, Password)
		}
		if err != nil {
			return fmt.Errorf("give the demo's user %s a password: %w", login, err)
		}
	}
	return nil
}

// step carries one step out.
func (p *Player) step(ctx context.Context, s *Step) error {
	who, k := p.people[s.By], s.Filing
	switch s.Act {
	case ActImport:
		return p.Import(ctx, s.Figures)
	case ActSubmit, ActDraft:
		return p.hand(ctx, who, s)
	case ActLate:
		return p.Desk.RequestLate(ctx, who, k, s.Text)
	case ActGrant, ActRefuse:
		return p.Desk.AnswerLate(ctx, who, k, s.Act == ActGrant, s.Text, s.Until)
	case ActReport:
		return p.Desk.ReportTask(ctx, who, s.Task)
	case ActClose:
		return p.Desk.CloseTask(ctx, who, s.Task.Task, true, "")
	}
	handed, err := p.Store.HandedOf(ctx, k)
	if err != nil {
		return err
	}
	if len(handed) == 0 {
		return errors.New("nothing was handed in")
	}
	return p.judge(ctx, who, s, handed[len(handed)-1].Entry)
}

// judge carries out what is done about the newest handover of a filing.
func (p *Player) judge(ctx context.Context, who *collector.Person, s *Step, entry int64) error {
	switch s.Act {
	case ActOpen:
		_, err := p.Desk.OpenHanded(ctx, who, entry)
		return err
	case ActApprove, ActReturn:
		j := collector.Judgement{Entry: entry, Indicator: s.Indicator, Approve: s.Act == ActApprove, Reason: s.Text}
		return p.Desk.Review(ctx, who, []collector.Judgement{j}, targets.OnceKey{})
	case ActWithdraw:
		return p.Desk.Withdraw(ctx, who, entry, s.Text, targets.OnceKey{})
	case ActConfirm:
		return p.Desk.Confirm(ctx, who, entry)
	}
	return fmt.Errorf("unknown act %q", s.Act)
}

// hand fills the filing in on top of what stands, and hands it in or keeps it.
func (p *Player) hand(ctx context.Context, who *collector.Person, s *Step) error {
	g, err := p.Desk.Grid(ctx, who, s.Filing)
	if err != nil {
		return err
	}
	e := collector.Entry{Cells: s.Cells, Version: g.Version, Basis: s.Basis, Statement: targets.Statement{
		Text: "演示数据，供练习使用", Cause: "演示：部分项目立项较晚", Measure: "演示：按月调度", Expected: targets.DateOf(s.At) + 180,
	}, Signers: targets.Signers{Head: "演示负责人", Statistician: "演示统计员", Filler: who.User.Name, Phone: "000-0000", On: targets.DateOf(s.At)}}
	for i := range e.Cells {
		for j := range g.Rows {
			if g.Rows[j].Indicator.ID == e.Cells[i].Indicator {
				e.Cells[i].Seen = g.Rows[j].Cell.Seen
			}
		}
	}
	if s.Act == ActDraft {
		_, err = p.Desk.SaveDraft(ctx, who, s.Filing, e)
		return err
	}
	_, _, err = p.Desk.Submit(ctx, who, s.Filing, e, targets.OnceKey{})
	return err
}
