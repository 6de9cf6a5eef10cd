import type { RenderContext, Resolver } from '../../src/markdown/context.ts';
import { renderDocument } from '../../src/markdown/render.ts';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs><clipPath id="c"><rect width="10"/></clipPath></defs>' +
  '<g clip-path="url(#c)"><path d="M0 0L10 10" stroke-width="2"/></g></svg>';

const metrics: Record<string, { value: string; state: 'ok' | 'stale' | 'missing'; unit: string; imported?: boolean }> =
  {
    'tracked/r2': { value: '0.64', state: 'ok', unit: '', imported: true },
    'spectra-core/r2?model=vit&snr=5': { value: '0.71', state: 'ok', unit: '' },
    'spectra-core/r2?model=gbdt': { value: '0.61', state: 'stale', unit: '' },
    'spectra-core/rmse': { value: '74.11', state: 'missing', unit: 'K' },
  };

/** A small root's answers: enough for every kind of evidence link. */
export const resolver: Resolver = {
  metric(address, written) {
    const metric = metrics[address];
    if (!metric) return null;
    const state = metric.state === 'ok' && written !== '' && written !== metric.value ? 'differs' : metric.state;
    const executed = `executed ${metric.value}`;
    return { ...metric, address, executed, state, href: '/lab/experiments/spectra-core/', experiment: 'spectra-core' };
  },
  claim: (id) =>
    id === 'A-vit-beats-gbdt'
      ? { href: `/lab/claims/${id}/`, verdict: 'verified', shown: 'verified', statement: 'A ViT beats boosted trees.' }
      : null,
  experiment: (id) =>
    id === 'spectra-core' ? { href: '/lab/experiments/spectra-core/', title: 'The core figure' } : null,
  figure: (address) =>
    address === 'spectra-core/r2-vs-snr'
      ? { href: '/lab/figures/x/', title: 'R² vs SNR', svg, caption: 'All models.', description: 'Six lines.' }
      : null,
  reported: (source, place) =>
    source === 'readme' ? { href: `/lab/review/#readme`, title: `The README${place && `, ${place}`}` } : null,
};

export const context: RenderContext = { resolver, base: '/lab/' };

/** The HTML of a text. */
export async function renderMarkdown(body: string, context: RenderContext): Promise<string> {
  return (await renderDocument(body, context)).html;
}
