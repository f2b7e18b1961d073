package api

import (
	"context"
	"net/http"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Token lets a program act for its owner, with one role in one area.
type Token struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	User     string       `json:"user" doc:"Id of the owner"`
	Owner    string       `json:"owner" doc:"Name of the owner"`
	Role     targets.Role `json:"role"`
	Area     string       `json:"area"`
	AreaName targets.Text `json:"area_name"`
	Created  time.Time    `json:"created"`
	Expires  time.Time    `json:"expires,omitzero"`
	Revoked  time.Time    `json:"revoked,omitzero"`
	Usable   bool         `json:"usable"`
}

// TokenEntry is what is asked for a new token. collector.TokenEntry has the same
// fields.
type TokenEntry struct {
	Name    string       `json:"name" maxLength:"200" doc:"What it is for"`
	Role    targets.Role `json:"role" enum:"reporter,reviewer,viewer,administrator" doc:"One of the owner's"`
	Area    string       `json:"area,omitempty" maxLength:"12" doc:"Code, within the owner's; absent: all of it"`
	Expires targets.Date `json:"expires,omitzero" format:"date" doc:"Last day of use; absent: a year from now"`
}

// An Issued is a new token with its secret.
type Issued struct {
	ID      string    `json:"id"`
	Secret  string    `json:"secret" doc:"For Authorization: Bearer; shown once and kept nowhere"`
	Expires time.Time `json:"expires,omitzero"`
}

type issuedAnswer struct{ Body Issued }

const tagToken = "接口令牌 Tokens"

func (a *api) tokenOperations() {
	get(a, operation{id: "list-tokens", path: "/tokens", tag: tagToken, summary: "接口令牌 / Tokens"}, a.listTokens)
	writeBody(a, operation{id: "issue-token", method: "POST", path: "/tokens", tag: tagToken, status: http.StatusCreated,
		summary: "签发接口令牌 / Issue a token"}, a.issueToken)
	write(a, operation{id: "revoke-token", method: "DELETE", path: "/tokens/{id}", tag: tagToken, summary: "撤销接口令牌 / Revoke a token"}, a.revokeToken)
}

func tokenOf(r *collector.TokenRow) Token {
	return Token{r.ID, r.Name, r.User, r.Owner, r.Role, r.Area, r.AreaName, r.Created, r.Expires, r.Revoked, r.Usable}
}

func (a *api) listTokens(ctx context.Context, c *call, in *Paging) (*listAnswer[Token], error) {
	rows, err := a.Accounts.Tokens(ctx, c.p)
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, *in, rows, func(r *collector.TokenRow) string { return r.ID })
	return answerPage(page, link, err, tokenOf)
}

func (a *api) issueToken(ctx context.Context, c *call, _ *WritingBody, body *TokenEntry) (*issuedAnswer, error) {
	secret, t, err := a.Accounts.IssueToken(ctx, c.p, collector.TokenEntry(*body))
	if err != nil {
		return nil, err
	}
	return &issuedAnswer{Issued{t.ID, secret, t.Expires}}, nil
}

func (a *api) revokeToken(ctx context.Context, c *call, in *idWrite) (*none, error) {
	return done(a.Accounts.RevokeToken(ctx, c.p, in.ID))
}
