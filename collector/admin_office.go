package collector

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// An OfficeRow is an office as the administrator lists it.
type OfficeRow struct {
	targets.Office
	AreaName targets.Text
	Contacts []targets.Contact
	Users    int // that are not disabled
}

const (
	maxOfficeName = 100 // characters
	maxContacts   = 10  // of one office
	maxPhone      = 40
)

// Offices lists the offices the person administers, in the order of their ids.
func (a *Accounts) Offices(ctx context.Context, p *Person) ([]OfficeRow, error) {
	b, err := a.book(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.authorise(p, ActSeeRegister, Object{}); err != nil {
		return nil, err
	}
	contacts, err := a.store.AllContacts(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the contacts: %w", err)
	}
	users := map[string]int{}
	for i := range b.accounts {
		if u := &b.accounts[i]; !u.Disabled {
			users[u.Office]++
		}
	}
	var rows []OfficeRow
	for i := range b.register.Offices {
		if o := &b.register.Offices[i]; b.may(p, ActSeeRegister, Object{Office: o}) {
			rows = append(rows, OfficeRow{Office: *o, AreaName: b.areaName(o.Area), Contacts: contacts[o.ID], Users: users[o.ID]})
		}
	}
	return rows, nil
}

// PutOffice makes an office, or changes what the one of that id says. Its faults
// are targets.Faults, by field.
func (a *Accounts) PutOffice(ctx context.Context, p *Person, o targets.Office) error {
	b, err := a.book(ctx)
	if err != nil {
		return err
	}
	if err := b.authorise(p, ActChangeOffice, Object{}); err != nil {
		return err
	}
	old := b.register.Office(o.ID)
	if old != nil {
		if err := b.authorise(p, ActChangeOffice, Object{Office: old}); err != nil {
			return err
		}
	}
	o.Area = targets.CanonicalArea(o.Area)
	if err := b.checkOffice(p, &o, old); err != nil {
		return err
	}
	return a.putRegister(ctx, p, targets.RegisterChange{Offices: []targets.Office{o}})
}

func (b *book) checkOffice(p *Person, o, old *targets.Office) error {
	var f fieldFaults
	f.id(o.ID)
	o.Name = f.text("name", o.Name, maxOfficeName)
	twin := slices.ContainsFunc(b.register.Offices, func(x targets.Office) bool {
		return x.ID != o.ID && x.Name == o.Name && x.Area == o.Area && !x.Closed
	})
	if twin {
		f.add("name", "该地区已有同名的填报单位", "")
	}
	if b.areas.Area(o.Area) == nil {
		f.add("area", "没有代码为 "+o.Area+" 的地区", "请从列表中选择")
	} else if !b.may(p, ActChangeOffice, Object{Office: o}) {
		f.add("area", "该地区不在您的权限范围内", "请选择本地区或下级地区")
	}
	known := func(d targets.Department) bool { return d.ID == o.Department }
	if o.Department != "" && !slices.ContainsFunc(b.catalogue.Departments, known) {
		f.add("department", "没有编号为 "+o.Department+" 的部门", "请从列表中选择，或留空")
	} else if o.Department != "" && (old == nil || old.Department != o.Department) && !b.may(p, ActNameDepartment, Object{}) {
		f.add("department", "对应部门决定该单位报告哪些文件的任务，由管理全部单位的管理员指定", "请留空")
	}
	return f.err()
}

// CloseOffice closes an office, whose duties end, or opens it again. It is never
// deleted.
func (a *Accounts) CloseOffice(ctx context.Context, p *Person, id string, closed bool) error {
	o, err := a.office(ctx, p, ActChangeOffice, id)
	if err != nil {
		return err
	}
	changed := *o
	changed.Closed = closed
	return a.putRegister(ctx, p, targets.RegisterChange{Offices: []targets.Office{changed}})
}

// office finds an office and authorises an action on it.
func (a *Accounts) office(ctx context.Context, p *Person, action Action, id string) (*targets.Office, error) {
	r, err := a.rights(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.authorise(p, action, Object{}); err != nil {
		return nil, err
	}
	register, err := a.store.Register(ctx, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	o := register.Office(id)
	if o == nil {
		return nil, unseen()
	}
	return o, r.authorise(p, action, Object{Office: o})
}

// putRegister writes a change in the person's name.
func (a *Accounts) putRegister(ctx context.Context, p *Person, c targets.RegisterChange) error {
	if _, err := a.store.PutRegister(ctx, p.User.ID, c, a.now()); err != nil {
		return fmt.Errorf("change the register: %w", err)
	}
	return nil
}

// Contacts lists whom to call at an office.
func (a *Accounts) Contacts(ctx context.Context, p *Person, office string) ([]targets.Contact, error) {
	if _, err := a.office(ctx, p, ActChangeContacts, office); err != nil {
		return nil, err
	}
	return a.store.Contacts(ctx, office)
}

// PutContacts replaces the contacts of an office. Its faults are targets.Faults:
// Line is the contact's place in the list, Field name, post or phone.
func (a *Accounts) PutContacts(ctx context.Context, p *Person, office string, list []targets.Contact) error {
	if _, err := a.office(ctx, p, ActChangeContacts, office); err != nil {
		return err
	}
	var faults targets.Faults
	list = slices.Clone(list)
	if len(list) > maxContacts {
		return targets.Faults{{Text: fmt.Sprintf("每个单位最多 %d 个联系人", maxContacts)}}
	}
	for i := range list {
		var f fieldFaults
		c := &list[i]
		c.Name, c.Post = f.text("name", c.Name, maxPersonName), f.optional("post", c.Post, maxPersonName)
		c.Phone = f.text("phone", c.Phone, maxPhone)
		for _, fault := range f.list {
			fault.Line = i + 1
			faults = append(faults, fault)
		}
	}
	if len(faults) > 0 {
		return faults
	}
	if err := a.note(ctx, p.User.ID, targets.AccountNote{Office: office, Event: targets.ContactsChanged}); err != nil {
		return err
	}
	if err := a.store.PutContacts(ctx, office, list); err != nil {
		return fmt.Errorf("write the contacts: %w", err)
	}
	return nil
}
