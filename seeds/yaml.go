package seeds

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/biaochi/biaochi/targets"
)

// Limits on one file: beyond them it is not a catalogue, and the parser, which
// recurses, is not let near it.
const (
	maxBytes = 1 << 20
	maxDepth = 32
)

// A source is one YAML file as plain values (map[string]any, []any, string,
// int, float64, bool, nil), with the line of every value by its path.
type source struct {
	name  string
	root  any
	lines map[string]int
	// faults found so far; a source whose root is nil could not be read at all.
	faults targets.Faults
}

// readSource reads one file. It never fails: what is wrong is in the source's faults.
func readSource(fsys fs.FS, name string) *source {
	s := &source{name: name, lines: map[string]int{}}
	b, err := readSome(fsys, name)
	if err != nil {
		s.fault(0, "", "文件读不出来："+err.Error(), "")
		return s
	}
	s.read(b)
	return s
}

// readSome reads a file, and of one over the limit no more than shows that it is.
func readSome(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxBytes+1))
}

// read takes the bytes of the file.
func (s *source) read(b []byte) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	switch {
	case len(b) > maxBytes:
		s.fault(0, "", fmt.Sprintf("文件超过上限 %d 字节", maxBytes), "拆成几个文件")
	case !utf8.Valid(b):
		s.fault(badLine(b), "", "文件不是 UTF-8 编码（可能是 GBK）", "另存为 UTF-8 再装载")
	default:
		s.parse(b)
	}
}

// badLine is the line of the first byte that is not UTF-8.
func badLine(b []byte) int {
	line := 1
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		b = b[n:]
	}
	return line
}

// parse turns the bytes into plain values, or into faults.
func (s *source) parse(b []byte) {
	if !s.plain(lexer.Tokenize(string(b))) {
		return
	}
	file, err := parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		s.syntax(err)
		return
	}
	docs := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	switch len(docs) {
	case 0:
		s.fault(0, "", "文件是空的", "")
	case 1:
		s.root = s.value(docs[0].Body, "")
	default:
		s.fault(0, "", fmt.Sprintf("文件里有 %d 个 YAML 文档", len(docs)), "一个文件只写一个")
	}
}

// plain looks at the tokens before anything recurses over them: it refuses what
// is not plain data, and nesting deeper than any catalogue.
func (s *source) plain(tokens token.Tokens) bool {
	flow, run, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, run = t.Position.Line, 0
		}
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType, token.TagType, token.DirectiveType:
			s.fault(line, "", fmt.Sprintf("不能用 YAML 的锚点、引用、合并、标签或指令（%s）", strings.TrimSpace(t.Value)), "把内容直接写出来")
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			run++
		case token.InvalidType:
			s.fault(line, "", "YAML 语法错误："+t.Error, "")
		}
		if flow > maxDepth || run > maxDepth || t.Position.IndentNum > 8*maxDepth {
			s.fault(line, "", "嵌套太深", "")
			break
		}
	}
	return len(s.faults) == 0
}

// syntax reports a parser's error at its line.
func (s *source) syntax(err error) {
	if e, ok := errors.AsType[*yaml.SyntaxError](err); ok {
		line := 0
		if t := e.GetToken(); t != nil {
			line = t.Position.Line
		}
		s.fault(line, "", "YAML 语法错误："+e.GetMessage(), "检查缩进、冒号后的空格和引号")
		return
	}
	s.fault(0, "", "YAML 语法错误："+err.Error(), "")
}

// value turns a node into a plain value and notes its line.
func (s *source) value(n ast.Node, path string) any {
	if _, noted := s.lines[path]; !noted {
		s.lines[path] = n.GetToken().Position.Line
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return s.mapping(n.Values, path)
	case *ast.MappingValueNode:
		return s.mapping([]*ast.MappingValueNode{n}, path)
	case *ast.SequenceNode:
		list := make([]any, len(n.Values))
		for i, v := range n.Values {
			list[i] = s.value(v, join(path, strconv.Itoa(i)))
		}
		return list
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.IntegerNode:
		return n.Value
	case *ast.FloatNode:
		return n.Value
	case *ast.BoolNode:
		return n.Value
	case *ast.NullNode:
		return nil
	}
	s.faultAt(path, "不认识的写法 "+n.String(), "写成文字、数、列表或键值")
	return nil
}

// mapping turns the pairs of a mapping into a map; a key stands once and is text.
func (s *source) mapping(pairs []*ast.MappingValueNode, path string) any {
	m := make(map[string]any, len(pairs))
	for _, p := range pairs {
		key, ok := p.Key.(*ast.StringNode)
		line := p.Key.GetToken().Position.Line
		if !ok {
			s.fault(line, field(path), fmt.Sprintf("键 %s 不是文字", p.Key), "")
			continue
		}
		at := join(path, key.Value)
		if _, twice := m[key.Value]; twice {
			s.fault(line, field(at), "这个键写了两次", fmt.Sprintf("只留一处（前一处在第 %d 行）", s.lines[at]))
			continue
		}
		s.lines[at] = line
		m[key.Value] = s.value(p.Value, at)
	}
	return m
}

// fault notes one thing wrong with the file.
func (s *source) fault(line int, field, text, fix string) {
	s.faults = append(s.faults, targets.Fault{File: s.name, Line: line, Field: field, Text: text, Fix: fix})
}

// faultAt notes one thing wrong with the value at a path.
func (s *source) faultAt(path, text, fix string) {
	if id := s.targetAt(path); id != "" && fix == "" {
		text += "（目标 " + id + "）"
	} else if id != "" {
		fix += "（目标 " + id + "）"
	}
	s.fault(s.line(path), field(path), text, fix)
}

// targetAt is the id of the target that a path lies in, "" for what lies in none.
func (s *source) targetAt(path string) string {
	rest, ok := strings.CutPrefix(path, "targets/")
	if !ok {
		return ""
	}
	number, _, _ := strings.Cut(rest, "/")
	list, _ := child(s.root, "targets").([]any)
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(list) {
		return ""
	}
	id, _ := child(list[i], "id").(string)
	return id
}

// line is the line of the value at a path, or of the nearest value around it.
func (s *source) line(path string) int {
	for {
		if n, ok := s.lines[path]; ok {
			return n
		}
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return s.lines[""]
		}
		path = path[:i]
	}
}

// Paths inside this package are keys and indexes joined by '/'; keys of a
// catalogue have no slash.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "/" + key
}

// field prints a path as people write it: targets[3].goal, counted from 0 as
// YAML paths are.
func field(path string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(path, "/") {
		if _, err := strconv.Atoi(part); err == nil {
			b.WriteString("[" + part + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(part)
	}
	return b.String()
}
