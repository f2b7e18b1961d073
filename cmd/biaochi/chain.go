package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// A chainRow is one entry of the chain as a line of JSON: exactly what is hashed,
// so that a third party can recompute it (the format stands in the package
// comment of targets/store).
type chainRow struct {
	Sequence int64  `json:"sequence"`
	At       string `json:"at"`
	Actor    string `json:"actor"`
	Action   string `json:"action"`
	Content  string `json:"content"`
	Previous string `json:"previous"`
	Hash     string `json:"hash"`
}

// exportChain writes the whole chain, an entry a line.
func exportChain(ctx context.Context, st *store.Store, w io.Writer) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err := st.EachEntry(ctx, 0, func(e *store.Entry) error { return enc.Encode(chainRow(*e)) })
	if err != nil {
		return err
	}
	return out.Flush()
}

// maxChainLine bounds one line of a chain file.
const maxChainLine = 256 << 20

// checkChain recomputes an exported chain and holds its last hash against one
// that was published or kept elsewhere.
func checkChain(c console, file, head string) error {
	f, err := os.Open(file)
	if err != nil {
		return &targets.Error{Kind: targets.NotFound, Text: "打不开链文件 " + file}
	}
	defer f.Close()
	var checker store.ChainChecker
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxChainLine)
	entries := 0
	for lines.Scan() {
		var row chainRow
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return targets.Faults{{File: file, Line: entries + 1, Text: "不是链的一条记录", Fix: "应为 biaochi export --format audit-jsonl 写出的一行"}}
		}
		entry := store.Entry(row)
		checker.Add(&entry)
		entries++
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read chain: %w", err)
	}
	last, faults := checker.Done()
	if len(faults) > 0 {
		return brokenError(faults)
	}
	if head != "" && head != last {
		return &targets.Error{Kind: targets.Conflict, Field: "--head", Text: "链首不符：文件的最后一条为 " + last + "，给出的为 " + head}
	}
	_, err = fmt.Fprintf(c.out, "核对无误：%d条记录。链首 %s\n", entries, last)
	return err
}

// brokenError names every entry that does not fit, the first one first.
func brokenError(list []store.VerifyFault) error {
	faults := make([]error, len(list))
	for i, f := range list {
		where := "派生表"
		if f.Entry > 0 {
			where = fmt.Sprintf("第%d条记录", f.Entry)
		}
		faults[i] = fmt.Errorf("%s：%s", where, f.Text)
	}
	return &targets.Error{Kind: targets.Conflict, Text: "核对不符，数据可能被改动过，请用最近一次核对无误的备份比对：\n" + errors.Join(faults...).Error()}
}
