package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/biaochi/biaochi/targets"
)

type assessCmd struct {
	File   string `arg:"" help:"A JSON array of series with their goals; - reads standard input."`
	Method string `help:"How to rate: by pace (序时进度), or by the annual growth rate (年均增长率) as Eurostat and Open SDG do." enum:"pace,cagr" default:"pace"`
	AsOf   string `name:"as-of" help:"Judge series without as_of as of the end of this day. Default: today in Asia/Shanghai; with cagr the end of the series." placeholder:"D"`
	Lang   string `help:"Language of the reasons." enum:"zh,en" default:"zh"`
}

// Help shows the input, its defaults, what each method makes of it and the
// output. Its examples are executed by testdata/script/assess.txtar.
func (assessCmd) Help() string {
	return `Rates any series, without a database. The input is a JSON array of objects:
  {"id", "measure"?, "accumulation"?, "comparator"?,
   "direction": "up"|"down", "start"?, "baseline": {"period", "value"}?,
   "goal"?, "goal_high"?, "form"?, "amount"?, "amount_high"?, "extent"?,
   "additive"?, "base_year"?, "deadline"?, "path": [{"date", "value"}]?,
   "cadence"?, "limit"?, "span"?, "sense"?,
   "reference": {"over", "figures", "margin_low"?, "margin_high"?}?,
   "figures": [{"period", "value", "numerator"?,
   "denominator"?, "flag"?, "bound"?}], "as_of"?}
Numbers are JSON numbers or strings; ratios run 0-1. At most 64 MiB and 1,000,000 objects.

What is left out stands for:
  measure       count where every figure is a whole number without
                numerator, else mean
                (others: quantity ratio change_rate rank milestone
                direction time_limit)
  accumulation  of a count or quantity: stock (others: cumulative flow)
  comparator    at_least for up, at_most for down (others: over under
                exactly between by increase decrease); without a goal
                only the direction
  form          level: goal is the value itself, of between from goal to
                goal_high; increase and decrease of a goal are a change
                (others: change relative average yearly versus rank
                direction)
  start         the day after the baseline's period; else the first day
                of a flow's first figure, or the end of a level's first
                exact figure, which becomes the baseline
  baseline      the newest exact figure at or before the start; a flow
                starts at 0
  cadence       none: no series is stale (others: monthly quarterly
                half_yearly yearly biennial rounds once)
  flag, bound   A (normal); exact

How a goal's number is meant (form), with the printed number as amount:
  change        baseline plus or minus amount (comparator increase,
                decrease)
  relative      baseline times 1+amount or 1-amount; at_least and the like
                of amount times it (doubling: at_least, amount 2)
  average       baseline times (1+amount)^n to the deadline's year, n from
                base_year; additive: n times amount more
  yearly        each calendar year for itself; "goal": "previous" compares
                it with the year before
  versus        against the reference of the same period: over each year,
                the average over the span, or the final figure; between
                from reference-margin_low to reference+margin_high
  rank          a place: measure rank, no path
  extent        the bound word of a rise or fall: at_least; at_most for
                "a fall of at most 2 %" (others: over under exactly between
                with amount_high)
  base_year     of relative and average: its figure is the baseline, and
                the start is the day after it
  change_rate   relative and average multiply whole years' growth to an
                index; span says what a figure of several years is (total
                or average), "sense": "reduction" that figures are falls

With --method pace (the default) states are those of biaochi targets. Without a goal only a milestone is rated; a time_limit never is, for it has no units here; limit is ignored.

With --method cagr the state is one of achieved substantial moderate limited deterioration not_available:
  base          the baseline; else the newest exact figure at or before
                the start; else the first exact figure
  latest        the last exact figure of the series, or at as_of; a flow
                is taken figure by figure, not summed
  years         differences of calendar years: base and latest lie in two
                of them; 0 as base or goal is read as 0.001
  goal          value is the observed growth over the required one; it
                takes a deadline. increase and decrease N count from the
                base. direction alone says which way is better: exactly
                is achieved at or beyond the goal
  no goal       value is the growth a year in the wanted direction
  limit         a natural limit of the values, which eases the cut points
                near it; ignored where there is a goal
  measure       direction drops the goal; milestone and time_limit are
                not_available; a ratio or mean with its counts is their
                quotient; else no difference
  flag B        no growth is taken across a break: not_available
  accumulation, path and cadence make no difference.

The output is an array in the same order; what a method does not compute is null:
  {"id", "method", "state", "value", "score", "progress", "expected",
   "pace", "required_pace", "forecast", "reason"}

Example for pace: on_track, pace 1.153063.
  [{"id": "made", "direction": "up", "goal": 4000,
    "deadline": "2025-12-31", "as_of": "2025-06-30", "figures": [
      {"period": "2021-10-23", "value": 2579},
      {"period": "2025-03-31", "value": 3923}]}]

Example of an average growth of 7 %: on_track, pace 1.
  [{"id": "gdp", "direction": "up", "measure": "quantity",
    "accumulation": "flow", "form": "average", "comparator": "increase",
    "amount": 0.07, "base_year": 2020, "deadline": 2025,
    "as_of": "2023-06-30", "figures": [
      {"period": 2020, "value": 100},
      {"period": 2022, "value": 114.49}]}]

Example for cagr: moderate, value 0.821569, score 1.582686.
  [{"id": "months", "direction": "down", "goal": 300,
    "deadline": "2030", "figures": [
      {"period": "2015", "value": 500},
      {"period": "2023", "value": 400}]}]`
}

