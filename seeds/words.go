package seeds

import (
	"fmt"
	"maps"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// WordsExample is a file of words as `biaochi report --words` reads it.
const WordsExample = `# 通报中由人撰写的内容；没有写的，通报里留空
title: 关于浙江省标准化政策目标2025年第一季度进展情况的通报
to: 各市、县（市、区）人民政府，省级有关单位
reasons:            # 目标编号: 责任单位的说明
  zhejiang-2023-24-national-standards: 部分项目尚在报批，预计集中在下半年发布。
next:               # 下一步要求，一条一段
  - 请各责任单位于2025年4月30日前补报本通报所列未报数据。
cc: 省委办公厅，省人大常委会办公厅
contact: 张三，0571-00000000
signed: 浙江省市场监督管理局
date: 2025-04-20
`

// BulletinWords reads what people write into a bulletin from YAML; name is what
// its faults call it, and known tells whether there is a target of an id. Faults
// (unknown keys and targets, texts too long) are returned all at once, by line,
// as targets.Faults.
func BulletinWords(b []byte, name string, known func(target string) bool) (*targets.BulletinWords, error) {
	books, err := rulebooks()
	if err != nil {
		return nil, err
	}
	s := &source{name: name, lines: map[string]int{}}
	s.read(b)
	if s.root != nil {
		books["words"].check(s)
		reasons, _ := child(s.root, "reasons").(map[string]any)
		for _, id := range slices.Sorted(maps.Keys(reasons)) {
			if !known(id) {
				s.faultAt(join("reasons", id), "没有这个目标", "写目标编号；biaochi targets --format json 列出全部编号")
			}
		}
	}
	if len(s.faults) > 0 {
		return nil, (&files{sources: []*source{s}}).faults()
	}
	w := &targets.BulletinWords{}
	if err := decode(s.root, w); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return w, nil
}
