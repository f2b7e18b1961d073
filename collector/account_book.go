package collector

import (
	"context"
	"encoding/base32"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/biaochi/biaochi/targets"
)

// A treeOf is the rights over the areas of one catalogue.
type treeOf struct {
	catalogue *targets.Catalogue
	rights    rights
}

// rights are those over the present areas; the tree is made once a catalogue.
func (a *Accounts) rights(ctx context.Context) (rights, error) {
	t, err := a.tree(ctx)
	if err != nil {
		return rights{}, err
	}
	return t.rights, nil
}

func (a *Accounts) tree(ctx context.Context) (*treeOf, error) {
	c, _, err := a.store.Catalogue(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	if t := a.table.Load(); t != nil && t.catalogue == c {
		return t, nil
	}
	t := &treeOf{c, rights{targets.NewAreaTree(c.Areas)}}
	a.table.Store(t)
	return t, nil
}

// authorise is the beginning of every method that needs nothing else.
func (a *Accounts) authorise(ctx context.Context, p *Person, action Action, o Object) error {
	r, err := a.rights(ctx)
	if err != nil {
		return err
	}
	return r.authorise(p, action, o)
}

// A book is what an administrator's request sees.
type book struct {
	rights
	catalogue *targets.Catalogue
	register  *targets.Register
	accounts  []targets.Account
	users     map[string]*targets.Account
	names     map[string]string
}

func (a *Accounts) book(ctx context.Context) (*book, error) {
	t, err := a.tree(ctx)
	if err != nil {
		return nil, err
	}
	b := &book{rights: t.rights, catalogue: t.catalogue, users: map[string]*targets.Account{}}
	if b.register, err = a.store.Register(ctx, time.Time{}); err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	if b.accounts, err = a.store.Accounts(ctx); err != nil {
		return nil, fmt.Errorf("read the accounts: %w", err)
	}
	if b.names, err = a.store.Names(ctx); err != nil {
		return nil, fmt.Errorf("read the users' names: %w", err)
	}
	for i := range b.accounts {
		u := &b.accounts[i]
		b.users[u.ID] = u
	}
	return b, nil
}

// userObject is a user as something that is administered. One without an office
// belongs to the country: only who reaches everything administers it.
func (b *book) userObject(id string) Object {
	u := b.users[id]
	if u == nil {
		return Object{User: id, Area: targets.Country}
	}
	return b.officeObject(id, u.Office)
}

func (b *book) officeObject(user, office string) Object {
	if o := b.register.Office(office); o != nil {
		return Object{User: user, Office: o}
	}
	return Object{User: user, Area: targets.Country}
}

// areaName names an area by its code.
func (b *book) areaName(code string) targets.Text {
	if area := b.areas.Area(code); area != nil {
		return area.Name
	}
	return targets.Text{ZH: code, EN: code}
}

// officeName names an office; one that is not there has its id for a name.
func (b *book) officeName(id string) string {
	if o := b.register.Office(id); o != nil {
		return o.Name
	}
	return id
}

// People tells the desk who stands behind an id.
func (a *Accounts) People() People { return people{a.store} }

type people struct{ store AccountStore }

func (p people) Names(ctx context.Context) (map[string]string, error) { return p.store.Names(ctx) }

func (p people) Contacts(ctx context.Context, office string) ([]targets.Contact, error) {
	return p.store.Contacts(ctx, office)
}

// newID is an opaque id: 100 random bits, in the letters of every other id.
func newID() string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(randomBytes(15)))[:20]
}

// fieldFaults gathers what is wrong with a form, by field.
type fieldFaults struct{ list targets.Faults }

func (f *fieldFaults) add(field, text, fix string) {
	f.list = append(f.list, targets.Fault{Field: field, Text: text, Fix: fix})
}

func (f *fieldFaults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return f.list
}

// one is err as a single targets.Error, for the short forms before signing in.
func (f *fieldFaults) one() error {
	if len(f.list) == 0 {
		return nil
	}
	texts := make([]string, len(f.list))
	for i, fault := range f.list {
		if texts[i] = fault.Text; fault.Fix != "" {
			texts[i] += "，" + fault.Fix
		}
	}
	return &targets.Error{Kind: targets.Invalid, Field: f.list[0].Field, Text: strings.Join(texts, "；") + "。"}
}

// text cleans a line of text and faults one that is missing, too long or has
// characters that do not show.
func (f *fieldFaults) text(field, s string, most int) string {
	s = f.optional(field, s, most)
	if s == "" && (len(f.list) == 0 || f.list[len(f.list)-1].Field != field) {
		f.add(field, "不能为空", "")
	}
	return s
}

func (f *fieldFaults) optional(field, s string, most int) string {
	s = strings.TrimSpace(norm.NFC.String(s))
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, hidden):
		f.add(field, "有无法显示的字符", "请重新输入")
	case utf8.RuneCountInString(s) > most:
		f.add(field, fmt.Sprintf("最多 %d 个字符", most), "")
	}
	return s
}

// hidden reports characters that do not show, or that turn the ones around them:
// a name with them would look like another one.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar || r == '\u2028' || r == '\u2029'
}

// maxID bounds every id that is written by hand.
const maxID = 60

var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (f *fieldFaults) id(s string) {
	if len(s) > maxID || !idPattern.MatchString(s) {
		f.add("id", "编号不符合格式", fmt.Sprintf("用小写字母、数字和连字符，最多 %d 个字符，如 xian-market", maxID))
	}
}

const maxLogin = 32

var loginPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,31}$`)

func (f *fieldFaults) login(s string) string {
	s = CanonicalLogin(s)
	if !loginPattern.MatchString(s) {
		f.add("login", "登录名不符合格式", fmt.Sprintf("用 3–%d 个小写字母、数字、点、下划线或连字符，以字母或数字开头", maxLogin))
	}
	return s
}
