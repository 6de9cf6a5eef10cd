import type { AcceptanceTable, TriggerTable } from '@paper-factory/runners/schema';
import { allOf, type Answer, answerOf, judgedOf } from './answers.ts';
import type { AcceptanceView, TriggerView } from './decisions.ts';
import type { EvidenceState } from './state.ts';

function triggered(answers: Answer[]): 'triggered' | 'quiet' | 'open' {
  if (answers.includes('yes')) return 'triggered';
  return answers.length > 0 && answers.every((answer) => answer === 'no') ? 'quiet' : 'open';
}

/** What to run when, each row with whether its trigger was seen. */
export function triggerView({ id, title, note, rows }: TriggerTable, state: EvidenceState): TriggerView {
  return {
    id,
    title,
    note: note ?? null,
    rows: rows.map((row) => {
      const claims = judgedOf(row.claims, state);
      return { ...row, claims, state: triggered(claims.map(answerOf)) };
    }),
  };
}

const met: Record<Answer, 'met' | 'failed' | 'open'> = { yes: 'met', no: 'failed', unknown: 'open' };

/** Criteria, each with its claim's verdict. */
export function acceptanceView({ id, title, note, rows }: AcceptanceTable, state: EvidenceState): AcceptanceView {
  const views = rows.map((row) => {
    const claim = state.judged.get(row.claim) ?? null;
    return {
      criterion: row.criterion,
      claim,
      required: row.required,
      reported: row.reported ?? null,
      note: row.note ?? null,
      state: met[answerOf(claim)],
    };
  });
  const needed = views.filter(({ required }) => required);
  return { id, title, note: note ?? null, rows: views, state: met[allOf(needed.map(({ claim }) => answerOf(claim)))] };
}
