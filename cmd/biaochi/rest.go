package main

import (
	"context"
	"runtime/debug"
	"time"
)

// restEvery is how often the program looks whether people rest.
const restEvery = 5 * time.Second

// rest gives memory back to the machine once nobody has asked for a page for a
// while: a start that loads what is shipped, a report or a busy hour leave a heap
// that the collector, set for serving (collectLess), would keep for hours. asked
// counts what people and programs asked for, without the probes and scrapes that
// never stop.
func rest(ctx context.Context, asked func() uint64) {
	tick := time.NewTicker(restEvery)
	defer tick.Stop()
	const never = ^uint64(0)
	before, rested := never, never
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := asked()
		if now == before && now != rested {
			debug.FreeOSMemory()
			rested = now
		}
		before = now
	}
}
