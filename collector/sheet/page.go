package sheet

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// setPage makes the sheets fit for printing: A4, the table landscape and as wide
// as the page, its head on every page.
func (t *template) setPage() error {
	for _, p := range [...]struct{ tab, orientation string }{{adviceTab, "portrait"}, {fillTab, "landscape"}} {
		if err := fitPage(t.f, p.tab, p.orientation); err != nil {
			return err
		}
		if err := t.f.SetPageMargins(p.tab, margins()); err != nil {
			return err
		}
		footer := "&L" + t.footer() + "&R第 &P 页，共 &N 页"
		if err := t.f.SetHeaderFooter(p.tab, &excelize.HeaderFooterOptions{OddFooter: footer}); err != nil {
			return err
		}
	}
	err := t.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: fillTab,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", fillTab, t.head, t.head)})
	if err != nil {
		return err
	}
	index, err := t.f.GetSheetIndex(fillTab)
	if err != nil {
		return err
	}
	t.f.SetActiveSheet(index)
	recalculate := true
	if err := t.f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &recalculate}); err != nil {
		return err
	}
	// No date: the same filing gives the same bytes.
	return t.f.SetDocProps(&excelize.DocProperties{Title: t.grid.Form.Name, Creator: "标尺 biaochi", Language: "zh-CN"})
}

// fitPage prints a sheet on A4, as wide as the page and as long as it is.
func fitPage(f *excelize.File, tab, orientation string) error {
	a4, one, asMany, fit := 9, 1, 0, true
	if err := f.SetPageLayout(tab, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &asMany}); err != nil {
		return err
	}
	return f.SetSheetProps(tab, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// footer names the filing on paper. & would begin a code there; ids have none.
func (t *template) footer() string {
	text := t.grid.Filing.FilingKey.String()
	if t.grid.Demo {
		text += "（演示数据）"
	}
	return text
}

func margins() *excelize.PageLayoutMarginsOptions {
	side, top, foot := 0.4, 0.6, 0.3 // inches
	centre := true
	return &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot, Horizontally: &centre}
}
