package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// The kinds of the register's rows.
const (
	kindOffice     = "office"
	kindForm       = "form"
	kindCalendar   = "calendar"   // id: the year
	kindLate       = "late"       // id: form/office/period
	kindAssignment = "assignment" // id: the task
	kindRights     = "rights"     // id: the user
	kindToken      = "token"
)

// registerNames are said to the person who changes the register.
var registerNames = map[string]string{
	kindOffice: "单位", kindForm: "报表", kindCalendar: "工作日历", kindLate: "补报申请",
	kindAssignment: "任务分工", kindRights: "权限", kindToken: "接口令牌",
}

// A registerContent is a version of the register as its entry tells it; its body
// is vouched for by the digest.
type registerContent struct {
	Kind    string `json:"kind"`
	ID      string `json:"id"`
	Version int64  `json:"version"`
}

// A rightsBody is what a version of rights says.
type rightsBody struct {
	Office   string
	Roles    []targets.Role
	Disabled bool
}

// registerNouns lists a change as canonical rows, in the order of kind and id.
func registerNouns(c *targets.RegisterChange) ([]noun, error) {
	var l nounList
	for i := range c.Offices {
		l.add(kindOffice, c.Offices[i].ID, &c.Offices[i])
	}
	for i := range c.Forms {
		f := c.Forms[i]
		f.Offices = slices.Compact(slices.Sorted(slices.Values(f.Offices)))
		l.add(kindForm, f.ID, &f)
	}
	for i := range c.Calendar {
		l.add(kindCalendar, strconv.Itoa(c.Calendar[i].Year), &c.Calendar[i])
	}
	for i := range c.Lates {
		l.add(kindLate, c.Lates[i].FilingKey.String(), &c.Lates[i])
	}
	for i := range c.Assigned {
		l.add(kindAssignment, c.Assigned[i].Task, &c.Assigned[i])
	}
	for i := range c.Rights {
		n, fault := rightsNoun(&c.Rights[i])
		l.err = errors.Join(l.err, fault)
		l.list = append(l.list, n)
	}
	slices.SortFunc(l.list, compareNoun)
	return l.list, l.err
}

func rightsNoun(r *targets.Rights) (noun, error) {
	roles := slices.Compact(slices.Sorted(slices.Values(r.Roles)))
	for _, role := range roles {
		if !role.Valid() {
			return noun{}, &targets.Error{Kind: targets.Invalid, Field: "roles", Text: fmt.Sprintf("角色 %q 无法识别", role)}
		}
	}
	body, err := canonicalJSON(rightsBody{r.Office, roles, r.Disabled})
	return noun{kindRights, r.User, body}, err
}

func compareNoun(a, b noun) int {
	if c := strings.Compare(a.kind, b.kind); c != 0 {
		return c
	}
	return strings.Compare(a.id, b.id)
}

// PutRegister records new versions of what a change says differently from the
// register, as one entry. Nothing differs: nothing is written, entry 0. Offices
// and users are never deleted: they close and are disabled.
func (s *Store) PutRegister(ctx context.Context, actor string, c targets.RegisterChange, now time.Time) (entry int64, err error) {
	list, err := registerNouns(&c)
	if err != nil {
		return 0, err
	}
	if err := checkRegister(list); err != nil {
		return 0, err
	}
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		entry, err = putRegister(ctx, tx, actor, list, now)
		return err
	})
	if err != nil {
		return 0, err
	}
	return entry, nil
}

// checkRegister looks at sorted rows.
func checkRegister(list []noun) error {
	for i, n := range list {
		name := registerNames[n.kind]
		switch {
		case n.id == "":
			return &targets.Error{Kind: targets.Invalid, Field: n.kind, Text: name + "缺少编号"}
		case i > 0 && list[i-1].key() == n.key():
			return &targets.Error{Kind: targets.Invalid, Field: n.kind, Text: fmt.Sprintf("%s %s 出现两次", name, n.id)}
		}
	}
	return nil
}

