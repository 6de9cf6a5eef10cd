// A thread that renders pages, with the root as the thread that started it has loaded and judged it.
import { parentPort, workerData } from 'node:worker_threads';
import { rememberingReader } from '../../markdown/remember.ts';
import { shareJudged, shareReader, type JudgedRoot } from '../../site/judged.ts';
import { openApp } from './app.ts';
import { renderLeft, type LeftPages } from './render-left.ts';

const { judged, left } = workerData as { judged: JudgedRoot; left: LeftPages };
const { root } = judged.loaded;
shareJudged(root, judged);
shareReader(rememberingReader(root).read);
const app = await openApp(left.program);
await renderLeft(app, await app.routes(), left, (page) => parentPort!.postMessage(page));
