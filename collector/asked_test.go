package collector_test

import (
	"context"
	"io"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// unasked are the exported methods that take no person, and why none is asked.
var unasked = map[string]string{
	"Desk.Catalogue": "the public names of areas, departments, indicators and tasks",
	"Desk.Duties":    "counts for metrics, without names",
	"Desk.Import":    "the command line: who can read the database file",

	"Accounts.SignIn": "before anybody is known", "Accounts.PersonOf": "says who it is", "Accounts.Bearer": "says who it is",
	"Accounts.SignOut": "the session's secret is the right", "Accounts.Claim": "the link's secret is the right",
	"Accounts.Invited": "the link's secret is the right", "Accounts.TakeInvite": "the link's secret is the right",
	"Accounts.FirstRunLink": "printed on the server's console only", "Accounts.PasswordFaults": "reads nothing",
	"Accounts.People": "for the desk", "Accounts.Run": "housekeeping", "Accounts.Flush": "housekeeping",
}

// open are the methods that answer nobody and those without a role, and what.
var openToAll = map[string]string{
	"Desk.Judged": "approved figures marked 公开", "Desk.Figures": "approved figures marked 公开",
}

// ownAccount are what whoever has to change the password may do, and whoever has no role.
var ownAccount = map[string]bool{
	"Accounts.ChangePassword": true, "Accounts.Sessions": true, "Accounts.Tokens": true, "Accounts.SignOutEverywhere": true,
}

// argument is a value for a parameter: what exists where it can be said.
func argument(t reflect.Type, text string, entry int64) reflect.Value {
	switch t {
	case reflect.TypeFor[targets.FilingKey]():
		return reflect.ValueOf(hzQ1)
	case reflect.TypeFor[int64]():
		return reflect.ValueOf(entry)
	case reflect.TypeFor[io.Reader]():
		return reflect.ValueOf(strings.NewReader(pdf))
	case reflect.TypeFor[[]collector.Judgement]():
		return reflect.ValueOf([]collector.Judgement{{Entry: entry, Approve: true}})
	case reflect.TypeFor[targets.Key]():
		return reflect.ValueOf(figureOf("total", "330100", "2026-Q1", "0").Key)
	}
	if t.Kind() == reflect.String {
		return reflect.ValueOf(text).Convert(t)
	}
	return reflect.Zero(t)
}

// TestEveryMethodAsksTheRights calls every exported method of the desk and the
// accounts as people who may do nothing. A method that is new has to ask, or to
// be named above with the reason why it does not.
func TestEveryMethodAsksTheRights(t *testing.T) {
	w := newWorld(t)
	entry := w.submit(wang, hzQ1, good()).Entry
	accounts := collector.NewAccounts(collector.AccountParts{Store: w.store, Clock: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler)})
	every := []targets.Role{targets.Reporter, targets.Reviewer, targets.Viewer, targets.Administrator}
	disabled, stale := person("gone", "hz", "330100", every...), person("stale", "hz", "330100", every...)
	disabled.User.Disabled, stale.MustChange = true, true
	nobodies := map[string]*collector.Person{"nobody": nil, "somebody disabled": disabled, "somebody who must change the password": stale,
		"somebody without a role": person("plain", "hz", "330100")}
	before, hash, err := w.store.Head(t.Context())
	w.must(err)
	for room, receiver := range map[string]any{"Desk": w.Desk, "Accounts": accounts} {
		typ := reflect.TypeOf(receiver)
		for i := range typ.NumMethod() {
			m, name := typ.Method(i), room+"."+typ.Method(i).Name
			takes := false
			for j := range m.Type.NumIn() {
				takes = takes || m.Type.In(j) == reflect.TypeFor[*collector.Person]()
			}
			if _, ok := unasked[name]; ok == takes {
				t.Errorf("%s takes a person: %v; it stands among those that take none: %v", name, takes, ok)
			}
			if !takes || openToAll[name] != "" {
				continue
			}
			for who, p := range nobodies {
				if ownAccount[name] && (who == "somebody who must change the password" || who == "somebody without a role") {
					continue
				}
				for _, text := range []string{"x", "t1", "hz", "wang"} {
					err := refusalOf(t.Context(), receiver, m, p, text, entry)
					if targets.KindOf(err) != targets.Forbidden {
						t.Errorf("%s(%q) as %s = %v; want Forbidden", name, text, who, err)
					}
					if p == nil && err != nil && err.Error() != "请先登录。" {
						t.Errorf("%s(%q) tells nobody %q; want nothing but to sign in", name, text, err)
					}
				}
			}
		}
	}
	if after, afterHash, err := w.store.Head(t.Context()); err != nil || after != before || hash != afterHash {
		t.Errorf("the chain went from %d to %d, %v; want nothing written", before, after, err)
	}
}

// refusalOf is the error of a method called as a person.
func refusalOf(ctx context.Context, receiver any, m reflect.Method, p *collector.Person, text string, entry int64) error {
	in := []reflect.Value{reflect.ValueOf(receiver)}
	for i := 1; i < m.Type.NumIn(); i++ {
		switch t := m.Type.In(i); t {
		case reflect.TypeFor[context.Context]():
			in = append(in, reflect.ValueOf(ctx))
		case reflect.TypeFor[*collector.Person]():
			in = append(in, reflect.ValueOf(p))
		default:
			in = append(in, argument(t, text, entry))
		}
	}
	out := m.Func.Call(in)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}
