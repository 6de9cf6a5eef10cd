import * as vega from 'vega';
import { compile } from 'vega-lite';
import { prettyJson } from '../engine/pretty-json.ts';
import type { FigureSpec } from './figure.ts';
import { finishSvg } from './svg.ts';
import { theme } from './theme.ts';

// One way to measure text on every machine: Vega would use a canvas where one happens to be installed.
// (`textMetrics` is exported, but missing from Vega's types.)
(vega as unknown as { textMetrics: { canvas(use: boolean): void } }).textMetrics.canvas(false);

/** A logger that turns every warning into an error: a figure that warns is wrong. */
function strictLogger(name: string): vega.LoggerInterface {
  const logger: vega.LoggerInterface = {
    level: (() => logger) as vega.LoggerInterface['level'],
    error: (...args) => fail(args),
    warn: (...args) => fail(args),
    info: () => logger,
    debug: () => logger,
  };
  const fail = (args: readonly unknown[]): never => {
    throw new Error(`figure ${name}: ${args.join(' ')}`);
  };
  return logger;
}

/**
 * Draws a figure: the same bytes on every machine.
 * @returns The SVG, and the Vega-Lite specification with title, caption and description in `usermeta`.
 */
export async function renderFigure(experiment: string, figure: FigureSpec): Promise<{ svg: string; spec: string }> {
  const { name, title, caption, description, spec } = figure;
  const logger = strictLogger(`${experiment}/${name}`);
  const compiled = compile(spec, { config: theme, logger }).spec;
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  const usermeta = { title, caption, description, experiment, name };
  const $schema = 'https://vega.github.io/schema/vega-lite/v6.json';
  return {
    svg: finishSvg(svg, { id: `${experiment}-${name}`, title, description }),
    spec: prettyJson({ ...spec, $schema, usermeta, config: theme }),
  };
}
