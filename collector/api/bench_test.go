package api

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// benchOffices is how many connections submit at a time, each as an office of
// its own.
const benchOffices = 200

// crowd adds an office and its reporter a connection, and a form for each period
// of many months.
func (w *world) crowd() (tokens []string) {
	var change targets.RegisterChange
	form := targets.Form{ID: "crowd", Name: "月报", Cadence: targets.Monthly, Opens: 1, Closes: 5000, Chain: []targets.ChainStep{targets.StepOffice},
		Indicators: []string{"bodies"}, From: targets.NewDate(2015, 1, 1)}
	c := worldCatalogue()
	for i := range benchOffices {
		id, area := fmt.Sprintf("office-%03d", i), fmt.Sprintf("33%04d", 1000+i)
		c.Areas = append(c.Areas, targets.Area{ID: area, Code: area, Name: targets.Text{ZH: id}, Level: targets.LevelCounty, Parent: "330100"})
		change.Offices = append(change.Offices, targets.Office{ID: id, Name: id, Area: area})
		form.Offices = append(form.Offices, id)
	}
	change.Forms = []targets.Form{form}
	if _, err := w.store.Seed(w.t.Context(), collector.Operator, c, w.now); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.store.PutRegister(w.t.Context(), collector.Operator, change, w.now); err != nil {
		w.t.Fatal(err)
	}
	for i := range benchOffices {
		login := fmt.Sprintf("user%03d", i)
		_, link, err := w.accounts.AddUser(w.t.Context(), collector.CommandLine(), collector.UserEntry{Login: login, Name: login,
			Office: fmt.Sprintf("office-%03d", i), Roles: []targets.Role{targets.Reporter}})
		if err == nil {
			err = w.accounts.TakeInvite(w.t.Context(), link, password)
		}
		if err != nil {
			w.t.Fatal(err)
		}
		tokens = append(tokens, w.session(login))
	}
	return tokens
}

// BenchmarkSubmissions is single figures handed in by 200 signed-in offices at a
// time, each figure a new one: synced, checked and chained.
func BenchmarkSubmissions(b *testing.B) {
	w := newWorld(b)
	tokens := w.crowd()
	transport := &http.Transport{MaxIdleConns: benchOffices, MaxIdleConnsPerHost: benchOffices, MaxConnsPerHost: benchOffices}
	client := &http.Client{Transport: transport}
	defer transport.CloseIdleConnections()
	var next atomic.Int64
	took := make([][]time.Duration, benchOffices)
	var wg sync.WaitGroup
	b.ResetTimer()
	for i := range benchOffices {
		wg.Go(func() {
			for seen := 0; int(next.Add(1)) <= b.N; seen++ {
				began := time.Now()
				w.benchSubmit(client, tokens[i], i, seen)
				took[i] = append(took[i], time.Since(began))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "submissions/s")
	b.ReportMetric(float64(all[len(all)*99/100].Milliseconds()), "p99-ms")
}

// benchSubmit hands in the n-th figure of an office: the months from 2015 on, and
// then their corrections.
func (w *world) benchSubmit(client *http.Client, token string, office, n int) {
	const months = 120
	month, seen := n%months, n/months
	p := targets.Months(2015+month/12, month%12+1, 1)
	path := fmt.Sprintf("/api/v1/filings/crowd/office-%03d/%s/submissions", office, p)
	body := fmt.Sprintf(`{"cells":[{"indicator":"bodies","value":"%d","note":"经核实","seen":%d}]}`, 100+n, seen)
	r, err := http.NewRequest("POST", w.server.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Error(err)
		return
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: plainCookie, Value: token})
	resp, err := client.Do(r)
	if err != nil {
		w.t.Error(err)
		return
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusCreated {
		w.t.Errorf("submit %s: %d %s %v", path, resp.StatusCode, got, err)
	}
}
