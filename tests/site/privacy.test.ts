import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import type { Finding } from '../../src/content/types.ts';
import { checkRoot, type Report } from '../../src/evidence/check.ts';
import { trackContentHash } from '../../src/evidence/content-hash.ts';
import { decisionsOf } from '../../src/evidence/decisions.ts';
import { standingOf } from '../../src/evidence/standing.ts';
import { claimsOf } from '../../src/evidence/state.ts';
import type { Maturity } from '../../src/evidence/types.ts';
import { publicEvidence } from '../../src/site/lib/public-evidence.ts';
import { hiddenOf } from '../../src/site/lib/public-hidden.ts';
import { createSiteModel, type SiteModel } from '../../src/site/model.ts';
import { buildSite, commitRoot, copyRoot } from './build-fixture.ts';
import { textsOf } from './dist-files.ts';
import { addPrivateEntries, keptWords, privateWords } from './private-entries.ts';

const minimal = resolve(import.meta.dirname, '../fixtures/minimal');

/** Words around a find, so that a failure says where it is. */
const around = (text: string, at: number): string => text.slice(Math.max(0, at - 80), at + 80).replaceAll(/\s+/g, ' ');

describe('a root with a private entry of every collection, named everywhere', () => {
  let root: string;
  let model: SiteModel;
  let report: Report;
  before(() => {
    root = copyRoot(minimal);
    addPrivateEntries(root);
    report = checkRoot(loadRoot(root), {});
    model = createSiteModel(root);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('is a root without faults of reading', () => {
    const unread = /is-known|is-valid|is-yaml|parses|matches-schema|is-unique/;
    assert.deepEqual(
      report.findings.filter(({ rule, severity }) => severity === 'error' && unread.test(rule)),
      [],
    );
  });

  test('verdicts are those of the check', () => {
    for (const [id, judged] of model.context.judged) {
      const { verdict, expect, asExpected } = report.state.judged.get(id)!;
      assert.deepEqual([judged.verdict, judged.expect, judged.asExpected], [verdict, expect, asExpected], id);
    }
    const resting = model.claims.get('T-resting')!;
    assert.deepEqual([resting.verdict, resting.unexpected], ['blocked', false]);
    assert.match(resting.reason, /^Rests on a claim that is not public, which is falsified, and on a claim that/);
    assert.equal(model.claims.get('T-next')!.verdict, 'blocked', 'at one more remove');
  });

  test('so are rungs', () => {
    const [whole] = report.maturity;
    const { blockedBy, ...rest } = model.context.maturity.get('T')!;
    assert.deepEqual({ ...rest, blockedBy: null }, { ...whole, blockedBy: null });
    assert.doesNotMatch(JSON.stringify(blockedBy), privateWords);
    assert.equal(model.context.maturity.size, 1);
  });

  test('what is in the way of a rung is told without private names', () => {
    const full = loadRoot(root);
    const signed = `No reviewer has signed off content ${trackContentHash(full.tracks.get('T')!, claimsOf('T', report.state))}.`;
    type Blocker = NonNullable<Maturity['blockedBy']>;
    const rows: [Blocker, Blocker][] = [
      [{ text: signed }, { text: signed }],
      [
        { text: 'Z-zebra-thesis is falsified: Quokka', claim: 'Z-zebra-thesis', experiment: 'line-fit' },
        { text: 'A claim that is not public is in the way.' },
      ],
      [
        { text: 'Missing: Quokka.', experiment: 'zebra-run' },
        { text: 'An experiment that is not public is in the way.' },
      ],
      [{ text: 'Quokka is planned.', figure: 'zebra-run/x' }, { text: 'A figure that is not public is in the way.' }],
      [
        { text: 'T-next is blocked: see [it](claim:Z-zebra-thesis), T-zebra-claim', claim: 'T-next' },
        { text: 'T-next is blocked: see it, a claim that is not public', claim: 'T-next' },
      ],
    ];
    for (const [blockedBy, expected] of rows) {
      const maturity = report.maturity.map((one) => ({ ...one, blockedBy }));
      const shown = publicEvidence(full, { ...report, maturity }, model.context.state, hiddenOf(full)).maturity;
      assert.deepEqual(shown.get('T')!.blockedBy, expected);
    }
  });

  test('so are decisions, principles and findings', () => {
    const states = ({ context }: Pick<SiteModel, 'context'>, { state }: Pick<Report, 'state'> = report) => {
      const { decisions, acceptance, questions } = decisionsOf('T', context.loaded, state);
      return {
        decisions: decisions.map((one) => [one.state, one.criteria.map((criterion) => criterion.state)]),
        acceptance: acceptance.map((one) => one.state),
        questions: questions.map((one) => one.state),
        principle: standingOf(context.loaded.principles.get('baseline-first')!.data, state),
        finding: standingOf(context.loaded.hubs.get('lines')!.data.findings[0]!, state),
      };
    };
    const whole = { context: { ...model.context, loaded: loadRoot(root) } };
    assert.deepEqual(states(model, { state: model.context.evidence }), states(whole));
  });

  test('what is about private tracks only is not there', () => {
    const { glossary, contradictions, repositories, start } = model.context.loaded;
    assert.deepEqual(
      contradictions!.data.contradictions.map(({ id, tracks }) => `${id}: ${tracks.join('')}`),
      ['r2-of-the-line: T', 'point-count: T', 'shared: T'],
    );
    assert.equal(glossary!.data.terms.length, 3);
    assert.equal(repositories!.data.repositories.length, 2);
    assert.equal(start!.data.entries.length, 3);
  });

  test('nothing of the model names it, in any language; translations stay with their items', () => {
    for (const one of [model, createSiteModel(root, 'zh')]) {
      const { loaded, evidence, findings, maturity, judged } = one.context;
      const shown = {
        ...loaded,
        root: '',
        // What is there; pages show the pictures of public texts only, as the built site below.
        images: null,
        evidence,
        findings,
        maturity,
        judged,
        tracks: one.tracks,
        layers: one.layers,
      };
      const text = JSON.stringify(shown, (_, value: unknown) =>
        value instanceof Map ? [...value] : value instanceof Set ? [...value] : value,
      );
      const at = text.search(privateWords);
      assert.equal(at, -1, around(text, at));
      assert.ok(text.includes(keptWords));
    }
    const track = createSiteModel(root, 'zh').context.loaded.tracks.get('T')!;
    assert.deepEqual(
      track.data.steps.map(({ text }) => text),
      ['拟合直线', 'Write it up'],
    );
  });

  test('what check finds of private files, or by private names, is not shown', () => {
    const full = loadRoot(root);
    const at = (file: string, message: string, line = 1): Finding => {
      return { rule: 'result-is-fresh', severity: 'warn', file, line, message, hint: '' };
    };
    const claim = full.claims.get('T-zebra-claim')!;
    const findings = [
      at('content/tracks/t.md', 'a public remark'),
      at('content/tracks/z.md', 'in a private file'),
      at('content/hubs/zebra-hub.zh.md', 'in its translation'),
      at('content/tracks/t.md', 'the result of zebra-run is stale'),
      at('content/tracks/t.md', 'okapi_hubs is an old name'),
      at('content/tracks/t.md', 'tracks[1]: found "Z"'),
      at(claim.file, 'in the lines of a private claim', claim.line(['bound'])),
      at(claim.file, 'in the lines of a public claim', full.claims.get('T-resting')!.line(['bound'])),
    ];
    const shown = publicEvidence(full, { ...report, findings }, model.context.state, hiddenOf(full)).findings;
    assert.deepEqual(
      shown.map(({ message }) => message),
      ['a public remark', 'in the lines of a public claim'],
    );
  });

  test(
    'no file of the built site names it, nor of its zip, nor what changed since a tag',
    { timeout: 300_000 },
    async () => {
      // What is private now was public once, and what is gone was private.
      const note = join(root, 'content/notes/zebra-note.md');
      const text = readFileSync(note, 'utf8');
      writeFileSync(note, text.replace('visibility: private', 'visibility: public'));
      writeFileSync(
        join(root, 'content/notes/zebra-gone.md'),
        text.replaceAll('zebra-note', 'zebra-gone').replace(/aliases:\n.*\n/, ''),
      );
      commitRoot(root, 'v1');
      writeFileSync(note, text);
      rmSync(join(root, 'content/notes/zebra-gone.md'));
      const dist = await buildSite(root, ['--offline', '--since', 'v1', '--url', 'https://example.org']);
      const texts = textsOf(dist, join(root, 'dist-offline.zip'));
      for (const kind of [
        /\.pf_fragment$/,
        /^changes\/index\.html$/,
        /^zip: site\/assets\/search-list\.js$/,
        /^feed\.xml$/,
        /^sitemap-0\.xml$/,
      ]) {
        assert.ok(
          [...texts.keys()].some((file) => kind.test(file)),
          String(kind),
        );
      }
      for (const [file, one] of texts) {
        assert.doesNotMatch(file, privateWords);
        assert.doesNotMatch(file, /(?:^|\/)(?:tracks|claims)\/z(?:\/|$)/);
        const found = /zebra|quokka|okapi|tracks\/z\b|hidden:/i.exec(one);
        assert.equal(found, null, `${file}: ${around(one, found?.index ?? 0)}`);
      }
      const page = texts.get('notes/on-seeds/index.html')!;
      assert.ok(page.split(keptWords).length > 15, 'the words of links stay');
    },
  );
});
