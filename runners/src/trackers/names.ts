/**
 * A tracker's name in the grammar of metric addresses (`^[a-z][a-z0-9_]*$`): `val/Loss` becomes `val_loss`,
 * `top-5 acc` becomes `top_5_acc`, `5shot` becomes `m_5shot`. Null where no letter or digit of the grammar is left.
 */
export function metricName(name: string): string | null {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (words === '') return null;
  return /^[a-z]/.test(words) ? words : `m_${words}`;
}
