/**
 * The switch between languages leads to the same place: to the section that the reader has chosen or is looking at.
 * Both versions of a page have the same anchors; without this script the switch leads to the top of the page.
 */
const link = document.querySelector<HTMLAnchorElement>('[data-language-switch]');

/** The last heading that has passed the upper third of the window. */
function inView(): string {
  const limit = window.innerHeight / 3;
  const passed = [...document.querySelectorAll<HTMLElement>('main :is(h2, h3, h4)[id]')].filter(
    (heading) => heading.getBoundingClientRect().top < limit,
  );
  return window.scrollY > 0 ? (passed.at(-1)?.id ?? '') : '';
}

/** The chosen section while it is in view, else the one that is. */
function place(): string {
  const chosen = decodeURIComponent(location.hash.slice(1));
  const target = chosen ? document.getElementById(chosen) : null;
  const top = target?.getBoundingClientRect().top;
  return top !== undefined && top >= -1 && top < window.innerHeight ? chosen : inView();
}

const carry = (): void => {
  const address = new URL(link!.href);
  address.hash = place();
  address.search = location.search;
  link!.href = address.href;
};

// Before every way of following it: with the mouse, by touch, by keyboard, in another tab.
for (const event of ['pointerdown', 'focus', 'click', 'auxclick'] as const) link?.addEventListener(event, carry);
