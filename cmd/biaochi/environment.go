package main

import (
	"strings"

	"github.com/alecthomas/kong"
)

// environment gives every flag of serve and health a variable of the environment
// (--web.listen-address: BIAOCHI_WEB_LISTEN_ADDRESS), for services and containers.
// The other commands have only BIAOCHI_DB: a variable that is left in a shell must
// not change what a report holds.
func environment() kong.Option {
	return kong.PostBuild(func(k *kong.Kong) error {
		for _, command := range k.Model.Children {
			if command.Name == "serve" || command.Name == "health" {
				for _, f := range command.Flags {
					nameVariable(f)
				}
			}
		}
		return nil
	})
}

func nameVariable(f *kong.Flag) {
	if f.Name == "help" || len(f.Envs) > 0 {
		return
	}
	f.Envs = []string{"BIAOCHI_" + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(f.Name))}
	f.Tag.Envs = f.Envs
}
