package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
)

const (
	killedRounds  = 3
	killedOffices = 6
	killedAfter   = 40 // figures acknowledged in a round
)

// A receipt is one figure that the program said it has.
type receipt struct{ office, indicator, value string }

// TestWhatWasAcknowledgedSurvivesKill9 hands in single figures over several
// connections, kills the program in the middle, and looks for them afterwards.
func TestWhatWasAcknowledgedSurvivesKill9(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills the program")
	}
	indicators := counts(t)
	b := newBureau(t, fixedNow, killedRegister(indicators), killedUsers())
	var all []receipt
	next := 0
	for round := range killedRounds {
		p := startProgram(t, b.db)
		p.holds(b, all)
		got := p.killedWhile(b, indicators[next:])
		if len(got) < killedAfter {
			t.Fatalf("round %d: %d figures acknowledged; want %d", round, len(got), killedAfter)
		}
		all = append(all, got...)
		next += furthest(got, indicators[next:]) + 1
	}
	p := startProgram(t, b.db)
	p.holds(b, all)
	p.kill()
	if said := program(t, "verify", "--db", b.db); !strings.HasPrefix(said, "核对无误") {
		t.Errorf("verify says %s", said)
	}
	t.Logf("%d figures acknowledged in %d rounds", len(all), killedRounds)
}

// counts are ids of numbers that any office may report.
func counts(t *testing.T) []string {
	t.Helper()
	c, _, err := seeds.Catalogue(seeds.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, i := range c.Indicators {
		if i.Measure == targets.Count && i.Disclosure == targets.Public {
			list = append(list, i.ID)
		}
	}
	return list
}

func killedOffice(i int) string { return fmt.Sprintf("office-%d", i) }

func killedRegister(indicators []string) targets.RegisterChange {
	areas := [killedOffices]string{"310000", "320000", "330000", "340000", "350000", "360000"}
	c := targets.RegisterChange{Forms: []targets.Form{{ID: "quarterly", Name: "季报", Cadence: targets.Quarterly, Opens: 1, Closes: 80, Indicators: indicators,
		Chain: []targets.ChainStep{targets.StepOffice}, From: targets.NewDate(2026, 7, 1)}}}
	for i, area := range areas {
		c.Offices = append(c.Offices, targets.Office{ID: killedOffice(i), Name: "第" + fmt.Sprint(i) + "局", Area: area})
		c.Forms[0].Offices = append(c.Forms[0].Offices, killedOffice(i))
	}
	return c
}

func killedUsers() []collector.UserEntry {
	var list []collector.UserEntry
	for i := range killedOffices {
		list = append(list, collector.UserEntry{Login: fmt.Sprintf("clerk%d", i), Name: "填报员", Office: killedOffice(i), Roles: []targets.Role{targets.Reporter}})
	}
	return list
}

// furthest is the place of the last indicator that any receipt names.
func furthest(list []receipt, indicators []string) int {
	last := 0
	for _, r := range list {
		last = max(last, slices.Index(indicators, r.indicator))
	}
	return last + killedOffices // what was on its way may have been written
}

// A killable program is a process of its own.
type killable struct {
	t     *testing.T
	cmd   *exec.Cmd
	url   string
	ended chan struct{}
}

func startProgram(t *testing.T, db string) *killable {
	t.Helper()
	p := &killable{t: t, cmd: exec.Command("biaochi", "serve", "--db", db, "--web.listen-address", "127.0.0.1:0"), ended: make(chan struct{})}
	var out safeBuffer
	p.cmd.Stdout, p.cmd.Stderr = &out, &out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.cmd.Wait(); close(p.ended) }()
	t.Cleanup(p.kill)
	address := regexp.MustCompile(`总览 +(\S+)/\n`)
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if m := address.FindStringSubmatch(out.String()); m != nil {
			p.url = m[1]
			return p
		}
		select {
		case <-p.ended:
			t.Fatalf("serve ended: %s", out.String())
		default:
		}
	}
	t.Fatalf("serve did not start: %s", out.String())
	return nil
}

// kill ends the process at once, as a power cut does.
func (p *killable) kill() {
	p.cmd.Process.Kill()
	<-p.ended
}

// killedWhile hands in figures by all offices at once until enough are
// acknowledged, kills the program under way, and returns what it acknowledged.
func (p *killable) killedWhile(b *bureau, indicators []string) []receipt {
	p.t.Helper()
	var mu sync.Mutex
	var got []receipt
	enough := make(chan struct{})
	var wg sync.WaitGroup
	for i := range killedOffices {
		wg.Go(func() {
			for n, id := range indicators {
				r := receipt{killedOffice(i), id, fmt.Sprint(1000*i + n + 1)}
				if !p.handIn(b.session[fmt.Sprintf("clerk%d", i)], r) {
					return
				}
				mu.Lock()
				if got = append(got, r); len(got) == killedAfter {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	select {
	case <-enough:
	case <-time.After(time.Minute):
	}
	p.kill()
	wg.Wait()
	return got
}

// handIn submits one figure; it reports whether the program acknowledged it.
func (p *killable) handIn(session string, f receipt) bool {
	body, err := json.Marshal(map[string]any{
		"cells":     []any{map[string]any{"indicator": f.indicator, "value": f.value, "note": "核对无误"}},
		"statement": map[string]any{"text": "无", "cause": "无", "measure": "无", "expected": "2026-12-31"},
	})
	if err != nil {
		p.t.Error(err)
		return false
	}
	r, err := http.NewRequest(http.MethodPost, p.url+"/api/v1/filings/quarterly/"+f.office+"/2026-Q3/submissions", bytes.NewReader(body))
	if err != nil {
		p.t.Error(err)
		return false
	}
	r.AddCookie(&http.Cookie{Name: "biaochi", Value: session})
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return false // killed
	}
	defer answer.Body.Close()
	var said bytes.Buffer
	if _, err := said.ReadFrom(answer.Body); err != nil {
		return false
	}
	if answer.StatusCode != http.StatusCreated {
		p.t.Errorf("%v: %s\n%.300s", f, answer.Status, said.String())
		return false
	}
	return true
}

// holds fails unless the program has every acknowledged figure.
func (p *killable) holds(b *bureau, list []receipt) {
	p.t.Helper()
	rows := map[string]map[string]string{}
	for i := range killedOffices {
		rows[killedOffice(i)] = p.rows(b.session[fmt.Sprintf("clerk%d", i)], killedOffice(i))
	}
	for _, r := range list {
		if got := rows[r.office][r.indicator]; got != r.value {
			p.t.Errorf("%s %s is %q after the kill; %s was acknowledged", r.office, r.indicator, got, r.value)
		}
	}
}

// rows are an office's figures that were handed in, by indicator.
func (p *killable) rows(session, office string) map[string]string {
	p.t.Helper()
	answer, body := visitor(p.t, http.MethodGet, p.url+"/api/v1/filings/quarterly/"+office+"/2026-Q3", session, "", "")
	var g struct {
		Rows []struct {
			Indicator string
			Newest    *struct{ Value string }
		}
	}
	if err := json.Unmarshal([]byte(body), &g); err != nil || answer.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %s %v\n%.500s", office, answer.Status, err, body)
	}
	m := map[string]string{}
	for _, r := range g.Rows {
		if r.Newest != nil {
			m[r.Indicator] = r.Newest.Value
		}
	}
	return m
}
