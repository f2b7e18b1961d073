package words

import "github.com/biaochi/biaochi/targets"

// OutOfRange marks a figure that was approved before its indicator had the range
// that it is outside of.
var OutOfRange = targets.Text{ZH: "超出合理范围", EN: "outside the plausible range"}
