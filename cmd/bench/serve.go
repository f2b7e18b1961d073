package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

const limitStart = 2.0 // seconds until a fresh folder's pages answer

// start measures how long serve needs on a fresh folder until its page answers.
func start(ctx context.Context, b *benchmark) error {
	var took []time.Duration
	for i := range 3 {
		begin := time.Now()
		_, stop, err := b.serve(ctx, filepath.Join(b.dir, fmt.Sprintf("fresh-%d.db", i)))
		if err != nil {
			return err
		}
		took = append(took, time.Since(begin))
		stop()
	}
	b.compare("serve on a fresh folder: seconds until the overview ÷ 2 s", median(took).Seconds()/limitStart, 1, "×")
	return nil
}

// serve starts the program on a free port and waits until its overview answers.
func (b *benchmark) serve(ctx context.Context, db string) (address string, stop func(), err error) {
	address, cmd, err := b.spawn(ctx, db)
	if err != nil {
		return "", nil, err
	}
	return address, func() { cmd.Process.Kill(); cmd.Wait() }, nil
}

// spawn is serve for who needs the process.
func (b *benchmark) spawn(ctx context.Context, db string) (address string, cmd *exec.Cmd, err error) {
	listen, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	cmd = exec.CommandContext(ctx, b.program, "serve", "--db", db, "--web.listen-address", listen)
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	address = "http://" + listen
	for range 3000 {
		if err = get(address + "/"); err == nil {
			return address, cmd, nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	cmd.Process.Kill()
	cmd.Wait()
	return "", nil, fmt.Errorf("serve did not answer: %w", err)
}
