package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// healthCmd is the probe of a container that holds nothing but this program.
type healthCmd struct {
	URL     string        `name:"url" env:"BIAOCHI_HEALTH_URL" help:"Where the program serves (default ${default})." default:"http://127.0.0.1:9988" placeholder:"URL"`
	Timeout time.Duration `help:"How long to wait for the answer (default ${default})." default:"5s" placeholder:"DURATION"`
}

// Run asks the served program whether it is up; the exit status is 1 when it does
// not answer in time or not with ok.
func (k healthCmd) Run(ctx context.Context, c console) error {
	ctx, cancel := context.WithTimeout(ctx, k.Timeout)
	defer cancel()
	address := strings.TrimSuffix(k.URL, "/") + "/-/healthy"
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return usageError("--url：" + k.URL + " 不是网址")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return &targets.Error{Kind: targets.NotFound, Text: "没有应答：" + err.Error()}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 16))
	if err != nil {
		return fmt.Errorf("read the answer of %s: %w", address, err)
	}
	if answer.StatusCode != http.StatusOK || string(body) != "ok\n" {
		return &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("%s 应答 %s，不是正常运行的标尺", address, answer.Status)}
	}
	_, err = io.WriteString(c.out, "ok\n")
	return err
}
