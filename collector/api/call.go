package api

import (
	"context"
	"net"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A call is one request: who asks, and by what.
type call struct {
	r       *http.Request
	p       *collector.Person // nil when nobody signed in
	session string            // the session's token; "" for a token of the API
	once    targets.OnceKey
}

type callKey struct{}

func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// The names of the session cookie are those of the pages: who signed in there may
// call the API, and the other way round.
const (
	plainCookie  = "biaochi"
	secureCookie = "__Host-biaochi"
)

func (a *api) overTLS(r *http.Request) bool { return a.Secure || r.TLS != nil }

func (a *api) cookieName(r *http.Request) string {
	if a.overTLS(r) {
		return secureCookie
	}
	return plainCookie
}

// begin is the door of every operation: where the request comes from, who asks,
// and whether the body is JSON where it should be.
func (a *api) begin(hc huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(hc)
	c := &call{r: r}
	op := hc.Operation()
	err := a.identify(r.Context(), c)
	if err == nil && c.p == nil && (a.Private || !op.Metadata[isOpen].(bool)) && op.Metadata[isSignIn] == nil {
		err = newProblem("unauthenticated", "请先登录，或者带上接口令牌（Authorization: Bearer）。")
	}
	if err == nil && a.Private && op.Metadata[isOpen].(bool) {
		err = a.Accounts.MayViewSite(r.Context(), c.p)
	}
	if err == nil {
		err = checkMediaType(r, op)
	}
	if err != nil {
		a.problem(r.Context(), c, err).write(w)
		return
	}
	next(huma.WithValue(hc, callKey{}, c))
}

// identify finds who asks. Credentials that are no good are refused, not ignored.
func (a *api) identify(ctx context.Context, c *call) (err error) {
	if token, ok := bearer(c.r); ok {
		c.p, err = a.Accounts.Bearer(ctx, token)
		return unauthenticated(err)
	}
	cookie, err := c.r.Cookie(a.cookieName(c.r))
	signedIn := err == nil && cookie.Value != ""
	if err := a.fromHere(c.r, signedIn); err != nil {
		return err
	}
	if !signedIn {
		return nil
	}
	c.session = cookie.Value
	c.p, _, err = a.Accounts.PersonOf(ctx, c.session)
	return unauthenticated(err)
}

// bearer is the token of an Authorization header. A header of another scheme
// counts as a token that is no good.
func bearer(r *http.Request) (token string, ok bool) {
	h := r.Header.Get("Authorization")
	if h == "" {
		return "", false
	}
	scheme, token, _ := strings.Cut(h, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", true
	}
	return strings.TrimSpace(token), true
}

// unauthenticated is what accounts refuse, told as 401.
func unauthenticated(err error) error {
	if targets.KindOf(err) == targets.Forbidden || targets.KindOf(err) == targets.NotFound {
		return newProblem("unauthenticated", "登录已失效，或者接口令牌无效、已过期、已撤销。")
	}
	return err
}

// fromHere refuses a request that changes something and does not come from the
// program's own pages: with a cookie it has to say where it comes from, because
// http.CrossOriginProtection takes silence for a program's request.
func (a *api) fromHere(r *http.Request, cookie bool) error {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	silent := r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == ""
	if err := a.origin.Check(r); err != nil || cookie && silent {
		a.Log.WarnContext(r.Context(), "request of foreign origin refused", "method", r.Method, "path", r.URL.Path)
		return newProblem("origin", "为防止冒用登录，用会话提交的请求要带 Origin 或 Sec-Fetch-Site，并且来自本站。程序请使用接口令牌。")
	}
	return nil
}

// address is the host a request came from.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
