package seeds

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func onlyLed(id string) bool { return id == "zhejiang-2023-24-national-standards" }

func TestTheExampleOfWordsIsRead(t *testing.T) {
	w, err := BulletinWords([]byte(WordsExample), "words.yaml", onlyLed)
	if err != nil {
		t.Fatal(err)
	}
	want := &targets.BulletinWords{
		Title: "关于浙江省标准化政策目标2025年第一季度进展情况的通报", To: "各市、县（市、区）人民政府，省级有关单位",
		Reasons: map[string]string{"zhejiang-2023-24-national-standards": "部分项目尚在报批，预计集中在下半年发布。"},
		Next:    []string{"请各责任单位于2025年4月30日前补报本通报所列未报数据。"},
		CC:      "省委办公厅，省人大常委会办公厅", Contact: "张三，0571-00000000", Signed: "浙江省市场监督管理局", Date: targets.NewDate(2025, 4, 20),
	}
	if !reflect.DeepEqual(w, want) {
		t.Errorf("got  %+v\nwant %+v", w, want)
	}
}

// The example must name a target that is shipped, or nobody could try it.
func TestTheExampleOfWordsNamesAShippedTarget(t *testing.T) {
	c, _, err := Catalogue(Shipped())
	if err != nil {
		t.Fatal(err)
	}
	_, err = BulletinWords([]byte(WordsExample), "words.yaml", func(id string) bool {
		for i := range c.Targets {
			if c.Targets[i].ID == id {
				return true
			}
		}
		return false
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAllFaultsOfWordsAreToldAtOnceByLine(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string // line and a part of the text
	}{
		"an unknown key, an unknown target and a long title": {
			"title: " + strings.Repeat("长", 81) + "\nheading: x\nreasons:\n  nobody: 因故\ndate: 2025-13-01\n",
			[]string{"1 有 81 个字", "2 没有这个键", "4 没有这个目标", "5 "},
		},
		"a list where a text belongs": {"to: [a, b]\nnext: 一条\n", []string{"1 应为文字", "2 应为列表"}},
		"an empty file":               {"", []string{"0 文件是空的"}},
		"no YAML at all":              {"to: [\n", []string{"1 YAML 语法错误"}},
		"an empty mapping":            {"{}\n", []string{"1 是空的"}},
		"a text alone":                {"通报\n", []string{"1 应为键值"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w, err := BulletinWords([]byte(tc.text), "words.yaml", onlyLed)
			faults, ok := errors.AsType[targets.Faults](err)
			if !ok || w != nil || len(faults) != len(tc.want) {
				t.Fatalf("got %+v, %v; want %d faults", w, err, len(tc.want))
			}
			for i, want := range tc.want {
				line, text, _ := strings.Cut(want, " ")
				if f := faults[i]; f.File != "words.yaml" || string(rune('0'+f.Line)) != line || !strings.Contains(f.Text, text) {
					t.Errorf("fault %d: line %d %q, want line %s %q", i, f.Line, f.Text, line, text)
				}
			}
		})
	}
}

func FuzzBulletinWords(f *testing.F) {
	f.Add(WordsExample)
	f.Add("title: [\n")
	f.Add("reasons: {a: b}\n? x\n")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := BulletinWords([]byte(text), "words.yaml", func(string) bool { return true })
		if faults, ok := errors.AsType[targets.Faults](err); err != nil && (!ok || len(faults) == 0) {
			t.Errorf("%q: %v is no list of faults", text, err)
		}
		if (w == nil) == (err == nil) {
			t.Errorf("%q: words %v and error %v", text, w, err)
		}
	})
}
