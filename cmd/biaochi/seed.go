package main

import (
	"context"
	"fmt"
	"os"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

type seedCmd struct {
	database
	Check    bool   `help:"Only validate, and compare with the database if there is one. Writes nothing."`
	Warnings bool   `help:"Of --check: list every warning (口径待明确 and the like), not the first ones only."`
	Dir      string `arg:"" optional:"" help:"A folder of seeds. Default: what the program ships." type:"existingdir"`
}

// Help teaches by example.
func (seedCmd) Help() string {
	return `Examples:
  biaochi seed                 load the shipped catalogue; a new database also gets the published figures
  biaochi seed --check DIR     validate a folder: every fault at once, by file, line and field`
}

// Run validates a catalogue and, unless only asked to check, loads it.
func (k seedCmd) Run(ctx context.Context, c console) error {
	fsys := seeds.Shipped()
	if k.Dir != "" {
		fsys = os.DirFS(k.Dir)
	}
	l, err := readSeeds(ctx, fsys, c.now()) // before a database is created
	if err != nil {
		return err
	}
	if _, err := seeds.Calendar(fsys); err != nil {
		return err
	}
	if k.Check {
		return k.check(ctx, c, l)
	}
	st, err := k.write(ctx, c.now)
	if err != nil {
		return err
	}
	defer st.Close()
	changes, err := k.load(ctx, c, st, l)
	if err != nil {
		return err
	}
	printChanges(c, changes)
	years, err := loadCalendar(ctx, st, fsys, c.now())
	if err != nil {
		return err
	}
	for _, year := range years {
		fmt.Fprintf(c.out, "放假调休表：新增%d年。\n", year)
	}
	return nil
}

func (k seedCmd) load(ctx context.Context, c console, st *store.Store, l load) (store.Changes, error) {
	empty, err := st.Empty(ctx)
	if err != nil {
		return store.Changes{}, err
	}
	if empty {
		k.warn(c, l.wonders)
		return st.Found(ctx, collector.Operator, l.catalogue, l.figures, c.now())
	}
	return st.Seed(ctx, collector.Operator, l.catalogue, c.now())
}

// check prints the warnings of a catalogue and what loading it would change.
func (k seedCmd) check(ctx context.Context, c console, l load) error {
	k.warn(c, l.warnings)
	fmt.Fprintf(c.out, "校验通过：文件%d个，指标%d个，目标%d个，任务%d项，部门%d个，地区%d个，数据%d条；提示%d处。\n",
		len(l.catalogue.Documents), len(l.catalogue.Indicators), len(l.catalogue.Targets), len(l.catalogue.Tasks),
		len(l.catalogue.Departments), len(l.catalogue.Areas), len(l.figures), len(l.warnings))
	if _, err := os.Stat(k.DB); err != nil {
		return nil
	}
	st, err := k.read(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	changes, err := st.CompareSeed(ctx, l.catalogue)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "与数据库 %s 相比：", k.DB)
	printChanges(c, changes)
	return nil
}

// shownWarnings is how many warnings a check lists unless it is asked for all.
const shownWarnings = 10

func (k seedCmd) warn(c console, warnings targets.Faults) {
	shown := len(warnings)
	if !k.Warnings {
		shown = min(shown, shownWarnings)
	}
	for _, w := range warnings[:shown] {
		fmt.Fprintln(c.err, "提示：", w)
	}
	if rest := len(warnings) - shown; rest > 0 {
		fmt.Fprintf(c.err, "另有%d处提示，加 --warnings 全部列出。\n", rest)
	}
}

func printChanges(c console, changes store.Changes) {
	if changes.None() && changes.Figures == 0 {
		fmt.Fprintf(c.out, "没有变化（%d条相同）。\n", changes.Same)
		return
	}
	fmt.Fprintf(c.out, "新增%d，变更%d，停用%d，相同%d", changes.Added, changes.Changed, changes.Retired, changes.Same)
	if changes.Figures > 0 {
		fmt.Fprintf(c.out, "；载入已公布数据%d条", changes.Figures)
	}
	fmt.Fprintln(c.out, "。")
	for _, n := range changes.Nouns {
		if n.Action != store.Added {
			fmt.Fprintf(c.out, "  %s%s %s\n", actionNames[n.Action], kindNames[n.Kind], n.ID)
		}
		printAdjustment(c, n)
	}
}

var actionNames = map[string]string{store.Added: "新增", store.Changed: "变更", store.Retired: "停用"}

var kindNames = map[string]string{"area": "地区", "department": "部门", "indicator": "指标", "document": "文件", "target": "目标", "task": "任务"}

// printAdjustment says what a changed target asks for now, by which document, and
// from when on.
func printAdjustment(c console, n store.Change) {
	for _, g := range n.Goal {
		fmt.Fprintf(c.out, "    目标值调整：%s 由 %s 变为 %s\n", g.Field, dash(g.From), dash(g.To))
	}
	for _, a := range n.By {
		fmt.Fprintf(c.out, "    依据：%s（%s），%s；此前各日仍按原来的内容评价\n", a.Document, a.On, a.Reason.ZH)
	}
}
