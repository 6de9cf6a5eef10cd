/**
 * Reasons of verdicts in Chinese. The evidence layer words them in English; a sentence of a known pattern is put into
 * Chinese, and any other stays as it is (pages mark it as English).
 */

const verdicts: Record<string, string> = {
  verified: '已验证',
  falsified: '被证伪',
  contested: '存在争议',
  blocked: '受阻',
  stale: '过期',
  missing: '缺失',
  unexecuted: '未执行',
  'within-noise': '噪声范围内',
  calibrated: '已校准',
};
const word = (text: string): string => verdicts[text] ?? text;
const seeds = (text: string): string => text.replace(/^seeds? /, '随机种子 ');
const bands: Record<string, string> = {
  excellent: '优秀', good: '良好', fail: '未通过', open: '未决', decided: '已决定', computed: '由运行决定',
}; // prettier-ignore
const trends: Record<string, string> = {
  increasing: '递增', decreasing: '递减', constant: '保持不变', saturating: '趋于饱和',
}; // prettier-ignore
const verdict = 'verified|falsified|contested|blocked|stale|unexecuted|within-noise|calibrated|missing';
const listed = new RegExp(`^\\S+ is (?:${verdict})(?:, \\S+ is (?:${verdict}))*$`);

/** A test with the few words that it may hold. */
export const testInChinese = (test: string): string =>
  test
    .replace(
      / (increasing|decreasing|constant|saturating) over (\S+) /,
      (_, way: string, key: string) => ` 随 ${key} ${trends[way]}：`,
    )
    .replace(/^not \((.+)\)$/, '并非（$1）')
    .replaceAll(' against ', ' 对比 ');
const names = (text: string): string => text.replaceAll(/, (?:and on )?| and /g, '、');

