// Bundles what echarts.js imports into dist/echarts.js, with the notices that
// the licences of the bundled libraries ask to be kept with every copy.
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';

const notice = ['echarts', 'zrender']
  .map((name) => [
    `${name} ${JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version}`,
    readFileSync(`node_modules/${name}/${name === 'echarts' ? 'NOTICE' : 'LICENSE'}`, 'utf8').trim(),
  ].join('\n'))
  .join('\n\n');

await build({
  entryPoints: ['echarts.js'],
  outfile: 'dist/echarts.js',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2018',
  legalComments: 'eof',
  banner: { js: `/*!\n${notice}\n\nApache License 2.0: https://www.apache.org/licenses/LICENSE-2.0\n*/` },
  logLevel: 'warning',
});
