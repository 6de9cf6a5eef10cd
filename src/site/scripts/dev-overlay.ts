/**
 * Shows, over the pages of `dev` and of nothing else, what is at fault in the root and which results are not what would
 * be computed now. The page below stays as it is and can be used; what is put away comes back with the next fault.
 */
import { devAddress, devEvent, pageOfFile, type DevState } from '../dev-state.ts';

type Fault = DevState['faults'][number];

const styles = `
:host { all: initial; }
.stack { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; width: min(44rem, calc(100vw - 2rem)); max-height: 60vh;
  display: flex; flex-direction: column; gap: .5rem; }
section { box-sizing: border-box; min-height: 6rem; overflow: auto; font: 14px/1.45 system-ui, sans-serif; color: #1d1d1f; background: #fff;
  border: 1px solid #8a8a8a; border-top: 4px solid #b3261e; border-radius: 6px; box-shadow: 0 6px 24px #0004; padding: .75rem 1rem; }
section.stale { border-top-color: #8a5a00; }
header { display: flex; gap: 1rem; justify-content: space-between; align-items: start; }
h2 { font-size: 1rem; margin: 0 0 .25rem; }
ol { list-style: none; margin: 0; padding: 0; }
li { padding: .5rem 0; border-top: 1px solid #ddd; }
p { margin: .1rem 0; overflow-wrap: anywhere; }
code { font: 13px/1.4 ui-monospace, monospace; }
.place { font-weight: 600; }
.hint { color: #444; }
.own { color: #b3261e; font-weight: 600; }
button { font: inherit; padding: .1rem .6rem; cursor: pointer; }
@media (prefers-color-scheme: dark) {
  section { color: #f2f2f2; background: #202124; } li { border-color: #444; } .hint { color: #c8c8c8; } .own { color: #ff8a80; }
}`;

const storage = 'paper-factory:put-away';
const keyOf = (fault: Fault): string => `${fault.rule} ${fault.file}:${fault.line} ${fault.message}`;
const staleKey = ({ id, reason }: DevState['stale'][number]): string => `stale ${id} ${reason}`;
const putAway = (): Set<string> => new Set(JSON.parse(sessionStorage.getItem(storage) ?? '[]') as string[]);

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text = '',
  className = '',
  ...children: Node[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function button(text: string, act: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const made = element('button', text);
  made.type = 'button';
  made.addEventListener('click', () => act(made));
  return made;
}

/** Whether a file is shown on this page, in either language. */
function isOwn(file: string, base: string): boolean {
  const here = location.pathname.slice(base.length).replace(/^zh\//, '');
  return pageOfFile(file)?.replace(/^zh\//, '') === here;
}

const faultItem = (fault: Fault, base: string): HTMLLIElement =>
  element(
    'li',
    '',
    '',
    element(
      'p',
      '',
      'place',
      element('code', `${fault.file}:${fault.line}`),
      ...(isOwn(fault.file, base) ? [element('span', ' this page', 'own')] : []),
    ),
    element('p', fault.message),
    element('p', `${fault.hint} (${fault.rule})`, 'hint'),
  );

function staleItem({ id, status, reason }: DevState['stale'][number]): HTMLLIElement {
  const command = `paper-factory reproduce ${id}`;
  const copy = button('Copy', (made) => {
    void navigator.clipboard.writeText(command).then(() => (made.textContent = 'Copied'));
  });
  const why = element('p', `The result of ${id} is ${status}${reason && `: ${reason}`}.`);
  return element(
    'li',
    '',
    '',
    why,
    element('p', 'Run it: ', '', element('code', command), document.createTextNode(' '), copy),
  );
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

function panel(title: string, kind: string, keys: string[], items: HTMLElement[]): HTMLElement {
  const close = button('Close', (made) => {
    sessionStorage.setItem(storage, JSON.stringify([...putAway(), ...keys]));
    made.closest('section')?.remove();
  });
  const made = element(
    'section',
    '',
    kind,
    element('header', '', '', element('h2', title), close),
    element('ol', '', '', ...items),
  );
  made.setAttribute('role', 'status');
  made.setAttribute('aria-label', title);
  return made;
}

const host = element('div');
host.id = 'paper-factory-dev';
const shadow = host.attachShadow({ mode: 'open' });
const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
shadow.adoptedStyleSheets = [sheet];
const stack = element('div', '', 'stack');
shadow.append(stack);
document.body.append(host);

/** Faults of the whole root, this page's first, and what to run, of this page's experiment only. */
function show({ base, faults, stale }: DevState): void {
  const away = putAway();
  stack.replaceChildren();
  const keys = faults.map(keyOf);
  if (keys.some((key) => !away.has(key))) {
    const own = [...faults].sort((a, b) => Number(isOwn(b.file, base)) - Number(isOwn(a.file, base)));
    const items = own.map((fault) => faultItem(fault, base));
    stack.append(panel(count(faults.length, 'fault'), 'faults', keys, items));
  }
  // Forgotten when mended: the same fault made again is shown again.
  if (keys.length === 0)
    sessionStorage.setItem(storage, JSON.stringify([...away].filter((key) => /^stale /.test(key))));
  const here = stale.filter((one) => isOwn(`experiments/${one.id}/`, base) && !away.has(staleKey(one)));
  if (here.length > 0)
    stack.append(panel('Re-run to bring it up to date', 'stale', here.map(staleKey), here.map(staleItem)));
}

const refresh = async (): Promise<void> => show((await (await fetch(devAddress)).json()) as DevState);
void refresh();
import.meta.hot?.on(devEvent, show);
