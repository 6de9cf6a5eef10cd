import type { ClaimAnswer } from './context.ts';

const en = {
  reported: 'reported',
  executed: 'executed',
  imported: 'imported',
  stale: 'stale',
  notExecuted: 'not executed',
  notFound: 'not found',
  notGenerated: 'This figure is not generated yet.',
  table: 'Table',
  formula: 'Formula',
  footnotes: 'Footnotes',
  backToReference: 'Back to reference',
  done: 'done',
  open: 'open',
  verdicts: {
    verified: 'verified',
    falsified: 'falsified',
    contested: 'contested',
    blocked: 'blocked',
    unexecuted: 'not executed',
    stale: 'stale',
    'within-noise': 'within noise',
    calibrated: 'calibrated',
  } satisfies Record<ClaimAnswer['shown'], string> as Record<ClaimAnswer['shown'], string>,
};

const zh: typeof en = {
  reported: '报告值',
  executed: '重新执行值',
  imported: '导入值',
  stale: '已过期',
  notExecuted: '未执行',
  notFound: '未找到',
  notGenerated: '此图尚未生成。',
  table: '表格',
  formula: '公式',
  footnotes: '脚注',
  backToReference: '返回引用',
  done: '已完成',
  open: '未完成',
  verdicts: {
    verified: '已验证',
    falsified: '被证伪',
    contested: '存在争议',
    blocked: '受阻',
    unexecuted: '未执行',
    stale: '过期',
    'within-noise': '噪声范围内',
    calibrated: '已校准',
  },
};

/** The few words that rendering adds to a text, in the text's language. */
export const words = { en, zh };

export type Words = typeof en;
