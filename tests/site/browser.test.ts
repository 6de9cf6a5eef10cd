import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { launch, noBrowser, visit } from './browser.ts';
import { builtFixture, serveDist, type Built } from './build-fixture.ts';
import { pagesOf, redirectsOf, type BuiltPage } from './dist-files.ts';
import { zh } from '../../src/site/text/ui.ts';

/** At most this many pages of a kind are opened: they share their templates. */
const perKind = Number(process.env.PF_PAGES_PER_KIND ?? 2);

/** `/claims/a/` and `/claims/b/` are one kind, `/claims/` is another, and so is each in another language. */
const kindOf = (path: string): string => path.replace(/(?<=^\/(?:zh\/)?(?!zh\/)[a-z]+\/)[^/]+(?=\/)/, '*');

/** The longest pages of each kind: they have what the others have, and more. */
function sample(pages: BuiltPage[]): string[] {
  const seen = new Map<string, number>();
  return [...pages]
    .sort((a, b) => b.html.length - a.html.length)
    .map(({ path }) => path)
    .filter((path) => {
      seen.set(kindOf(path), (seen.get(kindOf(path)) ?? 0) + 1);
      return seen.get(kindOf(path))! <= perKind;
    });
}

/** What axe finds, by all of its rules or by some. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  const { violations: found } = await (rules ? builder.withRules(rules) : builder).analyze();
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.html)
        .slice(0, 3)
        .join(' | ')}`,
  );
}

describe('in a browser', { skip: noBrowser }, () => {
  let built: Built;
  let browser: Browser;
  let site: { origin: string; close(): void };
  let base = '/';
  let paths: string[];
  /** A page that shows code. */
  let withCode: string;

  before(async () => {
    built = await builtFixture();
    const pages = pagesOf(built.dist);
    base = /src="([^"]*)theme\.js"/.exec(pages[0]?.html ?? '')?.[1] ?? '/';
    paths = sample(pages);
    withCode = pages.find(({ html }) => html.includes('class="shiki'))!.path;
    site = await serveDist(built.dist, base);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    site?.close();
    built?.remove();
  });

  const address = (path: string): string => site.origin + base + path.slice(1);

  test('pages are accessible in both themes, quiet, closed to others, and fit a phone', async () => {
    for (const path of paths) {
      const { page, problems, foreign } = await visit(browser, address(path), { colorScheme: 'light' });
      assert.deepEqual(await violations(page), [], `${path} in light`);
      await page.emulateMedia({ colorScheme: 'dark' });
      // Only colours differ between themes.
      assert.deepEqual(await violations(page, ['color-contrast']), [], `${path} in dark`);
      for (const width of [390, 360]) {
        await page.setViewportSize({ width, height: 740 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${path} is ${overflow} px too wide for ${width} px`);
      }
      assert.deepEqual(problems, [], path);
      assert.deepEqual(foreign, [], path);
      await page.context().close();
    }
  });

  test('a reader goes from the home page to a claim and on to the run behind its number', async () => {
    const { page } = await visit(browser, address('/'));
    await page.locator('[data-track] :is(h2, h3) a').first().click();
    await page.waitForURL(/\/tracks\/[a-z]\//);
    await page.locator('[data-claim]:has([data-metric]) .statement a').first().click();
    await page.waitForURL(/\/claims\//);
    const metric = page.locator('table [data-metric]').first();
    const name = await metric.getAttribute('data-metric');
    await metric.click();
    await page.waitForURL(/\/experiments\//);
    const row = page.locator('tr:target');
    assert.equal(await row.getAttribute('data-metric'), name);
    assert.ok(await row.isVisible(), 'the row of the number is shown');
    await page.context().close();
  });

  test('an old address leads to the same part of the new page, and without scripts to the page', async () => {
    const [old] = redirectsOf(built.dist);
    assert.ok(old, 'the root has an old address');
    const to = /<a href="([^"]*)"/.exec(old.html)![1]!;
    for (const [javaScriptEnabled, expected] of [
      [true, `${to}#main`],
      [false, to],
    ] as const) {
      const context = await browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(address(`${old.path}#main`), { waitUntil: 'commit' });
      await page.waitForURL((url) => url.pathname + url.hash === expected);
      await context.close();
    }
  });

  test('everything but search works without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(address(path));
      assert.ok((await page.locator('main').innerText()).length > 60, path);
    }
    await page.goto(address('/search/'));
    assert.match(await page.locator('main').innerText(), /needs JavaScript/);
    await context.close();
  });

  test('the page can be walked with the keyboard, first past the header', async () => {
    const { page } = await visit(browser, address('/'));
    await page.keyboard.press('Tab');
    const first = page.locator(':focus');
    assert.equal(await first.getAttribute('href'), '#main');
    const { y } = (await first.boundingBox()) ?? { y: -1 };
    assert.ok(y >= 0, 'the skip link shows itself');
    await page.context().close();
  });

  test('the menu opens with the keyboard, says where one is, and closes on Escape', async () => {
    const { page } = await visit(browser, address('/review/'));
    const menu = page.locator('[data-menu]');
    const summary = menu.locator('summary');
    await summary.focus();
    await page.keyboard.press('Enter');
    await menu.locator('a').first().waitFor({ state: 'visible' });
    await page.keyboard.press('Tab');
    assert.ok(await page.locator('[data-menu] a:focus').count(), 'its links come next');
    await page.keyboard.press('Escape');
    assert.equal(await menu.getAttribute('open'), null);
    assert.ok(await summary.evaluate((one) => one === document.activeElement));
    await page.context().close();
  });

  test('filters narrow a list, stand in the address and come back from it', async () => {
    const { page } = await visit(browser, address('/experiments/'));
    const rows = page.locator('#experiments [data-item]:visible');
    const all = await rows.count();
    const status = page.locator('form[data-filters] select[name="status"]');
    const chosen = await status.locator('option').nth(1).getAttribute('value');
    await status.selectOption(chosen);
    const some = await rows.count();
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    assert.equal(await page.locator('[data-count]').textContent(), `${some} of ${all} experiments shown`);
    assert.equal(new URL(page.url()).searchParams.get('status'), chosen);
    await page.reload();
    assert.equal(await rows.count(), some);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.waitForFunction(() => !location.search);
    assert.equal(await rows.count(), all);
    await page.context().close();
  });

  test('without JavaScript lists are whole, the menu opens, and no filter is in the way', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address('/experiments/'));
    assert.equal(await page.locator('form[data-filters]:visible').count(), 0);
    const items = page.locator('#experiments [data-item]');
    assert.equal(await items.filter({ visible: true }).count(), await items.count());
    await page.locator('[data-menu] summary').click();
    assert.ok(await page.locator('[data-menu] a').first().isVisible());
    await context.close();
  });

  test('the chosen theme is kept, and there before the page is drawn', async () => {
    const { page } = await visit(browser, address('/'), { colorScheme: 'light' });
    const background = (of: Page): Promise<string> =>
      of.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await background(page);
    await page.getByRole('button', { name: /light and dark/ }).click();
    const dark = await background(page);
    assert.notEqual(dark, light);
    await page.goto(address('/experiments/'), { waitUntil: 'commit' });
    await page.waitForSelector('body');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    assert.equal(await background(page), dark);
    await page.context().close();
  });

  test('code is coloured in both themes', async () => {
    const { page } = await visit(browser, address(withCode), { colorScheme: 'light' });
    const colours = (): Promise<string[]> =>
      page
        .locator('pre.shiki')
        .first()
        .evaluate((code) => [...code.querySelectorAll('.line > span')].map((part) => getComputedStyle(part).color));
    const light = await colours();
    assert.ok(new Set(light).size > 1, 'words of several kinds');
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await colours();
    assert.ok(dark.every((colour, i) => colour !== light[i]));
    await page.context().close();
  });

  test('tracks for the whole alphabet fit on a phone', async () => {
    const { page } = await visit(browser, address('/'), { viewport: { width: 390, height: 844 } });
    const width = await page.evaluate(() => {
      const letters = document.querySelector('.letters')!;
      while (letters.childElementCount < 26) letters.append(letters.firstElementChild!.cloneNode(true));
      return document.documentElement.scrollWidth;
    });
    assert.ok(width <= 390, `${width} pixels`);
    await page.context().close();
  });

  test('pages in Chinese say nothing of the interface in English', async () => {
    const texts = new Set(Object.keys(zh).filter((text) => /[A-Za-z]{3,}/.test(text)));
    for (const path of paths.filter((one) => one.startsWith('/zh/'))) {
      const { page } = await visit(browser, address(path));
      const said = await page.evaluate(() => {
        const found: string[] = [];
        const isOther = (element: Element): boolean =>
          element.closest('[lang=en], code, pre, .katex, script, select') !== null;
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
          if (node.parentElement && !isOther(node.parentElement)) found.push(node.textContent ?? '');
        }
        for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
          if (isOther(element)) continue;
          for (const name of ['aria-label', 'title', 'placeholder']) found.push(element.getAttribute(name) ?? '');
        }
        return found.flatMap((text) => [text.trim(), ...text.split(/[,;:()]|\d+/).map((part) => part.trim())]);
      });
      assert.deepEqual([...new Set(said.filter((text) => texts.has(text)))], [], path);
      await page.context().close();
    }
  });

  test('the switch of languages keeps the place, and leads to the page without JavaScript', async () => {
    const path = paths.find((one) => /^\/zh\/tracks\/./.test(one))!;
    const english = path.replace('/zh/', '/');
    const { page, problems } = await visit(browser, `${address(english)}#contributions`);
    await page.locator('[data-language-switch]').click();
    await page.waitForURL(`${address(path)}#contributions`);
    const { y } = (await page.locator('#contributions').boundingBox())!;
    assert.ok(Math.abs(y) < 200, `the section is in view, at ${y}`);
    // Without a chosen section, the one that is looked at.
    await page.goto(address(path));
    await page
      .locator('#figures')
      .evaluate((heading) => window.scrollTo(0, heading.getBoundingClientRect().top + window.scrollY - 40));
    await page.locator('[data-language-switch]').evaluate((link: HTMLElement) => link.click());
    await page.waitForURL(`${address(english)}#figures`);
    assert.deepEqual(problems, []);
    await page.context().close();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(address(path));
    await plain.locator('[data-language-switch]').click();
    await plain.waitForURL(address(english));
    await context.close();
  });

  describe('search', () => {
    async function results(
      query: string,
      path = '/search/',
      choice = '',
    ): Promise<{ urls: string[]; status: string; problems: string[] }> {
      const { page, problems } = await visit(browser, `${address(path)}?q=${encodeURIComponent(query)}${choice}`);
      await page.waitForFunction(() =>
        /page|Nothing|not there|页面|没有/.test(document.querySelector('[data-status]')?.textContent ?? ''),
      );
      const urls = await page
        .locator('[data-results] li a')
        .evaluateAll((links) => links.map((a) => (a as HTMLAnchorElement).pathname));
      const status = (await page.locator('[data-status]').textContent()) ?? '';
      await page.context().close();
      return { urls, status, problems };
    }

    test('R², R^2 and $R^2$ find the same pages', async () => {
      const [typed, caret, tex] = [await results('R²'), await results('R^2'), await results('$R^2$')];
      assert.ok(typed.urls.length > 0, typed.status);
      assert.deepEqual(caret.urls, typed.urls);
      assert.deepEqual(tex.urls, typed.urls);
      assert.deepEqual(typed.problems, []);
    });

    const fixture = { skip: !!(process.env.PF_DIST ?? process.env.PF_FIXTURE_ROOT) };

    test('Chinese is found by any part of a sentence, from both languages', fixture, async () => {
      for (const query of ['信噪比', '潜空间', '知识蒸馏', '网络的潜', '降低时', '信噪比 R2']) {
        const { urls, status, problems } = await results(query, '/zh/search/');
        assert.ok(urls.includes(`${base}zh/hubs/lines/`), `${query}: ${status} ${urls.join()}`);
        assert.deepEqual(problems, []);
      }
      assert.deepEqual((await results('比噪信', '/zh/search/')).urls, []);
      const english = await results('知识蒸馏');
      assert.deepEqual(english.urls, []);
      assert.match(english.status, /1 pages.*none of them of this choice/);
      assert.deepEqual((await results('知识蒸馏', '/search/', '&language=zh')).urls, [`${base}zh/hubs/lines/`]);
    });

    test('facets narrow the results and count them, by keyboard, and stay in the address', fixture, async () => {
      const { page, problems } = await visit(browser, `${address('/search/')}?q=line`);
      const kind = page.getByLabel('Kind');
      await kind.waitFor();
      const claims = (await kind.locator('option[value=claim]').textContent())!;
      const count = Number(/\((\d+)\)/.exec(claims)?.[1]);
      assert.ok(count > 1, claims);
      await kind.focus();
      await page.keyboard.type('Claims');
      await page.waitForURL(/kind=claim/);
      await page.waitForFunction(
        (expected) => document.querySelectorAll('[data-results] li').length === expected,
        count,
      );
      assert.deepEqual(
        await page
          .locator('[data-results] [data-kind]')
          .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.kind)),
        ['claim'],
      );
      await page.getByLabel('Status').selectOption('verified');
      await page.waitForURL(/status=verified/);
      await page.reload({ waitUntil: 'networkidle' });
      await page.locator('[data-results] li').first().waitFor();
      const notes = await page.locator('[data-results] li .kind').allTextContents();
      assert.ok(
        notes.length > 0 && notes.length < count && notes.every((note) => note.endsWith('verified')),
        notes.join(),
      );
      await page.getByLabel('Language').selectOption('zh');
      await page.waitForURL(/language=zh/);
      await page.locator('[data-results] li[lang=zh-Hans]').first().waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.waitForURL((url) => url.search === '?q=line');
      // Loading it again cuts off what was still on its way.
      assert.deepEqual(
        problems.filter((one) => !one.startsWith('failed:')),
        [],
      );
      await page.context().close();
    });

    test('an old name of the sources finds its page', async () => {
      const pages = pagesOf(built.dist);
      const named = pages.find(({ path, html }) => /^\/experiments\/./.test(path) && html.includes('data-aliases'))!;
      const block = named.html.slice(named.html.indexOf('data-aliases'));
      const alias = /<code>(.*?)<\/code>/.exec(block)![1]!.replaceAll('<wbr>', '');
      const { urls, status } = await results(alias);
      assert.ok(urls.includes(base + named.path.slice(1)), `${alias}: ${status}`);
    });

    test('found pages exist', async () => {
      const pages = pagesOf(built.dist);
      const experiment = pages.find(({ path }) => /^\/experiments\/./.test(path));
      const word = /<h1[^>]*>\s*([A-Za-z]{4,})/.exec(experiment?.html ?? '')?.[1] ?? 'track';
      const { urls } = await results(word);
      assert.ok(urls.length > 0, `nothing for "${word}"`);
      const known = new Set(pages.map(({ path }) => base + path.slice(1)));
      for (const url of urls) assert.ok(known.has(url), url);
    });

    test('the header leads to it, and that nothing was found is said', async () => {
      const { page } = await visit(browser, address('/'));
      await page.getByRole('searchbox', { name: 'Search' }).fill('ѫѫѫ');
      await page.keyboard.press('Enter');
      await page.waitForURL(({ searchParams }) => searchParams.get('q') === 'ѫѫѫ');
      await page.getByText(/Nothing found/).waitFor();
      await page.context().close();
    });
  });
});
