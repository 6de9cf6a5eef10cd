import type { Element, ElementContent } from 'hast';
import type { FigureAnswer, RenderContext } from './context.ts';
import { parseReported } from './address.ts';
import type { Scheme } from './address.ts';
import { element } from './hast.ts';
import { parseMarkup, svgElement } from './svg.ts';
import { words } from './words.ts';

/** An evidence link found in a document. */
export interface Evidence {
  scheme: Scheme;
  target: string;
  /** Text of the link, or alternative text of the image; empty asks for the value, statement, title or caption. */
  text: string;
  /** Written as an image: a figure to be shown and not only linked. */
  image: boolean;
}

/** Whether it is shown as a block of its own and not within a line. */
export const isBlockEvidence = (evidence: Evidence | undefined): boolean =>
  evidence?.scheme === 'leaderboard' || (evidence?.scheme === 'fig' && evidence.image);

interface Setting {
  context: RenderContext;
  /** Content of the link, already clean. */
  children: ElementContent[];
  /** Begins every id of a figure shown here. */
  idPrefix: string;
}

/** The space stands inside, so that text without styles reads well. */
const mark = (text: string): Element => element('span', { className: ['kind'] }, ` ${text}`);

const or = (children: ElementContent[], text: string): (ElementContent | string)[] =>
  children.length > 0 ? children : [text];

function notFound({ scheme, target }: Evidence, { children, context }: Setting): Element {
  const { notFound } = words[context.lang ?? 'en'];
  const properties = { className: ['evidence-missing'], title: `${scheme}:${target}` };
  return element('span', properties, ...or(children, target), mark(notFound));
}

function metricLink(evidence: Evidence, setting: Setting): Element {
  const { context, children } = setting;
  const answer = context.resolver.metric(evidence.target, evidence.text);
  if (!answer) return notFound(evidence, setting);
  const word = words[context.lang ?? 'en'];
  const kind = answer.imported ? 'imported' : 'executed';
  const states = {
    ok: answer.imported ? word.imported : null,
    differs: `${word[kind]} ${answer.value}`,
    stale: word.stale,
    missing: word.notExecuted,
  };
  const className = ['metric', answer.state === 'missing' ? 'metric-missing' : `metric-${kind}`];
  if (answer.state === 'differs' || answer.state === 'stale') className.push(`metric-${answer.state}`);
  const title = answer.executed || undefined;
  const properties = { className, dataMetric: answer.address, dataState: answer.state, href: answer.href, title };
  const state = states[answer.state];
  return element('a', properties, ...or(children, answer.value), state ? mark(state) : null);
}

function reportedLink(evidence: Evidence, setting: Setting): Element {
  const { source, place } = parseReported(evidence.target);
  const answer = setting.context.resolver.reported(source, place);
  if (!answer) return notFound(evidence, setting);
  const { reported } = words[setting.context.lang ?? 'en'];
  const className = ['metric', 'metric-reported'];
  const properties = { className, dataReported: evidence.target, href: answer.href, title: answer.title };
  return element('a', properties, ...or(setting.children, answer.title), mark(reported));
}

function claimLink(evidence: Evidence, setting: Setting): Element {
  const answer = setting.context.resolver.claim(evidence.target);
  if (!answer) return notFound(evidence, setting);
  const verdict = words[setting.context.lang ?? 'en'].verdicts[answer.shown];
  const properties = {
    className: ['claim'],
    dataClaim: evidence.target,
    dataVerdict: answer.verdict,
    href: answer.href,
    title: answer.statement,
  };
  const badge = element('span', { className: ['verdict', `verdict-${answer.shown}`] }, ` ${verdict}`);
  return element('a', properties, ...or(setting.children, answer.statement), badge);
}

function experimentLink(evidence: Evidence, setting: Setting): Element {
  const answer = setting.context.resolver.experiment(evidence.target);
  if (!answer) return notFound(evidence, setting);
  const properties = {
    className: ['experiment'],
    dataExperiment: evidence.target,
    href: answer.href,
    title: answer.title,
  };
  return element('a', properties, ...or(setting.children, answer.title));
}

function drawing(answer: FigureAnswer, { context, idPrefix }: Setting): Element {
  const svg = answer.svg === null ? null : svgElement(answer.svg, idPrefix, answer.description || answer.title);
  return svg
    ? element('div', { className: ['figure-drawing'] }, svg)
    : element('p', { className: ['figure-missing'] }, words[context.lang ?? 'en'].notGenerated);
}

function figure(evidence: Evidence, setting: Setting): Element {
  const answer = setting.context.resolver.figure(evidence.target);
  if (!answer) return notFound(evidence, setting);
  if (!evidence.image) {
    const properties = { className: ['figure-link'], dataFigure: evidence.target, href: answer.href };
    return element('a', properties, ...or(setting.children, answer.title));
  }
  const caption = element(
    'figcaption',
    {},
    element('a', { href: answer.href }, answer.title),
    evidence.text || answer.caption ? ` ${evidence.text || answer.caption}` : null,
  );
  return element('figure', { className: ['figure'], dataFigure: evidence.target }, drawing(answer, setting), caption);
}

function leaderboard(evidence: Evidence, setting: Setting): Element {
  const answer = setting.context.resolver.leaderboard?.(evidence.target) ?? null;
  if (!answer) return notFound(evidence, setting);
  const properties = { dataLeaderboard: evidence.target };
  if (answer.html !== undefined) {
    return element('div', properties, ...(parseMarkup(answer.html).children as ElementContent[]));
  }
  return element('a', { ...properties, href: answer.href }, ...or(setting.children, answer.title));
}

const kinds: Record<Scheme, (evidence: Evidence, setting: Setting) => Element> = {
  metric: metricLink,
  reported: reportedLink,
  claim: claimLink,
  exp: experimentLink,
  fig: figure,
  leaderboard,
};

/** What a page shows for an evidence link; what does not resolve is shown as not found. */
export function evidenceElement(evidence: Evidence, setting: Setting): Element {
  return kinds[evidence.scheme](evidence, setting);
}
