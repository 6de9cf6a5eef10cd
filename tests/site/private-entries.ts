import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';

/**
 * What no file of a built site may hold: `zebra` is in every private id and file name, `quokka` in every private text,
 * `okapi` in every old name of a private page.
 */
export const privateWords = /zebra|quokka|okapi/i;

/** Words of links to private pages: they are the author's, and stay. */
export const keptWords = 'words that stay';

/** Front matter or a data file, before anything is checked. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the fixture's own files, of known shape
type Data = Record<string, any>;

const read = (file: string): string => readFileSync(file, 'utf8');

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function edit(file: string, change: (data: Data) => void, more = ''): void {
  const text = read(file);
  const front = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(text);
  const data = parse(front?.[1] ?? text) as Data;
  change(data);
  write(file, front ? `---\n${stringify(data)}---\n${front[2]}\n${more}\n` : stringify(data));
}

/** Every way in which a text may name something private, each link with words that stay. */
const links = (w = keptWords): string[] => [
  `[${w}](exp:zebra-run)`,
  `[${w} **of its result**](exp:zebra-run#quokka "The quokka run")`,
  `[](exp:zebra-run) <exp:zebra-run>`,
  `[0.92](metric:zebra-run/r2?model=line) [](metric:zebra-run/r2?model=line&seed=1)`,
  `![The quokka figure](fig:zebra-run/training-loss)`,
  `[![The quokka figure](fig:zebra-run/training-loss)](exp:zebra-run)`,
  `[${w}](claim:Z-zebra-thesis) [](claim:T-zebra-claim)`,
  `[${w}](../tracks/z.md) [${w}](<../tracks/z.zh.md#risks>)`,
  `[${w}](../hubs/zebra-hub.md) [${w}](../../content/notes/zebra-note.md)`,
  `[${w}](/claims/Z-zebra-thesis/) [${w}](/zh/hubs/zebra-hub/) [${w}](/tracks/z/)`,
  `[${w}](http://localhost:4321/cards/zebra-card/)`,
  `[${w}](../../experiments/zebra-run/config.yaml) [${w}](../../assets/results/zebra-run/default/outcome.json)`,
  `[${w}](/guides/zebra-guide/) [${w}](../guides/zebra-guide.md#quokka)`,
  `[${w}](/glossary/#zebra-term) [${w}](/repositories/#zebra-repo)`,
  `[${w}](../cards/zebr%61-card.md)`,
];

const references = `
[${keptWords}][r] [r] and ![The quokka figure][f]

[r]: claim:Z-zebra-thesis "A quokka claim"
[f]: fig:zebra-run/training-loss
[unused]: ../principles/zebra-rule.md
`;

const html = `<a href="../tracks/z.md">${keptWords}</a> <a href='../cards/zebra-card.md'>${keptWords}</a>

<p>A block with <a href="/hubs/zebra-hub/">${keptWords}</a></p>
`;

const markdown = [...links(), references, html].join('\n\n');

const mdx = `
<Claim id="Z-zebra-thesis">${keptWords}</Claim> <Claim id="T-zebra-claim" /> <Metric of="zebra-run/r2?model=line" />

<Figure of="zebra-run/training-loss" caption="A quokka figure" />

<a href="../tracks/z.md">${keptWords}</a>
`;

const prose = `${links().slice(0, 3).join(' ')} ${links().slice(6, 10).join(' ')}`;

