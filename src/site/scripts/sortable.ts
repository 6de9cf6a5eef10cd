/**
 * Tables with `data-sortable` can be sorted by their heads and filtered by the selects of the form before them. A cell
 * sorts by `data-sort` where it has one; a select starts at its `data-default`. Without this script the table stands in the order in which it was built.
 */

const valueOf = (row: HTMLTableRowElement, column: number): string => {
  const cell = row.cells[column];
  return cell?.dataset.sort ?? cell?.textContent?.trim() ?? '';
};

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && Number.isFinite(left) && Number.isFinite(right)) return left - right;
  return collator.compare(a, b);
}

function sort(table: HTMLTableElement, column: number, head: HTMLElement): void {
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const other of table.querySelectorAll('thead th[aria-sort]')) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const body = table.tBodies[0]!;
  const rows = [...body.rows];
  const sign = descending ? -1 : 1;
  rows.sort((a, b) => {
    const [left, right] = [valueOf(a, column), valueOf(b, column)];
    if ((left === '') !== (right === '')) return left === '' ? 1 : -1; // rows without a value stay at the end
    return sign * compare(left, right);
  });
  body.append(...rows);
}

function makeSortable(table: HTMLTableElement): void {
  for (const [column, head] of [...table.tHead!.rows[0]!.cells].entries()) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(...head.childNodes);
    button.addEventListener('click', () => sort(table, column, head));
    head.append(button);
  }
}

function makeFilter(form: HTMLFormElement, table: HTMLTableElement): void {
  const count = form.querySelector<HTMLElement>('[data-count]');
  const selects = [...form.querySelectorAll('select')];
  const wanted = new URLSearchParams(location.search);
  const start = (select: HTMLSelectElement): string => select.dataset.default ?? '';
  for (const select of selects) {
    const value = wanted.get(select.name) ?? start(select);
    if ([...select.options].some((option) => option.value === value)) select.value = value!;
  }
  const apply = (): void => {
    let shown = 0;
    for (const row of table.tBodies[0]!.rows) {
      row.hidden = selects.some(({ name, value }) => value !== '' && row.dataset[name] !== value);
      if (!row.hidden) shown++;
    }
    if (count) count.textContent = `${shown} of ${table.tBodies[0]!.rows.length} rows`;
    const changed = selects.filter((select) => select.value !== start(select));
    const query = new URLSearchParams(changed.map(({ name, value }) => [name, value]));
    history.replaceState(null, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}${location.hash}`);
  };
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', apply);
  apply();
}

for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]')) {
  makeSortable(table);
  const form = document.querySelector<HTMLFormElement>(`form[data-filters="${table.id}"]`);
  if (form) makeFilter(form, table);
}
