package main

import (
	"context"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/charts/svg"
	"github.com/biaochi/biaochi/targets"
)

const picturesDrawn = 60

// pictures measures what drawing without a browser costs beside making a page:
// setting up once, and processor time a picture. There is no limit and no peer;
// papers draw few.
func pictures(context.Context, *benchmark) error {
	begin := time.Now()
	d, err := svg.New()
	if err != nil {
		return err
	}
	show("pictures without a browser: reading the library, once", float64(time.Since(begin).Milliseconds()), "ms")
	if _, err := d.Draw(somePicture(0), 590, 300); err != nil {
		return err
	}
	before := cpu()
	for i := range picturesDrawn {
		if _, err := d.Draw(somePicture(i+1), 590, 300); err != nil {
			return err
		}
	}
	took := cpu() - before
	show("pictures without a browser: CPU a picture", took.Seconds()*1000/picturesDrawn, "ms")
	return nil
}

// somePicture counts the goals of eight areas by light, other numbers each time.
func somePicture(n int) charts.Picture {
	var groups []charts.Group
	for i := range 8 {
		g := charts.Group{Name: fmt.Sprintf("第%d个地区的目标", i+1), Count: map[targets.Light]int{}}
		for j, l := range targets.Lights {
			g.Count[l] = 1 + (n+i*j)%17
			g.All += g.Count[l]
		}
		groups = append(groups, g)
	}
	return charts.Lights(groups, targets.ZH)
}
