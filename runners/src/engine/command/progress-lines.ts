import { StringDecoder } from 'node:string_decoder';

/** Reports `done` of `total` units with a short note. */
export type OnProgress = (done: number, total: number, note: string) => void;

const pattern = /^@progress (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)(?: (.*))?$/;
const longestLine = 4096;
const longestNote = 80;
/** A note every 100 ms is enough for any bar. */
const betweenMilliseconds = 100;

/** Finds lines like `@progress 3 10 loss 0.4` in what a program prints. */
export function createProgressReader(
  report: OnProgress,
  now: () => number = () => performance.now(),
): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let line = '';
  let last = -Infinity;
  const read = (text: string) => {
    const match = pattern.exec(text.trimEnd());
    if (!match) return;
    const [done, total] = [Number(match[1]), Number(match[2])];
    if (now() - last < betweenMilliseconds && done < total) return;
    last = now();
    report(done, total, printable(match[3] ?? ''));
  };
  return (chunk) => {
    const [first, ...rest] = decoder.write(chunk).split('\n');
    line += first.slice(0, longestLine - line.length);
    for (const next of rest) {
      read(line);
      line = next.slice(0, longestLine);
    }
  };
}

/** A note goes to a terminal: nothing in it may move the cursor. */
const printable = (note: string): string => note.replace(/\p{Cc}/gu, ' ').slice(0, longestNote);
