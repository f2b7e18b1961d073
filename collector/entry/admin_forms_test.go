package entry

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestIndicatorsStandInTheOrderOfTheirNumbers(t *testing.T) {
	tests := map[string]struct{ ids, numbered, numbers, want string }{
		"untouched":                    {"a b c", "a b c", "1 2 3", "a b c"},
		"the last comes first":         {"a b c", "a b c", "1 2 1", "c a b"},
		"the first goes last":          {"a b c", "a b c", "3 2 3", "b c a"},
		"full-width digits":            {"a b c", "a b c", "1 2 １", "c a b"},
		"no number stays in its place": {"a b c", "a b c", "1 ？ 3", "a b c"},
		"what is new follows":          {"a b x", "a b", "2 2", "b a x"},
		"what is no longer ticked":     {"b c", "a b c", "1 2 1", "c b"},
		"a list without numbers":       {"b a", "", "", "b a"},
	}
	for name, tt := range tests {
		got := strings.Join(ordered(strings.Fields(tt.ids), strings.Fields(tt.numbered), strings.Fields(tt.numbers)), " ")
		if got != tt.want {
			t.Errorf("%s: ordered(%s | %s | %s) = %s; want %s", name, tt.ids, tt.numbered, tt.numbers, got, tt.want)
		}
	}
}

func TestAFormsIndicatorsAreReorderedWithoutScripts(t *testing.T) {
	w := newReviewWorld(t)
	v := w.visitor("guanli")
	form := func() targets.Form {
		list, err := w.accounts.Forms(t.Context(), w.person("guanli"))
		if err != nil || len(list) != 1 {
			t.Fatalf("the forms are %v, %v", list, err)
		}
		return list[0]
	}
	old := form()
	_, page := v.get("/work/admin/forms/" + formID)
	want(t, page, []string{"已选的指标", `name="numbered" value="` + old.Indicators[0] + `"`})

	typed := url.Values{"name": {old.Name}, "cadence": {string(old.Cadence)}, "opens": {"1"}, "closes": {"15"}, "from": {old.From.String()}, "offices": old.Offices, "do": {"save"}}
	for _, s := range old.Chain {
		typed.Add("chain", string(s))
	}
	for i, id := range old.Indicators {
		typed.Add("indicators", id)
		typed.Add("numbered", id)
		number := string(rune('1' + i))
		if i == 2 {
			number = "1"
		}
		typed.Add("number-of", number)
	}
	if status, to := v.post("/work/admin/forms/"+formID, typed); status != http.StatusSeeOther {
		t.Fatalf("the form is answered %d %s", status, shown(to))
	}
	ids := slices.Clone(old.Indicators)
	wanted := slices.Concat([]string{ids[2]}, ids[:2], ids[3:])
	if got := form().Indicators; !slices.Equal(got, wanted) {
		t.Errorf("the form lists %v; want %v", got, wanted)
	}
}