// putRegister writes the rows that differ, which are in the order of kind and id.
func putRegister(ctx context.Context, tx *sql.Tx, actor string, list []noun, now time.Time) (int64, error) {
	changed, err := registerDifferences(ctx, tx, list)
	if err != nil || len(changed) == 0 {
		return 0, err
	}
	l, err := take(ctx, tx, actor, actionRegister, now)
	if err != nil {
		return 0, err
	}
	h, c := newRowHash(), content{}
	for i := range changed {
		v := &changed[i]
		h.add(v.registered())
		c.Register = append(c.Register, registerContent{v.kind, v.id, v.number})
		c.Changing = c.Changing || v.kind == kindOffice || v.kind == kindForm // who has a duty, whose figures roll up
	}
	c.Brought = map[string]digest{tableRegister: h.digest()}
	if err := l.put(ctx, tx, c); err != nil {
		return 0, err
	}
	for i := range changed {
		v := &changed[i]
		if _, err := tx.ExecContext(ctx, insertRegister, v.kind, v.id, v.number, l.seq(), v.body); err != nil {
			return 0, fmt.Errorf("write %s %s: %w", v.kind, v.id, err)
		}
	}
	return l.seq(), nil
}

const (
	insertRegister = `INSERT INTO register (kind, id, version, entry, body) VALUES ($1, $2, $3, $4, $5)`

	selectNewestRegister = `SELECT version, body FROM register WHERE kind = $1 AND id = $2 ORDER BY version DESC LIMIT 1`
)

// registered is the canonical row of a version of the register.
func (v *version) registered() []byte {
	return fields(v.kind, v.id, strconv.FormatInt(v.number, 10), v.body)
}

// registerDifferences are the next versions of the rows that differ.
func registerDifferences(ctx context.Context, tx *sql.Tx, list []noun) ([]version, error) {
	var changed []version
	for _, n := range list {
		var number int64
		var body string
		err := tx.QueryRowContext(ctx, selectNewestRegister, n.kind, n.id).Scan(&number, &body)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("read %s %s: %w", n.kind, n.id, err)
		}
		if number == 0 || body != n.body {
			changed = append(changed, version{noun: n, number: number + 1})
		}
	}
	return changed, nil
}

// Register returns who reports what and when, as known at a time (zero: now). It
// is shared and must not be modified; equal registers are the same one.
func (s *Store) Register(ctx context.Context, knownAt time.Time) (*targets.Register, error) {
	if knownAt.IsZero() {
		if h, err := s.glance(ctx); err == nil {
			if r := s.registers.kept(h.register); r != nil {
				return r, nil
			}
		}
	}
	var r *targets.Register
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, knownAt)
		if err != nil {
			return err
		}
		r, err = s.registerAt(ctx, v)
		return err
	})
	return r, err
}

// registerAt is the register that a view knows.
func (s *Store) registerAt(ctx context.Context, v *view) (*targets.Register, error) {
	last, err := v.newestRegister(ctx)
	if err != nil {
		return nil, err
	}
	return s.registers.at(ctx, v.tx, last)
}

// newestRegister finds the newest known entry that changed the register.
func (v *view) newestRegister(ctx context.Context) (int64, error) {
	if v.last >= v.head.register {
		return v.head.register, nil
	}
	entry, err := one[int64](ctx, v.tx, `SELECT coalesce(max(entry), 0) FROM register WHERE entry <= $1`, v.last)
	if err != nil {
		return 0, fmt.Errorf("find the register: %w", err)
	}
	return entry, nil
}

// RegisterHistory returns every version of a noun of the register, the first one
// first; none is an empty list. Kind is office, form, calendar (id: the year),
// late (id: form/office/period), assignment (id: the task), rights (id: the
// user) or token.
func (s *Store) RegisterHistory(ctx context.Context, kind, id string) ([]targets.RegisterVersion, error) {
	const query = `
SELECT r.version, r.entry, c.at, c.actor, r.body FROM register r JOIN chain c ON c.seq = r.entry
WHERE r.kind = $1 AND r.id = $2 ORDER BY r.version`
	var list []targets.RegisterVersion
	err := each(ctx, s.engine.Read, query, []any{kind, id}, func(rows *sql.Rows) error {
		v := targets.RegisterVersion{Kind: kind, ID: id}
		var at string
		err := rows.Scan(&v.Version, &v.Entry, &at, &v.By, &v.Body)
		if err == nil {
			v.At, err = parseTime(at)
		}
		list = append(list, v)
		return err
	})
	if err != nil {
		return nil, s.classify(fmt.Errorf("read the history of %s %s: %w", kind, id, err))
	}
	return list, nil
}
