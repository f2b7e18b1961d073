package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/biaochi/biaochi/"

// A rule says which packages may not import which, and why.
type rule struct {
	from   string // a package, or a prefix ending in /
	may    []string
	reason string
}

// rules is the map of design §2. The first rule that fits a package holds; an
// import of ours that its list does not name breaks it.
var rules = []rule{
	{"targets", nil, "the domain knows nobody, so that everybody can lean on it"},
	{"targets/words", []string{"targets"}, "every label and sentence in both languages, of what the domain computes"},
	{"targets/store/storetest", []string{"targets", "targets/store"}, "the suite a second engine must pass unchanged"},
	{"targets/store/", []string{"targets", "targets/store"}, "an engine opens the store and adds no meaning"},
	{"targets/store", []string{"targets"}, "storage keeps nouns and knows no room that uses them"},
	{"seeds", []string{"targets", "targets/words"}, "a catalogue is data of the domain"},
	{"charts", []string{"targets", "targets/words"}, "a picture shows an evaluation and computes nothing"},
	{"charts/assets", nil, "files only"},
	{"charts/svg", []string{"charts", "charts/assets"}, "pictures drawn without a browser"},
	{"charts/report", []string{"targets", "targets/words", "charts", "charts/assets", "charts/svg"}, "pages show evaluations and pictures"},
	{"collector", []string{"targets", "targets/words"}, "the desk declares what it needs of a store"},
	{"collector/", []string{"targets", "targets/words", "collector"}, "neighbours share the desk, never each other"},
	{"cmd/", []string{"*"}, "the program wires everything"},
}

type listed struct {
	ImportPath string
	Doc        string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Doc,Imports", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

func ruleFor(pkg string) *rule {
	for i := range rules {
		if r := &rules[i]; pkg == r.from || strings.HasSuffix(r.from, "/") && strings.HasPrefix(pkg, r.from) {
			return r
		}
	}
	return nil
}

func TestRoomsImportOnlyWhatTheirRuleAllows(t *testing.T) {
	for _, p := range packages(t) {
		pkg := strings.TrimPrefix(p.ImportPath, module)
		r := ruleFor(pkg)
		if r == nil {
			t.Errorf("package %s belongs to no room; give it a rule", pkg)
			continue
		}
		for _, imp := range p.Imports {
			room, ours := strings.CutPrefix(imp, module)
			if ours && !slices.Contains(r.may, "*") && !slices.Contains(r.may, room) {
				t.Errorf("%s imports %s; it may import %v: %s", pkg, room, r.may, r.reason)
			}
			if strings.Contains(imp, "go-sqlite3") && !strings.HasPrefix(pkg, "targets/store/") {
				t.Errorf("%s imports a driver; drivers appear only in targets/store/<engine>", pkg)
			}
		}
	}
}

func TestTheDomainDoesNoInputOrOutput(t *testing.T) {
	for _, p := range packages(t) {
		if p.ImportPath != module+"targets" {
			continue
		}
		for _, imp := range []string{"os", "net/http", "database/sql", "net", "io/fs", "log/slog"} {
			if slices.Contains(p.Imports, imp) {
				t.Errorf("targets imports %s: the domain is pure", imp)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.Doc) < 40 {
			t.Errorf("%s has no package comment that says what it is for: %q", p.ImportPath, p.Doc)
		}
	}
}
