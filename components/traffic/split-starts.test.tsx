import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { SplitStarts } from '@/components/traffic/split-starts';
import type { Preview } from '@/lib/contract/changes';
import type { SplitStartDto } from '@/lib/contract/splits';
import { ACCEPTED, previewAnswer } from '@/lib/testing/object-answers';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const START: SplitStartDto = {
  ...{ mesh: 'one', namespace: 'shop', host: 'cart', present: 'v1', names: ['v1', 'v2'] },
  draft: {
    id: 'g.example~splitters~Splitter~shop~cart',
    object: {
      ...{ group: 'g.example', plural: 'splitters', kind: 'Splitter' },
      ...{ namespace: 'shop', name: 'cart' },
    },
    ...{ replaces: false, yaml: 'kind: Splitter\n' },
  },
  note: 'Nothing moves yet.',
};

const PREVIEW = `/objects/${encodeURIComponent(START.draft.id)}/preview`;

const previewOf = (dryRun: Preview['dryRun']): Preview =>
  previewAnswer({ before: '', after: START.draft.yaml, dryRun });

async function open(dryRun: Preview['dryRun']) {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(Response.json(previewOf(dryRun))));
  vi.stubGlobal('fetch', fetched);
  openAt('/traffic');
  render(<SplitStarts starts={[START]} />, { wrapper: PageFrame });
  await userEvent.click(screen.getByRole('button', { name: 'Start a split…' }));
  await screen.findByRole('dialog', { name: 'Start a split of cart' });
  return fetched;
}

describe('a split that could be started', () => {
  it('is shown with what it changes, and created only once the API server would take it', async () => {
    const fetched = await open(ACCEPTED);
    expect(screen.getByText('Nothing moves yet.')).toBeTruthy();
    expect(screen.getByText(/kind: Splitter/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Create it' })).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Check with the API server' }));
    await screen.findByRole('button', { name: 'Create it' });
    const [, init] = fetched.mock.calls.find(([path]) => String(path).endsWith(PREVIEW)) ?? [];
    expect(init?.body).toBe(JSON.stringify({ yaml: START.draft.yaml, resourceVersion: null }));
  });

  it('cannot be created where the API server says no', async () => {
    await open({ verdict: 'forbidden', reason: 'You may not.', causes: [] });
    await userEvent.click(screen.getByRole('button', { name: 'Check with the API server' }));
    expect(await screen.findByText('You may not.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Create it' })).toBeNull();
  });

  it('is nothing where there is none', () => {
    openAt('/traffic');
    const { container } = render(<SplitStarts starts={[]} />, { wrapper: PageFrame });
    expect(container.textContent).toBe('');
  });
});
