package seeds

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/biaochi/biaochi/targets"
)

// A rulebook is the compiled JSON Schema of one kind of file, beside its own
// text, from which the faults take what would be right.
type rulebook struct {
	schema *jsonschema.Schema
	text   map[string]any
}

// rulebooks compiles the schemas the program carries, by name.
func rulebooks() (map[string]rulebook, error) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for name, check := range formats {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: check})
	}
	names, err := fs.Glob(shipped, "schema/*.json")
	if err != nil {
		return nil, fmt.Errorf("list schemas: %w", err)
	}
	books := map[string]rulebook{}
	for _, name := range names {
		b, err := fs.ReadFile(shipped, name)
		if err != nil {
			return nil, fmt.Errorf("read schema: %w", err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			return nil, fmt.Errorf("read schema %s: %w", name, err)
		}
		text, _ := doc.(map[string]any)
		id, _ := text["$id"].(string)
		if err := c.AddResource(id, doc); err != nil {
			return nil, fmt.Errorf("add schema %s: %w", name, err)
		}
		s, err := c.Compile(id)
		if err != nil {
			return nil, fmt.Errorf("compile schema %s: %w", name, err)
		}
		books[strings.TrimSuffix(strings.TrimPrefix(name, "schema/"), ".json")] = rulebook{s, text}
	}
	return books, nil
}

// formats are the written forms that belong to the domain and are read by it.
var formats = map[string]func(any) error{
	"date":    form(targets.ParseDate),
	"period":  form(targets.ParsePeriod),
	"decimal": form(targets.ParseDecimal),
	"goal":    form(parseGoal),
	"points":  form(parsePoints),
}

// parseGoal reads a number, or the word for what each year is compared with.
func parseGoal(s string) (targets.Decimal, error) {
	if s == "previous" {
		return targets.Decimal{}, nil
	}
	return targets.ParseDecimal(s)
}

// parsePoints reads points or a share: a number that is not below zero.
func parsePoints(s string) (targets.Decimal, error) {
	v, err := targets.ParseDecimal(s)
	if err == nil && v.Sign() < 0 {
		err = &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("%s 小于 0；扣分也写成正数", s)}
	}
	return v, err
}

func form[T any](parse func(string) (T, error)) func(any) error {
	return func(v any) error {
		s, ok := v.(string)
		if !ok {
			return nil // the wrong type is a fault of its own
		}
		_, err := parse(s)
		return err
	}
}

// check notes every breach of the schema in the source and returns the paths at
// fault.
func (r rulebook) check(s *source) []string {
	err := r.schema.Validate(s.root)
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		s.faultAt("", "文件无法检查："+err.Error(), "")
		return []string{""}
	}
	var paths []string
	for leaf := range leaves(e) {
		path := strings.Join(leaf.InstanceLocation, "/")
		paths = append(paths, path)
		r.explain(s, path, leaf)
	}
	return paths
}

// leaves yields the errors that have no cause below them.
func leaves(e *jsonschema.ValidationError) func(func(*jsonschema.ValidationError) bool) {
	return func(yield func(*jsonschema.ValidationError) bool) {
		var walk func(*jsonschema.ValidationError) bool
		walk = func(e *jsonschema.ValidationError) bool {
			if len(e.Causes) == 0 {
				return yield(e)
			}
			return !slices.ContainsFunc(e.Causes, func(c *jsonschema.ValidationError) bool { return !walk(c) })
		}
		walk(e)
	}
}

// explain notes one breach in the words of the person who writes the file.
func (r rulebook) explain(s *source, path string, e *jsonschema.ValidationError) {
	node := r.at(e.SchemaURL)
	want, _ := node["description"].(string)
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		fix := "可用的键：" + strings.Join(keys(node["properties"]), "、")
		for _, p := range slices.Sorted(slices.Values(k.Properties)) {
			s.faultAt(join(path, p), "没有这个键", fix)
		}
	case *kind.Required:
		for _, p := range k.Missing {
			s.faultAt(join(path, p), "缺少这一项", r.wanted(node, p))
		}
	case *kind.Type:
		s.faultAt(path, fmt.Sprintf("应为%s，实为%s", typeNames(k.Want...), typeNames(k.Got)), want)
	case *kind.Enum:
		s.faultAt(path, list([]any{k.Got})+" 不在允许的取值中", "应为 "+list(k.Want)+" 之一")
	case *kind.Pattern:
		s.faultAt(path, fmt.Sprintf("%q 的写法不对", k.Got), want)
	case *kind.Format:
		s.faultAt(path, k.Err.Error(), "")
	case *kind.MaxLength:
		s.faultAt(path, fmt.Sprintf("有 %d 个字，最多 %d 个", k.Got, k.Want), want)
	case *kind.MinLength:
		s.faultAt(path, "是空的", want)
	case *kind.MinItems:
		s.faultAt(path, "列表是空的", want)
	case *kind.MinProperties:
		s.faultAt(path, "是空的", want)
	case *kind.UniqueItems:
		s.faultAt(path, fmt.Sprintf("第 %d 项与第 %d 项相同", k.Duplicates[0]+1, k.Duplicates[1]+1), "去掉一项")
	case *kind.Minimum:
		s.faultAt(path, "小于 "+k.Want.RatString(), want)
	case *kind.Maximum:
		s.faultAt(path, "大于 "+k.Want.RatString(), want)
	default:
		s.faultAt(path, "不合 JSON Schema："+e.Error(), want)
	}
}

// at returns the schema node that an error's URL points to.
func (r rulebook) at(url string) map[string]any {
	_, pointer, _ := strings.Cut(url, "#/")
	node := r.text
	for part := range strings.SplitSeq(pointer, "/") {
		next, ok := node[part].(map[string]any)
		if !ok {
			break
		}
		node = next
	}
	return node
}

// wanted is the description of a property, through its reference.
func (r rulebook) wanted(node map[string]any, property string) string {
	props, _ := node["properties"].(map[string]any)
	p, _ := props[property].(map[string]any)
	if ref, ok := p["$ref"].(string); ok {
		p = r.at(ref)
	}
	text, _ := p["description"].(string)
	return text
}

func keys(properties any) []string {
	m, _ := properties.(map[string]any)
	return slices.Sorted(maps.Keys(m))
}

func list(values []any) string {
	words := make([]string, len(values))
	for i, v := range values {
		if words[i] = fmt.Sprint(v); v == nil {
			words[i] = "null"
		}
	}
	return strings.Join(words, "、")
}

func typeNames(types ...string) string {
	names := map[string]string{
		"string": "文字", "integer": "整数", "number": "数（文字要加引号）", "boolean": "true 或 false",
		"object": "键值", "array": "列表", "null": "空",
	}
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = names[t]
	}
	return strings.Join(words, "或")
}