/** One private entry of every collection. */
function addEntries(root: string): void {
  const content = (name: string): string => join(root, 'content', name);
  const entry = (folder: string, id: string, data: Data, file = id): void => {
    const front = {
      schemaVersion: 1, id, title: `Quokka ${id}`, date: '2026-11-02', authors: ['Q. Quokka'], visibility: 'private',
      aliases: [`okapi_${folder}`], tags: ['quokka'], ...data,
    }; // prettier-ignore
    write(
      content(`${folder}/${file}.md`),
      `---\n${stringify(front)}---\n\nQuokka text of ${id}, see [it](exp:line-fit).\n`,
    );
  };
  const translation = (folder: string, id: string, texts: Data, file = id): void => {
    const front = { schemaVersion: 1, id, lang: 'zh', title: 'quokka 标题', date: '2026-11-02', authors: ['Q'], texts };
    write(content(`${folder}/${file}.zh.md`), `---\n${stringify(front)}---\n\nquokka 正文\n`);
  };
  entry('tracks', 'Z', {
    coreIdea: 'Quokka idea', thesis: 'Quokka thesis', thesisClaims: ['Z-zebra-thesis'],
    questions: [{ id: 'zebra-question', text: 'Quokka?', decision: 'Quokka', because: 'Quokka' }],
  }, 'z'); // prettier-ignore
  translation('tracks', 'Z', { thesis: 'quokka 论点' }, 'z');
  write(
    content('claims/z.yaml'),
    stringify({
      schemaVersion: 1,
      track: 'Z',
      claims: [
        { id: 'Z-zebra-thesis', kind: 'bound', statement: 'Quokka holds.', metric: 'line-fit/r2?model=line', relation: '>', bound: 0.999, expect: 'falsified', because: 'Quokka.' },
      ],
      gates: [{ id: 'zebra-gate', text: 'Quokka gate', metric: 'line-fit/r2?model=line' }],
    }), // prettier-ignore
  );
  write(
    content('claims/z.zh.yaml'),
    stringify({ schemaVersion: 1, track: 'Z', lang: 'zh', statements: { 'Z-zebra-thesis': 'quokka 成立' } }),
  );
  entry('experiments', 'zebra-run', { tracks: ['T'], suite: 'zebra-suite', status: 'done', question: 'Quokka?' });
  entry('datasets', 'zebra-data', { kind: 'simulated', source: 'Quokka', task: 'Quokka' });
  entry('hubs', 'zebra-hub', { topic: 'lines', question: 'Quokka?', findings: [{ text: 'Quokka' }] });
  translation('hubs', 'zebra-hub', { question: 'quokka 问题' });
  entry('roadmaps', 'zebra-map', { hub: 'lines', milestones: [{ id: 'zebra-step', title: 'Quokka' }] });
  entry('cards', 'zebra-card', { summary: 'Quokka', hubs: ['lines'] });
  entry('principles', 'zebra-rule', { rule: 'Quokka', claims: ['T-line-explains'] });
  entry('sessions', 'zebra-day', { subject: 'Quokka', hubs: ['lines'] });
  entry('notes', 'zebra-note', { hubs: ['lines'] });
  entry('guides', 'zebra-guide', { kind: 'how-to', summary: 'Quokka' });
  const shown = content('guides/zebra-guide.md');
  write(shown, `${read(shown)}\n![The quokka](images/zebra.svg)\n`);
  write(content('guides/images/zebra.svg'), '<svg xmlns="http://www.w3.org/2000/svg"><title>Quokka</title></svg>\n');
  for (const folder of ['assets/results', 'assets/figures', 'experiments']) {
    const [from, to] = [join(root, folder, 'line-fit'), join(root, folder, 'zebra-run')];
    cpSync(from, to, { recursive: true });
    for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
      const file = join(to, name);
      if (!/\.\w+$/.test(name)) continue;
      write(
        file,
        read(file)
          .replaceAll(/line-fit(?=["\n])(?<!tiny\/line-fit)/g, 'zebra-run')
          .replaceAll('Training loss', 'Quokka loss'),
      );
    }
  }
  for (const profile of ['default', 'smoke']) {
    const [outcome, provenance] = ['outcome.json', 'provenance.json'].map((name) =>
      join(root, 'assets/results/zebra-run', profile, name),
    ) as [string, string];
    const digest = createHash('sha256').update(read(outcome)).digest('hex');
    write(provenance, read(provenance).replace(/"outcome": "\w+"/, `"outcome": "${digest}"`));
  }
  edit(join(root, 'experiments/zebra-run/config.yaml'), (data) => {
    Object.assign(data, { title: 'Quokka run', notes: { learningRate: 'Quokka' } });
  });
}

/** Names what is private from public entries, in every field that can. */
function addReferences(root: string): void {
  const content = (name: string): string => join(root, 'content', name);
  const claims = ['T-zebra-claim', 'Z-zebra-thesis'];
  edit(content('tracks/t.md'), (data) => {
    data.thesis += ` ${prose}`;
    data.thesisClaims.push(...claims);
    data.contributions[0].claims.push(...claims);
    data.contributions[0].note = prose;
    data.evidence = [{ asset: 'Quokka asset', path: 'quokka', description: 'Quokka', experiment: 'zebra-run' }];
    data.figures.unshift({ n: 2, title: 'Quokka figure', source: { kind: 'tbd' }, reportedState: 'asked', figure: 'zebra-run/training-loss' });
    data.figures[1].claims.push(...claims);
    data.minimalRepro = [{ item: 'Quokka', value: 'quokka', experiment: 'zebra-run' }];
    data.risks.push({ id: 'shared', text: `A risk. ${prose}`, required: true, claims });
    data.questions.unshift({
      id: 'which', text: 'Which way?', experiment: 'zebra-run', claims,
      options: ['left', { text: 'Quokka answer', claim: 'T-zebra-claim' }, { text: 'right', claim: 'T-line-explains' }],
    }); // prettier-ignore
    data.missing = [
      { item: 'Quokka item', location: 'quokka', action: 'Quokka', experiment: 'zebra-run', figure: 'zebra-run/other' },
      { item: 'A public item', location: 'here', action: `Write it. ${prose}`, required: false },
    ];
    data.keyNumbers.unshift({ label: 'Quokka number', metric: 'zebra-run/r2?model=line' });
    data.hyperparameters.unshift({ key: 'quokka', value: 'quokka', experiment: 'zebra-run' });
    data.comparisons[0].rows.push([keptWords, links()[0], links()[6]]);
    data.decisions[0].criteria.push({ text: 'All hold', claims, gate: 'hidden-run' });
    data.steps.unshift({ text: 'Quokka step', experiment: 'zebra-run' });
    data.roadmap = [{ window: 'now', items: [{ text: 'Quokka item', experiment: 'zebra-run' }, `A public item ${prose}`] }];
    data.otherClaims.push('T-resting', ...claims);
  }, markdown); // prettier-ignore
  edit(content('tracks/t.zh.md'), (data) => {
    data.texts['steps.0.text'] = 'quokka 步骤';
    data.texts['steps.1.text'] = '拟合直线';
    data.texts['figures.0.title'] = 'quokka 图';
    data.texts['questions.0.options.1.text'] = 'quokka 答案';
  }, markdown); // prettier-ignore
  edit(content('claims/t.yaml'), (data) => {
    data.claims.push(
      { id: 'T-zebra-claim', kind: 'bound', statement: 'Quokka bound.', metric: 'zebra-run/r2?model=line', relation: '>', bound: 0.999, contribution: 1, expect: 'falsified', because: 'Quokka.' },
      {
        id: 'T-resting', kind: 'bound', statement: `It rests on others. ${prose}`, metric: 'line-fit/r2?model=line', relation: '>',
        bound: 0.5, restsOn: claims, conflictsWith: claims, expect: 'blocked', because: `As they say. ${prose}`, note: prose,
      },
      { id: 'T-next', kind: 'bound', statement: 'It rests on the one before.', metric: 'line-fit/r2?model=line', relation: '>', bound: 0.5, restsOn: ['T-resting'], expect: 'blocked', because: 'It does.' },
      { id: 'T-waits', kind: 'bound', statement: 'It waits.', experiment: 'tail-noise', planned: `A run. ${prose}` },
    );
    data.gates.unshift(
      { id: 'hidden-run', text: 'Quokka gate', metric: 'zebra-run/r2?model=line', bands: { good: { relation: '>', threshold: 0.1 } } },
      { id: 'by-claims', text: 'By claims', claims },
    );
    data.trees[0].nodes[4].next = ['run', 'held', 'gated'];
    data.trees[0].nodes.push(
      { id: 'run', kind: 'action', text: `Run. ${prose}`, experiment: 'zebra-run' },
      { id: 'held', kind: 'condition', text: 'It holds', claim: 'T-zebra-claim' },
      { id: 'gated', kind: 'condition', text: 'It passes', gate: 'hidden-run' },
    );
    data.triggers[0].rows.push({ when: `Seen. ${prose}`, run: 'Again', claims, experiments: ['zebra-run'] });
    data.acceptance[0].rows.unshift({ criterion: 'Quokka criterion', claim: 'T-zebra-claim', note: 'Quokka' });
  }); // prettier-ignore
  edit(content('claims/t.zh.yaml'), (data) => {
    data.statements['T-zebra-claim'] = 'quokka 界限';
    data.because['T-zebra-claim'] = 'quokka 理由';
    data.texts = { 'gates.0.text': 'quokka 门槛', 'gates.2.text': '新点的 R2' };
  });
  edit(content('experiments/line-fit.md'), (data) => {
    data.tracks.push('Z');
    data.hypotheses[0].claims = claims;
    data.metrics.push({ metric: 'zebra-run/r2?model=line', label: 'Quokka', kind: 'target', written: '0.9' });
    Object.assign(data, { upstream: ['zebra-run'], dependsOn: ['zebra-run'], supersedes: ['zebra-run'], statusNote: prose });
    data.origin = [{ path: 'quokka.md', repository: 'zebra-repo' }];
  }, markdown); // prettier-ignore
  edit(
    content('experiments/slope-error.mdx'),
    () => {},
    `${mdx}\n${links()
      .filter((one) => !one.includes('<'))
      .join('\n\n')}`,
  );
  edit(content('experiments/tail-noise.md'), (data) => {
    data.upstream.push('zebra-run');
    data.acceptance.push({ criterion: 'Quokka', metric: 'zebra-run/r2?model=line', relation: '>', threshold: 0.1 });
  });
  edit(join(root, 'experiments/tail-noise/config.yaml'), (data) => data.upstream.push('zebra-run'));
  edit(
    content('datasets/survey-lines.md'),
    (data) => Object.assign(data, { standIn: 'zebra-data', tracks: ['T', 'Z'] }),
    markdown,
  );
  const about = (data: Data): void => {
    data.tracks = ['T', 'Z'];
    data.claims = [...(data.claims ?? []), ...claims];
    data.experiments = [...(data.experiments ?? []), 'zebra-run'];
    data.tags = ['public'];
    if (data.hubs) data.hubs.push('zebra-hub');
  };
  edit(content('hubs/lines.md'), (data) => {
    about(data);
    data.findings[0].claims.push(...claims);
    data.findings[1].text += ` ${prose}`;
    data.next.unshift({ text: 'Quokka next', experiment: 'zebra-run' });
  }, markdown); // prettier-ignore
  edit(content('hubs/lines.zh.md'), (data) => {
    data.texts['next.0.text'] = 'quokka 下一步';
    data.texts['next.1.text'] = '再次拟合直线';
  });
  edit(content('roadmaps/lines.md'), (data) => {
    about(data);
    data.hub = 'zebra-hub';
    data.milestones[1].claims.push(...claims);
    data.milestones.unshift({ id: 'quokka', title: 'Quokka', experiment: 'zebra-run' });
    data.milestones[1].after = ['quokka'];
  }, markdown); // prettier-ignore
  edit(content('cards/noise-ceiling.md'), about, markdown);
  edit(content('notes/on-seeds.md'), about, markdown);
  edit(content('sessions/first-fit.md'), (data) => {
    about(data);
    data.decided.push(`A decision. ${prose}`);
  }, markdown); // prettier-ignore
  edit(content('principles/baseline-first.md'), (data) => {
    about(data);
    data.against.push('Z-zebra-thesis');
    data.cards.push('zebra-card');
  }, markdown); // prettier-ignore
  edit(content('contradictions.yaml'), (data) => {
    const side = { quote: 'Quokka', source: { document: 'old-notes' } };
    data.contradictions[0].claims.push(...claims);
    data.contradictions[0].settledBy.push('T-zebra-claim');
    data.contradictions.push(
      { id: 'zebra-clash', title: 'Quokka clash', tracks: ['Z'], weight: 1, sides: [side], meaning: 'Quokka' },
      { id: 'shared', title: 'Shared', tracks: ['Z', 'T'], weight: 2, sides: [{ ...side, quote: 'A side' }], meaning: prose, question: 'zebra-question', settledBy: ['Z-zebra-thesis'] },
    );
  }); // prettier-ignore
  edit(content('repositories.yaml'), (data) => {
    data.repositories[0].replacedBy.push('zebra-run');
    data.repositories[0].tracks.push('Z');
    data.repositories.push({ id: 'zebra-repo', name: 'Quokka repository', role: 'Quokka', kind: 'code', paths: ['quokka/'], state: 'not-at-hand', tracks: ['Z'] });
  }); // prettier-ignore
  edit(content('glossary.yaml'), (data) => {
    data.terms[0].see.push('track:Z', 'claim:T-zebra-claim', 'fig:zebra-run/training-loss', 'hub:zebra-hub', 'exp:zebra-run');
    data.terms[0].definition += ` ${prose}`;
    data.terms.push({ id: 'zebra-term', term: 'Quokka', definition: 'Quokka', tracks: ['Z'] });
  }); // prettier-ignore
  edit(content('start.yaml'), (data) => {
    data.intro += ` ${prose}`;
    for (const page of ['track:Z', 'exp:zebra-run', 'claim:Z-zebra-thesis', 'fig:zebra-run/training-loss', 'note:zebra-note', 'dataset:zebra-data']) {
      data.entries.unshift({ page, title: 'Quokka', purpose: 'Quokka' });
    }
  }); // prettier-ignore
}

/** Adds one private entry of every collection to a copy of the small root, and names each from public ones in every way. */
export function addPrivateEntries(root: string): void {
  addEntries(root);
  addReferences(root);
  // Some of its links lead to files that are no pages: those must not be in a build either.
  edit(join(root, 'factory.config.yaml'), (data) => (data.rules = { 'file-link-resolves': 'off' }));
}
