/**
 * Takes the pictures of the tutorial: follows it in an empty folder, builds the site and opens its pages in Chromium.
 * `npm run docs:pictures`, where a page has changed; nothing compares them.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../tests/chromium.ts';
import { serveDist } from '../../tests/site/build-fixture.ts';
import { guidesFolder } from './build-reference.ts';
import { follow } from './tutorial.ts';

/** The page that each picture shows. */
const pictures = {
  home: '/',
  experiment: '/experiments/penguin-mass/',
  log: '/experiments/species-mass/',
  claim: '/claims/A-species-is-enough/',
};

const size = { width: 1000, height: 640 };

async function take(dist: string): Promise<void> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium was found; name one with CHROME_PATH');
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const site = await serveDist(dist);
  try {
    for (const [name, address] of Object.entries(pictures)) {
      const context = await browser.newContext({
        viewport: size,
        colorScheme: 'light',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(site.origin + address, { waitUntil: 'networkidle' });
      await page.screenshot({
        path: path.join(guidesFolder, 'images', `${name}.png`),
        scale: 'css',
        animations: 'disabled',
      });
      await context.close();
    }
  } finally {
    await browser.close();
    site.close();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'pf-pictures-'));
try {
  follow(readFileSync(path.join(guidesFolder, 'ten-minutes.md'), 'utf8'), folder, 'lab');
  const tool = path.resolve(import.meta.dirname, '../../bin/paper-factory.mjs');
  execFileSync(process.execPath, [tool, 'build'], { cwd: path.join(folder, 'lab'), stdio: 'inherit' });
  await take(path.join(folder, 'lab', 'dist'));
} finally {
  rmSync(folder, { recursive: true });
}
