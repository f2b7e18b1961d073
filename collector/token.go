package collector

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A token of the API lasts a year at most, so that what nobody remembers ends.
const (
	tokenYears   = 1
	mostTokens   = 20 // usable ones of one user
	tokenPrefix  = "biaochi_"
	maxTokenName = 60 // characters
)

// A TokenEntry is what is asked for a new token.
type TokenEntry struct {
	Name    string       // what it is for
	Role    targets.Role // one of the owner's
	Area    string       // code, within the owner's; "" is all of it
	Expires targets.Date // last day of use; 0: a year from now, the longest
}

// A TokenRow is a token as a list shows it. Its secret is shown once, when it is
// issued.
type TokenRow struct {
	targets.Token
	Owner    string // name
	AreaName targets.Text
	Usable   bool
}

// Bearer tells who a token of the API stands for: its owner, with the one role
// and area it was issued for, as far as the owner still has them. Anything else
// is a targets.Error of kind Forbidden.
func (a *Accounts) Bearer(ctx context.Context, token string) (*Person, error) {
	if !strings.HasPrefix(token, tokenPrefix) || len(token) > maxSecretLength {
		return nil, badToken()
	}
	t, err := a.store.TokenByHash(ctx, secretHash(token))
	if targets.KindOf(err) == targets.NotFound {
		return nil, badToken()
	} else if err != nil {
		return nil, fmt.Errorf("read the token: %w", err)
	}
	if !t.Usable(a.now()) {
		return nil, badToken()
	}
	return a.bearer(ctx, t)
}

func badToken() error {
	return &targets.Error{Kind: targets.Forbidden, Text: "接口令牌无效、已过期或已撤销。"}
}

func (a *Accounts) bearer(ctx context.Context, t *targets.Token) (*Person, error) {
	owner, err := a.present(ctx, t.User)
	if targets.KindOf(err) != "" {
		return nil, badToken()
	} else if err != nil {
		return nil, err
	}
	r, err := a.rights(ctx)
	if err != nil {
		return nil, err
	}
	if !r.grants(owner, t.Role, t.Area) {
		return nil, badToken()
	}
	p := *owner
	p.User.Roles, p.Area, p.Token, p.MustChange = []targets.Role{t.Role}, t.Area, t.ID, false
	return &p, nil
}

// grants reports whether a person has a role to give a token, and reaches the
// area to give it.
func (r rights) grants(p *Person, role targets.Role, area string) bool {
	return slices.Contains(p.User.Roles, role) && r.areas.Area(area) != nil && r.reaches(p, role, Object{Area: area})
}

// IssueToken makes a token for oneself and returns its secret, which is kept
// nowhere. What is wrong with the entry is targets.Faults.
func (a *Accounts) IssueToken(ctx context.Context, p *Person, e TokenEntry) (secret string, t targets.Token, err error) {
	if err := a.authorise(ctx, p, ActIssueToken, Object{User: p.userID()}); err != nil {
		return "", t, err
	}
	r, err := a.rights(ctx)
	if err != nil {
		return "", t, err
	}
	now := a.now()
	if t, err = r.newToken(p, e, now); err != nil {
		return "", targets.Token{}, err
	}
	a.changing.Lock()
	defer a.changing.Unlock()
	if err := a.roomForToken(ctx, p.User.ID, now); err != nil {
		return "", targets.Token{}, err
	}
	secret = tokenPrefix + newSecret()
	t.Hash = secretHash(secret)
	if err := a.store.PutToken(ctx, p.User.ID, t, now); err != nil {
		return "", targets.Token{}, fmt.Errorf("issue the token: %w", err)
	}
	return secret, t, nil
}

// newToken judges what is asked for.
func (r rights) newToken(p *Person, e TokenEntry, now time.Time) (targets.Token, error) {
	today := targets.DateOf(now)
	longest := today.AddYears(tokenYears)
	if e.Area == "" {
		e.Area = cmp.Or(p.Area, targets.Country)
	}
	if e.Expires == 0 {
		e.Expires = longest
	}
	var f fieldFaults
	e.Name = f.text("name", e.Name, maxTokenName)
	if !p.User.Has(e.Role) {
		f.add("role", "您没有这个角色", "请选择自己的一个角色")
	} else if !r.grants(p, e.Role, e.Area) {
		f.add("area", "该地区不在您的权限范围内", "请选择本地区或下级地区")
	}
	if e.Expires < today || e.Expires > longest {
		f.add("expires", "有效期不能早于今天，也不能超过一年", "最晚 "+longest.String())
	}
	return targets.Token{
		ID: newID(), Name: e.Name, User: p.User.ID, Role: e.Role, Area: targets.CanonicalArea(e.Area),
		Created: now, Expires: e.Expires.End(),
	}, f.err()
}

func (a *Accounts) roomForToken(ctx context.Context, user string, now time.Time) error {
	list, err := a.store.Tokens(ctx)
	if err != nil {
		return fmt.Errorf("read the tokens: %w", err)
	}
	n := 0
	for i := range list {
		if list[i].User == user && list[i].Usable(now) {
			n++
		}
	}
	if n >= mostTokens {
		return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf("每个用户最多 %d 个可用的接口令牌，请先撤销不用的。", mostTokens)}
	}
	return nil
}

// Tokens lists one's own tokens, and for an administrator those of the users
// administered, newest first.
func (a *Accounts) Tokens(ctx context.Context, p *Person) ([]TokenRow, error) {
	if err := a.authorise(ctx, p, ActOwnAccount, Object{User: p.userID()}); err != nil {
		return nil, err
	}
	b, err := a.book(ctx)
	if err != nil {
		return nil, err
	}
	list, err := a.store.Tokens(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the tokens: %w", err)
	}
	now := a.now()
	var rows []TokenRow
	for _, t := range list {
		if t.User != p.User.ID && !b.may(p, ActSeeTokens, b.userObject(t.User)) {
			continue
		}
		rows = append(rows, TokenRow{Token: t, Owner: nameOf(b.names, t.User), AreaName: b.areaName(t.Area), Usable: t.Usable(now)})
	}
	slices.SortStableFunc(rows, func(x, y TokenRow) int { return y.Created.Compare(x.Created) })
	return rows, nil
}

// RevokeToken ends a token at once: one's own, or one of a user administered.
func (a *Accounts) RevokeToken(ctx context.Context, p *Person, id string) error {
	b, err := a.book(ctx)
	if err == nil {
		err = b.authorise(p, ActRevokeToken, Object{})
	}
	if err != nil {
		return err
	}
	a.changing.Lock()
	defer a.changing.Unlock()
	list, err := a.store.Tokens(ctx)
	if err != nil {
		return fmt.Errorf("read the tokens: %w", err)
	}
	i := slices.IndexFunc(list, func(t targets.Token) bool { return t.ID == id })
	if i < 0 {
		return unseen()
	}
	if err := b.authorise(p, ActRevokeToken, b.userObject(list[i].User)); err != nil {
		return err
	}
	if !list[i].Revoked.IsZero() {
		return nil
	}
	list[i].Revoked = a.now()
	if err := a.store.PutToken(ctx, p.User.ID, list[i], a.now()); err != nil {
		return fmt.Errorf("revoke the token: %w", err)
	}
	return nil
}
