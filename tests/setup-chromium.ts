// Finds a Chromium for the browser tests, or installs Debian's where that is possible. Says what it does.
import { execFileSync } from 'node:child_process';
import { findChromium } from './chromium.ts';

function hasApt(): boolean {
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

let found = findChromium();
if (!found && hasApt()) {
  console.log('No Chromium found: installing the package "chromium" with apt-get for the browser tests.');
  const options = { stdio: 'inherit' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  execFileSync('apt-get', ['update', '-q'], options);
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
  found = findChromium();
}
if (!found) {
  console.error('error: the browser tests need Chromium or Chrome, and none was found.');
  console.error('       Install one (Debian and Ubuntu: sudo apt-get install chromium), or name one with CHROME_PATH.');
  process.exit(1);
}
console.log(`Browser tests use ${found}`);
