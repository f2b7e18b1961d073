package report

import (
	"context"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// secretive is the broken-down catalogue with an indicator that is disclosed
// 内部, whose names occur nowhere else, and with what offices typed for each other
// beside what is public: a note, the text of a task, who answers for it.
func secretive() *targets.Snapshot {
	s := brokenDown()
	office := &s.Figures[targets.SeriesKey{Indicator: "made-in-zhejiang", Area: "330000"}][1]
	office.Origin, office.Note = targets.OriginOffice, "机密附注"
	s.Statuses[0].Text = "机密进展"
	s.Register = &targets.Register{Assigned: []targets.Assignment{{Task: "plan-1", Units: []targets.AssignedUnit{{Part: targets.PartLead, Name: "机密处"}}}}}
	for i := range s.Indicators {
		if ind := &s.Indicators[i]; ind.ID == "bases" {
			ind.Disclosure, ind.Name, ind.Definition = targets.Internal, zhEn("机密基地数", "Secret bases"), zhEn("机密口径", "secret definition")
		}
	}
	for _, list := range s.Figures {
		for i := range list {
			if list[i].Indicator == "bases" {
				list[i].Note, list[i].SourceTitle, list[i].SourceURL = "机密说明", "机密来源", "https://secret.example/"
			}
		}
	}
	return s
}

// internalWords must stand on no page for everybody.
var internalWords = []string{"plan-bases", "机密", "Secret bases", "secret definition", "secret.example", "indicators/bases"}

// forecastWords tell of a forecast; the method speaks about forecasts and has none.
var forecastWords = []string{"whisker", "测算", "forecast", "Forecast", "预计可完成", "达标概率", "Probability", targets.Caveat.ZH, html.EscapeString(targets.Caveat.EN)}

// rankingWords tell of a place of an area among others.
var rankingWords = []string{"位次", "排名", ">Place<", ">Rank"}

// TestAPublicReportHoldsNothingInternal writes the same site for everybody and
// for the house: nothing internal, no forecast and no place stands in the former,
// on no kind of page and in no other file; the house has them all.
func TestAPublicReportHoldsNothingInternal(t *testing.T) {
	o := fixed
	o.Workbook = tablesAsText
	house := write(t, t.TempDir(), secretive, o)
	o.Public = true
	everybody := write(t, t.TempDir(), secretive, o)
	for path, content := range everybody {
		if strings.HasPrefix(path, assetsFolder) || path == manifestName {
			continue
		}
		words := internalWords
		if !strings.HasSuffix(path, "method.html") {
			words = append(append(words[:len(words):len(words)], forecastWords...), rankingWords...)
		}
		for _, word := range words {
			if strings.Contains(path, word) || strings.Contains(content, word) {
				t.Errorf("%s tells everybody %q", path, word)
			}
		}
		if strings.HasSuffix(path, extension) && !strings.Contains(content, "公开版") && !strings.Contains(content, "public edition") {
			t.Errorf("%s does not say that it is the public edition", path)
		}
	}
	for _, path := range []string{"targets/plan-bases.html", "indicators/bases.html"} {
		if _, ok := everybody[path]; ok || house[path] == "" {
			t.Errorf("%s is public (%t) or not internal (%t)", path, ok, house[path] == "")
		}
	}
	for _, word := range append(internalWords[:len(internalWords):len(internalWords)], "机密附注", "机密进展", "机密处", "whisker", targets.Caveat.ZH, "公开范围") {
		if !anyHas(house, word) {
			t.Errorf("the house does not see %q either: the test looks at nothing", word)
		}
	}
}

// TestEverybodyIsServedThePublicEdition asks for every address of the internal
// site: what is answered is byte for byte what a public site has, or 404.
func TestEverybodyIsServedThePublicEdition(t *testing.T) {
	o := fixed
	o.Workbook = tablesAsText
	house := write(t, t.TempDir(), secretive, o)
	h := serve(&memory{make: secretive, generation: 1}, public(o))
	for path := range house {
		if strings.HasPrefix(path, assetsFolder) || path == manifestName {
			continue
		}
		w := request(h, "GET", "/"+path)
		for _, word := range internalWords {
			if strings.Contains(w.Body.String(), word) {
				t.Errorf("%s (%d) tells everybody %q", path, w.Code, word)
			}
		}
		if gone := strings.Contains(path, "bases"); gone != (w.Code == 404) {
			t.Errorf("%s is answered with %d", path, w.Code)
		}
	}
}

// A reclassified source is one whose catalogue disclosed everything until lately.
type reclassified struct{ *memory }

func (s reclassified) Snapshot(ctx context.Context, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error) {
	if knownAt.IsZero() {
		return s.memory.Snapshot(ctx, sel, asOf, knownAt)
	}
	then := &memory{make: func() *targets.Snapshot {
		snap := secretive()
		for i := range snap.Indicators {
			snap.Indicators[i].Disclosure = targets.Public
		}
		return snap
	}}
	return then.Snapshot(ctx, sel, asOf, knownAt)
}

// TestWhatIsInternalNowIsInternalThen looks back to when an indicator was not yet
// disclosed 内部: a public edition does not show it, at no address; an internal one does.
func TestWhatIsInternalNowIsInternalThen(t *testing.T) {
	src := reclassified{&memory{make: secretive, generation: 1}}
	everybody, house := serve(src, public(fixed)), serve(src, fixed)
	for _, path := range []string{"/targets/plan-bases.html", "/indicators/bases.html", "/targets.html", "/search-index.js", "/evaluation.html?document=plan-2022", "/bulletin.html?area=100000"} {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		path += sep + "known-at=2025-01-01"
		if body := request(everybody, "GET", path).Body.String(); strings.Contains(body, "机密基地数") {
			t.Errorf("%s tells everybody what is internal now", path)
		}
		if w := request(house, "GET", path); w.Code != 200 {
			t.Errorf("%s answers the house with %d", path, w.Code)
		}
	}
}

func anyHas(all map[string]string, word string) bool {
	for _, content := range all {
		if strings.Contains(content, word) {
			return true
		}
	}
	return false
}