/** Whole sentences, without their full stop. */
const patterns: [RegExp, (...parts: string[]) => string][] = [
  [/^Planned: (.+)$/s, (what) => `计划中：${names(what)}`],
  [/^Not executed: (.+) (?:has|have) no result$/, (what) => `未执行：${names(what)} 没有结果`],
  [/^No test yet: the claim has no (.+)$/, (what) => `尚无检验：论断没有 ${what}`],
  [/^Both sides are plain numbers, so nothing is executed$/, () => '两边都是给定的数字，没有可执行的内容'],
  [/^Nothing measures it yet$/, () => '尚无测量'],
  [/^nothing computes it$/, () => '没有计算可以决定它'],
  [/^as the source states: (.+)$/, (what) => `据原文：${what}`],
  [/^(.+) is (.+), inside (.+) to (.+) \((.+)\)$/, (name, value, low, high, why) => `${name} 为 ${value}，在 ${low} 至 ${high}（${why}）之内`],
  [/^(.+) is (.+), outside (.+) to (.+) \((.+)\)$/, (name, value, low, high, why) => `${name} 为 ${value}，在 ${low} 至 ${high}（${why}）之外`],
  [
    /^(.+) is (.+), outside (.+) to (.+) \((.+)\) but inside the spread over (.+) \((.+)\)$/,
    (name, value, low, high, why, over, spread) =>
      `${name} 为 ${value}，在 ${low} 至 ${high}（${why}）之外，但在 ${over} 的离散范围（${spread}）之内`,
  ],
  [/^(.+): (.+) holds for (.+) and fails for (.+)$/, (subject, test, yes, no) => `${testInChinese(subject)}：${testInChinese(test)}，对${seeds(yes)} 成立，对${seeds(no)} 不成立`],
  [/^(.+): (.+) does not hold$/, (subject, test) => `${testInChinese(subject)}：${testInChinese(test)}，不成立`],
  [/^(.+): (.+) holds$/, (subject, test) => `${testInChinese(subject)}：${testInChinese(test)}，成立`],
  [
    /^The difference is (.+) to (.+) \(95%, (\d+) paired bootstrap resamples\)$/,
    (low, high, count) => `差值在 ${low} 至 ${high} 之间（95%，${count} 次配对自助重采样）`,
  ],
  [/^The step from (.+) to (.+) goes back beyond noise$/, (from, to) => `从 ${from} 到 ${to} 的一步反向，且超出噪声`],
  [/^Rests on (.+)$/, (what) => `依据：${names(what)}`],
  [/^On its own: (.+)$/, (what) => `仅就其本身：${sentenceInChinese(what)}`],
  [/^(\S+) failed its gate "(.+)"$/, (id, gate) => `${id} 未通过其门槛“${gate}”`],
  [/^(\S+) is (verified|falsified|contested|blocked|stale|unexecuted|within-noise), expected (\S+): (.+)$/, (id, is, expected, why) => `${id} 的判定为${word(is)}，预期为${word(expected)}：${sentenceInChinese(why)}`],
  [/^(\S+) is (verified|falsified|contested|blocked|stale|unexecuted|within-noise|missing): (.+)$/, (id, is, why) => `${id} 的判定为${word(is)}：${sentenceInChinese(why)}`],
  [/^(\S+) is (stale|missing) \((.+)\)$/, (id, is, why) => `${id} ${word(is)}（${why}）`],
  [/^Missing: (.+)$/, (what) => `缺失：${what}`],
  [/^gate "(.+)": (\w+)$/, (gate, band) => `门槛“${gate}”：${bands[band] ?? band}`],
  [/^question "(.+)": (\w+)$/, (question, state) => `问题“${question}”：${bands[state] ?? state}`],
  [/^By (\d+) paired bootstrap resamples the change from end to end is (.+) to (.+) \(95%\)$/, (count, low, high) => `由 ${count} 次配对自助重采样，首尾变化在 ${low} 至 ${high} 之间（95%）`],
  [/^By seeds the change from end to end is (.+)$/, (ways) => `按随机种子，首尾变化为 ${ways.replaceAll(/\(seed (\d+)\)/g, '（种子 $1）')}`],
  [/^By the points alone: no resamples and no seeds are paired$/, () => '仅依据各点本身：没有可配对的重采样或随机种子'],
  [/^The furthest point lies (\S+) from the mean(?:, (\S+) of it)?; (\S+) is allowed$/, (far, share, limit) => `最远的点偏离均值 ${far}${share ? `（${share}）` : ''}，允许 ${limit}`],
  [/^Contribution (\d+) has no claim bound to an experiment with a config$/, (n) => `贡献 ${n} 没有绑定到带配置的实验的论断`],
  [/^(\S+) is not bound yet$/, (id) => `${id} 尚未绑定`],
  [/^The track has no claim$/, () => '本研究线没有论断'],
  [/^The track lists no contribution$/, () => '本研究线没有列出贡献'],
  [/^Contribution (\d+) has no claim$/, (n) => `贡献 ${n} 没有论断`],
  [/^No reviewer has signed off content (.+)$/, (hash) => `尚无审阅者签核内容 ${hash}`],
  [/^(\S+) is a toy: (.+)$/, (id, scale) => `${id} 仅为小规模：${scale}`],
  [/^(\S+) rests on (\d+) of (\d+) seeds$/, (id, found, wanted) => `${id} 只有 ${wanted} 个随机种子中的 ${found} 个`],
  [/^The required risk "(.+)" is open$/, (risk) => `必需关闭的风险“${risk}”仍未关闭`],
]; // prettier-ignore

function sentenceInChinese(sentence: string): string {
  for (const [pattern, say] of patterns) {
    const found = pattern.exec(sentence);
    if (found) return say(...found.slice(1));
  }
  if (listed.test(sentence)) return sentence.replaceAll(/(\S+) is ([\w-]+)/g, (_, id, is) => `${id} ${word(is)}`);
  const parts = sentence.split('; ');
  return parts.length > 1 ? parts.map(sentenceInChinese).join('；') : sentence;
}

/** The sentences of a reason; those of unknown patterns stay English. */
export function reasonInChinese(reason: string): string[] {
  return reason.split(/(?<=[.。])\s+/).map((sentence) => {
    const bare = sentence.replace(/[.]$/, '');
    const said = sentenceInChinese(bare);
    return said === bare ? sentence : sentence === bare ? said : `${said}。`;
  });
}
