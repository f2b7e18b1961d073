package entry

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// The names of the session cookie. The prefix makes a browser refuse it from
// another host or without TLS.
const (
	plainCookie  = "biaochi"
	secureCookie = "__Host-biaochi"
)

// SessionToken is the token of the session a request came with, "" when it came
// with none. secure says that TLS ends in front of the program.
func SessionToken(r *http.Request, secure bool) string {
	c, err := r.Cookie(cookieName(secure || r.TLS != nil))
	if err != nil {
		return ""
	}
	return c.Value
}

func (h *handler) overTLS(r *http.Request) bool { return h.Secure || r.TLS != nil }

func cookieName(tls bool) string {
	if tls {
		return secureCookie
	}
	return plainCookie
}

// keepSession hands the session's token to the browser; an empty one takes it back.
func (h *handler) keepSession(w http.ResponseWriter, r *http.Request, token string) {
	c := &http.Cookie{Name: cookieName(h.overTLS(r)), Value: token, Path: "/", HttpOnly: true, Secure: h.overTLS(r), SameSite: http.SameSiteLaxMode}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

func (h *handler) sessionToken(r *http.Request) string { return SessionToken(r, h.Secure) }

type sessionKey struct{}

// person finds who signed in, nil when nobody did, and keeps the session with
// the request. A session that is over is no session.
func (h *handler) person(r *http.Request) (*collector.Person, *http.Request, error) {
	token := h.sessionToken(r)
	if token == "" {
		return nil, r, nil
	}
	p, session, err := h.Accounts.PersonOf(r.Context(), token)
	if targets.KindOf(err) != "" {
		return nil, r, nil
	}
	if err != nil {
		return nil, r, err
	}
	return p, r.WithContext(context.WithValue(r.Context(), sessionKey{}, session)), nil
}

// address is the host a request came from.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func escape(s string) string { return url.QueryEscape(s) }

// nextPath is where a person goes after signing in: a page of ours, whatever the
// address says.
func nextPath(s string) string {
	if !strings.HasPrefix(s, homePath) || strings.ContainsAny(s, "\\\r\n\t") || strings.Contains(s, "//") {
		return homePath
	}
	return s
}
