import { decisionsOf, type DecisionsOfTrack, type GateView, type TreeView } from '../../evidence/decisions.ts';
import type { Judged } from '../../evidence/types.ts';
import type { TreeDrawing } from '../charts/decision-tree.ts';
import { formatPlain } from '../lib/format.ts';
import { verdictWords, type ClaimView } from './claim.ts';
import type { SiteContext } from './context.ts';
import { findMetric, relationSigns } from './experiment.ts';
import type { Link } from './link.ts';

/** A gate as its row: bands, where the executed number lies, and who says so. */
export interface GateRow {
  id: string;
  text: string;
  when: string | null;
  band: GateView['band'];
  /** The executed number, or null. */
  executed: { value: string; href: string } | null;
  excellent: string;
  good: string;
  fail: string;
  prior: string;
  reason: string;
  note: string | null;
  claims: ClaimView[];
  experiment: Link | null;
}

/** Everything of a track that evidence decides, ready to be set. */
export interface DecisionsView {
  gates: GateRow[];
  trees: { id: string; note: string | null; drawing: TreeDrawing; waits: string[] }[];
  triggers: (Omit<DecisionsOfTrack['triggers'][number], 'rows'> & {
    rows: { when: string; diagnosis: string | null; run: string; state: string; claims: ClaimView[]; runs: Link[] }[];
  })[];
  acceptance: (Omit<DecisionsOfTrack['acceptance'][number], 'rows'> & {
    rows: (Omit<DecisionsOfTrack['acceptance'][number]['rows'][number], 'claim'> & { claim: ClaimView | null })[];
  })[];
  decisions: (Omit<DecisionsOfTrack['decisions'][number], 'criteria'> & {
    /** `stated`: the source's word, which nothing here computes. */
    criteria: {
      text: string;
      state: 'met' | 'pending' | 'failed';
      stated: boolean;
      why: string;
      claims: ClaimView[];
    }[];
  })[];
  questions: (Omit<DecisionsOfTrack['questions'][number], 'claims' | 'options' | 'experiment'> & {
    claims: ClaimView[];
    options: { text: string; claim: ClaimView | null }[];
    experiment: Link | null;
  })[];
}

const stateWords = {
  yes: 'holds',
  no: 'does not hold',
  unknown: 'not known yet',
  done: 'done',
  todo: 'to do',
} as const;

export function decisionsView(
  site: SiteContext,
  letter: string,
  known: { claims: Map<string, ClaimView>; experiments: Map<string, { title: string; href: string }> },
): DecisionsView {
  const all = decisionsOf(letter, site.loaded, site.evidence);
  const claim = (judged: Judged | null): ClaimView | null => (judged ? (known.claims.get(judged.id) ?? null) : null);
  const claims = (list: Judged[]): ClaimView[] => list.flatMap((one) => claim(one) ?? []);
  const run = (id: string | null): Link | null => {
    const found = id === null ? undefined : known.experiments.get(id);
    return found ? { text: id!, href: found.href } : null;
  };

  const written = site.loaded.tracks.get(letter)?.data.decisions ?? [];

  const gateRow = (view: GateView): GateRow => {
    const row = view.address === null ? null : findMetric(site, view.address);
    const { bands, printed } = view.gate;
    const band = (one: typeof bands.good): string =>
      one ? `${relationSigns[one.relation]} ${formatPlain(one.threshold)}` : '';
    return {
      id: view.id,
      text: view.text,
      when: view.when,
      band: view.band,
      executed: row ? { value: row.value, href: row.href } : null,
      excellent: printed?.excellent ?? band(bands.excellent),
      good: printed?.good ?? band(bands.good),
      fail: printed?.fail ?? '',
      prior: printed?.prior ?? '',
      reason: view.reason,
      note: view.gate.note ?? null,
      claims: claims(view.claims),
      experiment: run(view.experiment),
    };
  };

  const drawing = ({ title, nodes, edges }: TreeView): TreeDrawing => ({
    title,
    edges,
    nodes: nodes.map((node) => {
      const decided = claim(node.claim);
      const says = decided
        ? site.t.list([site.t(verdictWords[decided.shown]).toLowerCase(), site.t(stateWords[node.state])])
        : site.t(stateWords[node.state]);
      const href = decided?.href ?? (node.gate ? `#gate-${node.gate.id}` : (run(node.experiment)?.href ?? null));
      return { id: node.id, kind: node.kind, text: node.text, state: node.state, says, onPath: node.onPath, href };
    }),
  });

  return {
    gates: all.gates.map(gateRow),
    trees: all.trees.map((tree) => ({
      id: tree.id,
      note: tree.note,
      drawing: drawing(tree),
      waits: tree.open.map((id) => tree.nodes.find((node) => node.id === id)!.text),
    })),
    triggers: all.triggers.map((table) => ({
      ...table,
      rows: table.rows.map((row) => ({
        when: row.when,
        diagnosis: row.diagnosis ?? null,
        run: row.run,
        state: row.state,
        claims: claims(row.claims),
        runs: row.experiments.flatMap((id) => run(id) ?? []),
      })),
    })),
    acceptance: all.acceptance.map((table) => ({
      ...table,
      rows: table.rows.map((row) => ({ ...row, claim: claim(row.claim) })),
    })),
    decisions: all.decisions.map((one, i) => ({
      ...one,
      criteria: one.criteria.map((row, j) => ({
        ...row,
        stated: written[i].criteria[j].stated !== undefined,
        claims: claims(row.claims),
      })),
    })),
    questions: all.questions.map((one) => ({
      ...one,
      claims: claims(one.claims),
      options: one.options.map((option) => ({ text: option.text, claim: claim(option.claim) })),
      experiment: run(one.experiment),
    })),
  };
}
