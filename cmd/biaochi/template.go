package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

type templateCmd struct {
	database
	Office string `help:"The office that fills it in, by id." placeholder:"ID"`
	Form   string `help:"Which form, by id, when the office has several for that period." placeholder:"ID"`
	Area   string `help:"Instead of an office: figures of this area, in the columns of the figure file." placeholder:"CODE"`
	Period string `help:"The period, like 2025-Q1." required:"" placeholder:"P"`
	Out    string `help:"The workbook to write; it must not exist yet." required:"" placeholder:"X.xlsx"`
}

// Help teaches what the workbook is for and what becomes of it.
func (templateCmd) Help() string {
	return `写出一个 Excel 工作簿（WPS、LibreOffice 也能打开），填好后送回来：

  biaochi template --office shaanxi-amr --period 2025-Q1 --out 陕西2025Q1.xlsx
      某单位某报告期的填报表：填报说明、锁定的指标编号和名称、上期数、下拉选项、即时检查、数据说明和签署人。
      单位在填报页面上传，核对后上报；也可由管理员用 biaochi import 作为数据导入（不登记签署人和数据说明）。
  biaochi template --area 610000 --period 2025-Q1 --out 陕西数据.xlsx
      某地区某报告期的数据表，列与 CSV 数据文件相同，每个有目标的指标一行；填好后用 biaochi import 导入，
      没填的行自动跳过。

导入时先检查：

  biaochi import 陕西2025Q1.xlsx --dry-run --marked 标注.xlsx
      一次列出全部错误，并写出标出错误单元格的同一工作簿。`
}

// Run writes one workbook.
func (k templateCmd) Run(ctx context.Context, c console) error {
	period, err := k.check()
	if err != nil {
		return err
	}
	st, err := k.read(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	write := k.figures
	if k.Office != "" {
		write = k.filing
	}
	var told string
	err = writeNew(k.Out, func(w io.Writer) error {
		told, err = write(ctx, c, st, period, w)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "已写出 %s：%s\n", k.Out, told)
	return err
}

func (k templateCmd) check() (targets.Period, error) {
	switch {
	case (k.Office == "") == (k.Area == ""):
		return targets.Period{}, usageError("请给出 --office 单位编号 或 --area 地区代码，二者之一")
	case k.Form != "" && k.Area != "":
		return targets.Period{}, usageError("--form 要与 --office 一起用")
	case !strings.EqualFold(filepath.Ext(k.Out), ".xlsx"):
		return targets.Period{}, usageError("--out 应以 .xlsx 结尾")
	}
	period, err := targets.ReadPeriod(k.Period)
	if err != nil {
		return targets.Period{}, usageError("--period：" + err.Error())
	}
	return period, nil
}

// filing writes the template of an office's filing. What an office typed and has
// not handed in stays with it: the workbook is written as a viewer sees the filing.
func (k templateCmd) filing(ctx context.Context, c console, st *store.Store, period targets.Period, w io.Writer) (string, error) {
	register, err := st.Register(ctx, zeroTime)
	if err != nil {
		return "", err
	}
	key, err := k.key(register, period)
	if err != nil {
		return "", err
	}
	office := register.Office(key.Office)
	viewer := &collector.Person{User: targets.User{ID: collector.Operator, Office: office.ID, Roles: []targets.Role{targets.Viewer}}, Office: *office, Area: office.Area}
	grid, err := newDesk(st, c.now).Grid(ctx, viewer, key)
	if err != nil {
		return "", err
	}
	if err := (sheet.Sheets{}).Template(w, grid); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s，%s，%s，%d 个指标，报送期 %s 至 %s。", grid.Form.Name, office.Name, period.Label(targets.ZH), len(grid.Rows),
		grid.Filing.Opens, grid.Filing.LastDay()), nil
}

// key finds the form that the office fills in for the period.
func (k templateCmd) key(r *targets.Register, period targets.Period) (targets.FilingKey, error) {
	if r.Office(k.Office) == nil {
		return targets.FilingKey{}, &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("没有编号为 %q 的填报单位", k.Office)}
	}
	var asked, named []string
	for i := range r.Forms {
		f := &r.Forms[i]
		if f.Asks(k.Office, period) && (k.Form == "" || k.Form == f.ID) {
			asked = append(asked, f.ID)
			named = append(named, fmt.Sprintf("%s（%s）", f.ID, f.Name))
		}
	}
	switch len(asked) {
	case 0:
		return targets.FilingKey{}, &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("单位 %s 在 %s 没有要填的报表；只要数据表可用 --area", k.Office, period)}
	case 1:
		return targets.FilingKey{Form: asked[0], Office: k.Office, Period: period}, nil
	}
	return targets.FilingKey{}, usageError("本期有几张报表，请用 --form 指定：" + strings.Join(named, "、"))
}

// figures writes the template of an area: a row for each indicator that a target
// of the area is about, in the order of the catalogue.
func (k templateCmd) figures(ctx context.Context, _ console, st *store.Store, period targets.Period, w io.Writer) (string, error) {
	catalogue, demo, err := st.Catalogue(ctx)
	if err != nil {
		return "", err
	}
	area := targets.NewAreaTree(catalogue.Areas).Area(k.Area)
	if area == nil {
		return "", &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("没有代码为 %q 的地区", k.Area)}
	}
	wanted := map[string]bool{}
	for i := range catalogue.Targets {
		t := &catalogue.Targets[i]
		wanted[t.Indicator] = wanted[t.Indicator] || t.Area == area.Code
	}
	figures := sheet.Figures{Area: area, Period: period, Demo: demo}
	for i := range catalogue.Indicators {
		if wanted[catalogue.Indicators[i].ID] {
			figures.Indicators = append(figures.Indicators, &catalogue.Indicators[i])
		}
	}
	if len(figures.Indicators) == 0 {
		return "", &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("%s（%s）没有目标，没有要填的指标", area.Name.ZH, area.Code)}
	}
	if err := sheet.WriteFigures(w, figures); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s，%s，%d 个指标。填好后用 biaochi import 导入。", area.Name.ZH, period.Label(targets.ZH), len(figures.Indicators)), nil
}

// writeNew writes a file whole or not at all, and never over another: somebody may
// have filled it in.
func writeNew(name string, write func(io.Writer) error) error {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return &targets.Error{Kind: targets.Conflict, Text: name + " 已存在，不覆盖；请换个名字，或先移走它"}
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".biaochi-*.xlsx")
	if err != nil {
		return fmt.Errorf("create workbook: %w", err)
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := os.Link(f.Name(), name); err != nil { // Link, not Rename: it refuses a name that was taken meanwhile
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}
