// Command dashboards writes the Grafana dashboards of deploy/grafana. The Chinese
// and the English set are one definition: they differ in words and in the labels
// names are read from, never in what is asked or where it stands.
//
//	go run ./cmd/dashboards            # writes deploy/grafana/dashboards
//	go run ./cmd/dashboards -out DIR
//
// Only panels that Grafana itself ships are used. Every question of a panel reads
// one job and one instance, so that a training copy never mixes with real figures.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/biaochi/biaochi/targets"
)

func main() {
	out := flag.String("out", "deploy/grafana/dashboards", "folder to write to")
	flag.Parse()
	if err := write(*out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// files are the dashboards by their path below the folder, both languages.
func files() (map[string][]byte, error) {
	all := map[string][]byte{}
	for _, lang := range []targets.Lang{targets.ZH, targets.EN} {
		m := maker{lang}
		for name, d := range map[string]object{
			"overview": m.overview(), "area": m.area(), "target": m.target(), "duties": m.duties(), "operations": m.operations(),
		} {
			b, err := encode(d)
			if err != nil {
				return nil, fmt.Errorf("dashboard %s: %w", name, err)
			}
			all[filepath.Join(string(lang), name+".json")] = b
		}
	}
	return all, nil
}

func encode(d object) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(d)
	return b.Bytes(), err
}

func write(dir string) error {
	all, err := files()
	if err != nil {
		return err
	}
	for name, b := range all {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
