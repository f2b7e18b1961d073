package main

import (
	"context"
	"fmt"
)

type backupCmd struct {
	database
	File string `arg:"" help:"The copy to write; it must not exist yet."`
}

// Run writes a consistent copy, also beside a running server.
func (k backupCmd) Run(ctx context.Context, c console) error {
	st, err := k.read(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	bar := newBar(c)
	err = st.Backup(ctx, k.File, func(done, total int) { bar.show("备份", int64(done), int64(total)) })
	bar.done()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "已备份到 %s\n", k.File)
	return err
}
