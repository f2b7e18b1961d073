package sheet

import (
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// writeAdvice writes the first sheet: how the form is filled in and what becomes
// of it.
func (t *template) writeAdvice() error {
	t.width(adviceTab, 1, 4)
	t.width(adviceTab, 2, 86)
	row := 1
	t.put(adviceTab, 1, row, "填报说明", lookTitle)
	t.merge(adviceTab, 1, 2, row)
	t.height(adviceTab, row, 32)
	if t.grid.Demo {
		row++
		t.put(adviceTab, 1, row, "演示数据：供练习使用，不能报入正式库", lookDemo)
		t.merge(adviceTab, 1, 2, row)
	}
	for _, section := range t.advice() {
		row++
		t.put(adviceTab, 1, row, section.head, lookAdviceHead)
		t.merge(adviceTab, 1, 2, row)
		t.height(adviceTab, row, 26)
		for n, text := range section.lines {
			row++
			t.put(adviceTab, 1, row, fmt.Sprint(n+1)+".", lookAdvice)
			t.put(adviceTab, 2, row, text, lookAdvice)
			t.height(adviceTab, row, rowHeight(text, 86)-2)
		}
	}
	return t.done()
}

type adviceSection struct {
	head  string
	lines []string
}

func (t *template) advice() []adviceSection {
	g := t.grid
	f := &g.Filing
	return []adviceSection{
		{"这张表", []string{
			fmt.Sprintf("%s，%s，%s。共 %d 个指标。", g.Form.Name, g.Office.Name, f.Period.Label(targets.ZH), len(g.Rows)),
			fmt.Sprintf("报送期 %s 至 %s；逾期须先申请补报。", f.Opens, f.LastDay()),
		}},
		{"怎么填", []string{
			"在「填报」表的浅黄色单元格里填，Tab 键跳到下一个可填的单元格。其他单元格已锁定（没有密码）：指标编号和隐藏的工作表请勿改动，系统靠它们认表。改动了的名称、单位、上期数，以及表格以外的内容，上传时会逐格指出，不会读取。",
			"灰色「上期数」是最近一期已审核通过的数，供对照。",
			"本期数只填数字，不写单位；单位见「计量单位」列。比率填百分数：60 表示 60%；能填分子、分母的请填，本期数可空，由系统计算。均值同样可填总和、个数。",
			"单元格显示什么就读什么：不要用格式显示「万」「余」等字，不要隐藏零；公式要算出结果再保存。显示为空白或「-」的 0 会被问到。",
			"里程碑从下拉列表选 未启动、推进中 或 已完成。",
			"「检查」列即时提示明显的错误；提示为空即没有发现问题，「待填」表示这一行还没有填。",
			"累计数下降、与往期相差很大时，请在「备注」说明原因。",
			"表下方填数据说明和签署人；有目标慢于序时进度时，原因、措施、预计赶上日期必填。",
		}},
		{"没有数怎么办", []string{
			"确实为零：本期数空着，「答复」选 零报告。不要用空白表示零。",
			"本单位没有这项业务：「答复」选 不适用。",
			"应有而现在拿不到：「答复」选 确认缺报，并在「备注」写明原因。",
			"整行空着，就是没有报；到期后列为应报未报。",
		}},
		{"填好以后", []string{
			"保存为 xlsx（不要另存为含宏的格式，不要加打开密码），在填报页面点「上传工作簿」。上传只是填入页面，核对后再点「上报」。",
			"有错时系统一次列出全部错误和所在单元格，并可下载标出错误的同一工作簿。",
			"上报后由审核人逐级审核；退回的会写明理由，改好再报。审核通过前仍以原来的数为准。",
			"下载之后如果别人先报了数，上传时会提示，请重新下载模板再填。",
		}},
	}
}
