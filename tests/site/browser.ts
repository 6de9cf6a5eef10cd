import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../chromium.ts';

const executablePath = findChromium();

/** Why browser tests cannot run here, or false where they can. */
export const noBrowser = executablePath ? false : 'no Chromium was found; name one with CHROME_PATH';

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath ?? undefined, args: chromiumFlags });
}

export interface Visit {
  page: Page;
  /** Errors and warnings of the console, failed requests, uncaught exceptions. */
  problems: string[];
  /** Requests that left the site. */
  foreign: string[];
}

/** Opens an address and keeps what goes wrong on it. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && !['data:', 'blob:'].includes(protocol)) foreign.push(request.url());
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  return { page, problems, foreign };
}
