// The part of ECharts that the pages use. Adding a chart kind or a component
// to a picture means adding it here, then `make assets`. Pages draw on a canvas;
// the other renderer writes the SVG of a download and of the pages without scripts.
import { init, use } from 'echarts/core';
import { BarChart, GaugeChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([
  BarChart, GaugeChart, LineChart, ScatterChart,
  GridComponent, TooltipComponent, CanvasRenderer, SVGRenderer,
]);

// The pages draw on a canvas, charts/svg draws without a browser: both from this bundle.
globalThis.echarts = { init };