// Run reads everything, then rates one series after the other.
func (k assessCmd) Run(ctx context.Context, c console) error {
	method := targets.Method(k.Method)
	asOf, err := k.asOf(c, method)
	if err != nil {
		return err
	}
	data, name, err := k.read(c)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(c.out)
	list := rowWriter{out: out}
	err = targets.EachAssessInput(name, data, func(a *targets.AssessInput) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return list.add(a.Assess(method, asOf, targets.Lang(k.Lang)))
	})
	if err != nil {
		return err
	}
	if err := list.end(); err != nil {
		return err
	}
	return out.Flush()
}

// asOf is the day judged where a series names none; 0 for the whole series.
func (k assessCmd) asOf(c console, method targets.Method) (targets.Date, error) {
	if k.AsOf == "" && method == targets.MethodCAGR {
		return 0, nil
	}
	asOf, _, err := clocks{AsOf: k.AsOf}.dates(c.now())
	return asOf, err
}

// read takes in the whole input, and one byte more than is allowed of a larger one.
func (k assessCmd) read(c console) (data []byte, name string, err error) {
	input, name := c.in, "stdin"
	if k.File != "-" {
		f, err := os.Open(k.File)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, "", &targets.Error{Kind: targets.NotFound, Text: "找不到文件 " + k.File}
		}
		if err != nil {
			return nil, "", fmt.Errorf("open series: %w", err)
		}
		defer f.Close()
		input, name = f, k.File
	}
	data, err = io.ReadAll(io.LimitReader(input, targets.MaxAssessBytes+1))
	if err != nil {
		return nil, "", fmt.Errorf("read series: %w", err)
	}
	return data, name, nil
}

// A rowWriter prints a JSON array as printRows does, one row at a time: a million
// rows need not be held.
type rowWriter struct {
	out  io.Writer
	rows int
}

func (w *rowWriter) add(row any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("  ", "  ")
	if err := enc.Encode(row); err != nil {
		return fmt.Errorf("encode row: %w", err)
	}
	before := ",\n  "
	if w.rows++; w.rows == 1 {
		before = "[\n  "
	}
	_, err := fmt.Fprintf(w.out, "%s%s", before, bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	return err
}

func (w *rowWriter) end() error {
	tail := "\n]\n"
	if w.rows == 0 {
		tail = "[]\n"
	}
	_, err := io.WriteString(w.out, tail)
	return err
}
