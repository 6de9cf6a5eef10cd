/**
 * Filters of lists: each `[data-item]` of the target carries its values as `data-<facet>`, several of them separated by
 * spaces. What is chosen stands in the address, so that a filtered list can be linked and comes back. Folded parts open
 * while something is chosen, and fold again.
 */

const key = (name: string): string => `data-${name}`;

function setUp(form: HTMLFormElement): void {
  const target = document.getElementById(form.dataset.filters ?? '');
  const count = form.querySelector<HTMLElement>('[data-count]');
  if (!target || !count) return;
  const noun = form.dataset.noun ?? 'item';
  const items = [...target.querySelectorAll<HTMLElement>('[data-item]')];
  const texts = new Map(items.map((item) => [item, (item.textContent ?? '').toLowerCase()]));
  const groups = [...target.querySelectorAll<HTMLElement>('[data-group]')];
  const folds = new Map([...target.querySelectorAll('details')].map((fold) => [fold, fold.open]));
  const fields = [...form.elements].filter(
    (field): field is HTMLSelectElement | HTMLInputElement =>
      field instanceof HTMLSelectElement || field instanceof HTMLInputElement,
  );

  const fits = (item: HTMLElement): boolean =>
    fields.every(({ name, value }) => {
      if (value === '') return true;
      if (name === 'words') {
        const text = texts.get(item) ?? '';
        return value
          .toLowerCase()
          .split(/\s+/)
          .every((word) => text.includes(word));
      }
      return (item.getAttribute(key(name)) ?? '').split(' ').includes(value);
    });

  let narrowed = false;
  const apply = (): void => {
    let shown = 0;
    for (const item of items) {
      item.hidden = !fits(item);
      if (!item.hidden) shown++;
    }
    const chosen = fields.some(({ value }) => value !== '');
    if (chosen !== narrowed) for (const [fold, open] of folds) fold.open = chosen || open;
    narrowed = chosen;
    for (const group of groups) group.hidden = !group.querySelector('[data-item]:not([hidden])');
    count.textContent = `${shown} of ${items.length} ${noun}${items.length === 1 ? '' : 's'} shown`;
  };

  const remember = (): void => {
    const address = new URL(location.href);
    for (const { name, value } of fields) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, '', address);
  };

  const asked = new URLSearchParams(location.search);
  for (const field of fields) {
    const value = asked.get(field.name) ?? '';
    const known = field instanceof HTMLInputElement || [...field.options].some((option) => option.value === value);
    if (known) field.value = value;
  }
  form.addEventListener('input', () => {
    apply();
    remember();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => {
    // The fields are emptied after this event.
    setTimeout(() => {
      apply();
      remember();
    });
  });
  form.hidden = false;
  apply();
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-filters]')) setUp(form);

/** An address leads into a folded part too; not every browser opens it by itself. */
function reveal(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
}
addEventListener('hashchange', reveal);
reveal();
