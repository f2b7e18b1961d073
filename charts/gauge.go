package charts

import "github.com/biaochi/biaochi/targets"

// Gauge draws one value on an arc that ends behind the goal, for a number that
// stands alone. Without a value, or a goal above zero, there is no picture.
func Gauge(e *targets.Evaluation, lang targets.Lang) Picture { return Picture{} }
