package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// examples.json is what a test asked a real server in this order, and what was
// answered; `go test -update-examples` writes the answers.
//
//go:embed examples.json
var examplesJSON []byte

// An example is one request and its answer.
type example struct {
	Operation string            `json:"operation"`
	Name      string            `json:"name"` // what it shows; "" for the plain one
	As        string            `json:"as"`   // who of the test asks
	Path      string            `json:"path"` // with query; {word} stands for what an earlier answer was kept as
	Headers   map[string]string `json:"headers,omitempty"`
	Body      json.RawMessage   `json:"body,omitempty"`
	File      string            `json:"file,omitempty"`   // a body that is no JSON
	Keep      map[string]string `json:"keep,omitempty"`   // word: field of the answer; of a file, all of it
	Status    int               `json:"status,omitempty"` // 0: the operation's
	Answer    json.RawMessage   `json:"answer,omitempty"`
}

func readExamples() (map[string][]example, error) {
	var list []example
	if err := json.Unmarshal(examplesJSON, &list); err != nil {
		return nil, fmt.Errorf("read the examples: %w", err)
	}
	byOperation := map[string][]example{}
	for _, e := range list {
		byOperation[e.Operation] = append(byOperation[e.Operation], e)
	}
	return byOperation, nil
}

// show puts the example into the document.
func (e *example) show(o *huma.Operation) error {
	status := e.Status
	if status == 0 {
		status = o.DefaultStatus
	}
	r := o.Responses[strconv.Itoa(status)]
	if r == nil {
		return fmt.Errorf("example %q: status %d is not documented", e.Name, status)
	}
	name := e.Name
	if name == "" {
		name = "example"
	}
	if o.RequestBody != nil && e.Body != nil {
		add(o.RequestBody.Content["application/json"], name, e.Body)
	}
	for t, m := range r.Content {
		if e.Answer != nil && (t == "application/json" || t == problemType) {
			add(m, name, e.Answer)
		}
	}
	if e.Name == "" {
		o.Description += fmt.Sprintf("\n\n例：`%s %s`", o.Method, e.Path)
	}
	return nil
}

func add(m *huma.MediaType, name string, value json.RawMessage) {
	if m == nil {
		return
	}
	if m.Examples == nil {
		m.Examples = map[string]*huma.Example{}
	}
	var v any
	if json.Unmarshal(value, &v) == nil {
		m.Examples[name] = &huma.Example{Value: v}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func render(t *template.Template, data any) ([]byte, error) {
	var b bytes.Buffer
	err := t.Execute(&b, data)
	return b.Bytes(), err
}
