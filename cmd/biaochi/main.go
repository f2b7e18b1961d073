// Command biaochi 标尺 monitors measurable policy goals: it holds them as typed
// targets in one SQLite file, takes figures in, exports Prometheus gauges and
// renders reports. Each file here is one subcommand; the package wires the rooms
// together and holds nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/biaochi/biaochi/targets"
)

// version is set by the build.
var version = "unknown"

// Exit statuses of the contract.
const (
	exitDone = iota
	exitFailed
	exitUsage
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr, time.Now}))
}

// A console is what a command talks to.
type console struct {
	in  io.Reader
	out io.Writer // data
	err io.Writer // messages
	now func() time.Time
}

// commands is the command line; design §5 is its contract.
type commands struct {
	Serve    serveCmd    `cmd:"" help:"Serve the pages and /metrics. Creates and fills a missing database."`
	Seed     seedCmd     `cmd:"" help:"Load the shipped or a given catalogue of documents, indicators and targets."`
	Targets  targetsCmd  `cmd:"" help:"Print where every target stands."`
	Tasks    tasksCmd    `cmd:"" help:"Print the ledger of tasks (工作台账) with its departments."`
	Assess   assessCmd   `cmd:"" help:"Rate any series given as JSON, without a database."`
	Template templateCmd `cmd:"" help:"Write a workbook for an office or an area to fill in."`
	Import   importCmd   `cmd:"" help:"Import figures from a CSV file or a workbook."`
	Export   exportCmd   `cmd:"" help:"Export the standing figures."`
	Report   reportCmd   `cmd:"" help:"Write the report as static pages that open without internet."`
	Verify   verifyCmd   `cmd:"" help:"Recompute the chain and the current figures and compare."`
	User     userCmd     `cmd:"" help:"Add, list and disable users, set passwords."`
	Backup   backupCmd   `cmd:"" help:"Copy the database, also while it is being served."`
	Health   healthCmd   `cmd:"" help:"Ask a program that serves whether it is up, as a container's health check."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// run parses and carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, c console) int {
	exit := -1
	parser, err := newParser(kong.Writers(c.out, c.err), kong.Exit(func(code int) { exit = code }))
	if err != nil {
		fmt.Fprintln(c.err, "biaochi:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if exit == 0 { // --help
		return exitDone
	}
	if err != nil {
		fmt.Fprintf(c.err, "biaochi: %v\n用法见 biaochi --help\n", err)
		return exitUsage
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(c); err != nil {
		return complain(c.err, err)
	}
	return exitDone
}

// newParser knows every command, flag and variable of the environment.
func newParser(more ...kong.Option) (*kong.Kong, error) {
	return kong.New(&commands{}, append([]kong.Option{kong.Name("biaochi"),
		kong.Description("标尺：政策目标监测。Monitors measurable policy goals: typed targets in one SQLite file, gauges for Prometheus, reports that open without internet."),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), environment()}, more...)...)
}

// complain prints an error for a person: all faults of an input, one a line, or
// the text of a failure; an internal error with its cause.
func complain(w io.Writer, err error) int {
	if faults, ok := errors.AsType[targets.Faults](err); ok {
		for _, f := range faults {
			fmt.Fprintln(w, f)
		}
		fmt.Fprintln(w, "未写入任何内容；请按上列各处改正后重试。")
		return exitFailed
	}
	if e, ok := errors.AsType[*targets.Error](err); ok {
		fmt.Fprintln(w, "biaochi:", e)
		if whole := err.Error(); !strings.Contains(e.Error(), whole) && whole != e.Error() {
			fmt.Fprintln(w, "  原因：", whole)
		}
		return exitFailed
	}
	if usage, ok := errors.AsType[usageError](err); ok {
		fmt.Fprintln(w, "biaochi:", usage)
		return exitUsage
	}
	fmt.Fprintln(w, "biaochi:", err)
	return exitFailed
}

// A usageError is a flag used wrongly that the parser could not know.
type usageError string

func (e usageError) Error() string { return string(e) }
