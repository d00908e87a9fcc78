import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useSessionMap } from '@/components/shell/session-map';
import { SplitEditor } from '@/components/traffic/split-editor';
import { CHANGES, DRAFTS } from '@/components/traffic/stores';
import type { Preview } from '@/lib/contract/changes';
import { splitIntentSchema, type SplitDto, type SplitIntentDto } from '@/lib/contract/splits';
import { previewAnswer } from '@/lib/testing/object-answers';
import { carrierAt, splitFixture, targetFixture } from '@/lib/testing/split-fixture';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: SplitIntentDto;
}

/** Answers calls to the API in turn; the last answer is repeated. Gives what was sent. */
function answerWith(...answers: readonly (readonly [status: number, body: unknown])[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const [status, body] = answers[Math.min(sent.length, answers.length - 1)] ?? [500, {}];
    sent.push({
      method: init.method ?? '',
      path,
      body: splitIntentSchema.parse(JSON.parse(String(init.body))),
    });
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return sent;
}

const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });

function editor(split: SplitDto) {
  return (
    <QueryClientProvider client={client()}>
      <SplitEditor split={split} observedOver="last 60 s" />
    </QueryClientProvider>
  );
}

/** Empties what the session keeps, as a new tab would find it. */
function Forget() {
  const [drafts, changes] = [useSessionMap(DRAFTS), useSessionMap(CHANGES)];
  return (
    <button
      onClick={() => {
        for (const key of drafts.values.keys()) drafts.set(key, null);
        for (const key of changes.values.keys()) changes.set(key, null);
      }}
    >
      forget
    </button>
  );
}

beforeEach(async () => {
  const { unmount } = render(<Forget />);
  await userEvent.click(screen.getByRole('button', { name: 'forget' }));
  unmount();
});

const slider = (name: string) => screen.getByRole('slider', { name: `Share of ${name}` });
const percent = (name: string) =>
  Number(slider(name).getAttribute('aria-valuetext')?.replace(/\D+$/, ''));
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

async function moveBy(name: string, keys: string) {
  slider(name).focus();
  await userEvent.keyboard(keys);
}

const preview = (more: Partial<Preview> = {}) =>
  previewAnswer({ before: 'weight: 90\n', after: 'weight: 80\n', ...more });

const applied = {
  split: splitFixture({
    carrier: carrierAt('42'),
    targets: [targetFixture('v1', 80, { share: 0.8 }), targetFixture('v2', 20, { share: 0.2 })],
  }),
  undo: {
    resourceVersion: '42',
    targets: [
      { host: 'cart', subset: 'v1', weight: 90 },
      { host: 'cart', subset: 'v2', weight: 10 },
    ],
  },
};

describe('how a target fares', () => {
  const observed = { requestRate: 0.64, share: 1, errorRatio: 0, p95Ms: 12 };
  const targets = [targetFixture('v1', 90, { share: 1, observed })];

  it('is told in requests, errors and latency', () => {
    render(editor(splitFixture({ targets })));
    expect(screen.getByText('0.64 rps')).toBeTruthy();
    expect(screen.getByText('12 ms')).toBeTruthy();
  });

  it.each(['tcp', 'tls'] as const)(
    'is told in connections for %s, which knows no more',
    (protocol) => {
      render(editor(splitFixture({ targets, protocol })));
      expect(screen.getByText('New connections')).toBeTruthy();
      expect(screen.getByText('0.64/s')).toBeTruthy();
      expect(screen.queryByText('p95')).toBeNull();
    },
  );
});

describe('moving weights', () => {
  it('lets the others follow, says what will change, and takes it back', async () => {
    render(editor(splitFixture()));
    await moveBy('v2', '{PageUp}{ArrowRight}');
    expect([percent('v1'), percent('v2')]).toEqual([79, 21]);
    expect(screen.getByText('v1 90% → 79%, v2 10% → 21%')).toBeTruthy();
    await press('Discard');
    expect([percent('v1'), percent('v2')]).toEqual([90, 10]);
    expect(screen.getByRole('button', { name: 'Preview…' })).toHaveProperty('disabled', true);
  });

  it('is no edit any more when it is back where it was', async () => {
    render(editor(splitFixture()));
    await moveBy('v2', '{ArrowRight}{ArrowLeft}');
    expect(screen.getByRole('button', { name: 'Discard' })).toHaveProperty('disabled', true);
  });

  it('does not move a target that is locked', async () => {
    const targets = [targetFixture('v1', 80), targetFixture('v2', 10), targetFixture('v3', 10)];
    render(editor(splitFixture({ targets })));
    await press('Lock v2');
    await moveBy('v3', '{PageUp}');
    expect([percent('v1'), percent('v2'), percent('v3')]).toEqual([70, 10, 20]);
    expect(slider('v2')).toHaveProperty('disabled', true);
  });

  it.each([
    { button: '50 / 50', gives: [50, 50] },
    { button: 'Swap', gives: [10, 90] },
    { button: 'Send everything to v2', gives: [0, 100] },
  ])('has a button for $button', async ({ button, gives }) => {
    render(editor(splitFixture()));
    await press(button);
    expect([percent('v1'), percent('v2')]).toEqual(gives);
  });

  it('keeps an edit when the page is left and opened again', async () => {
    const { unmount } = render(editor(splitFixture()));
    await press('50 / 50');
    unmount();
    render(editor(splitFixture()));
    expect(percent('v2')).toBe(50);
  });

  it('can be looked at but not moved without the right to, and says why', () => {
    const writable = { allowed: false, reason: 'You may not patch it.' };
    render(editor(splitFixture({ writable })));
    expect(slider('v1')).toHaveProperty('disabled', true);
    expect(screen.getByText('You may not patch it.')).toBeTruthy();
    expect(screen.getByRole('button', { name: '50 / 50' })).toHaveProperty('disabled', true);
  });

  it('makes one destination a split over a subset that exists', async () => {
    const single = splitFixture({
      targets: [targetFixture('v1', null, { share: 1 })],
      candidates: [targetFixture('v2', null)],
    });
    const sent = answerWith([200, preview()]);
    render(editor(single));
    await press('v2');
    expect([percent('v1'), percent('v2')]).toEqual([100, 0]);
    await moveBy('v2', '{PageUp}');
    await press('Preview…');
    await screen.findByText('The API server would accept this (dry run)');
    expect(sent[0]?.body.targets.map(({ weight }) => weight)).toEqual([90, 10]);
  });
});

describe('preview', () => {
  it('shows the difference and what the API server says, and sends weights in the object’s scale', async () => {
    const nineToOne = splitFixture({
      targets: [targetFixture('v1', 9, { share: 0.9 }), targetFixture('v2', 1, { share: 0.1 })],
    });
    const sent = answerWith([200, preview()]);
    render(editor(nineToOne));
    await moveBy('v2', '{PageUp}');
    await press('Preview…');
    const difference = await screen.findByRole('region', { name: 'Difference in YAML' });
    expect(within(difference).getByText('weight: 90').tagName).toBe('DEL');
    expect(within(difference).getByText('weight: 80').tagName).toBe('INS');
    expect(sent[0]).toMatchObject({
      method: 'POST',
      path: '/api/v1/splits/istio~shop~cart~http~0/preview',
      body: { resourceVersion: '41', targets: [{ weight: 8 }, { weight: 2 }] },
    });
  });

  it('shows a refusal word for word and lets nothing be applied', async () => {
    const reason = 'admission webhook "x" denied the request: total destination weight = 0';
    answerWith([200, preview({ dryRun: { verdict: 'refused', reason, causes: [] } })]);
    render(editor(splitFixture()));
    await press('Swap');
    await press('Preview…');
    expect(await screen.findByText(reason)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Apply' })).toHaveProperty('disabled', true);
  });

  it('warns that somebody else keeps the object', async () => {
    answerWith([200, preview()]);
    render(editor(splitFixture({ owner: { kind: 'argo-cd', name: 'shop' } })));
    await press('Swap');
    await press('Preview…');
    expect(await screen.findByText('Argo CD (shop) keeps this object')).toBeTruthy();
  });
});

describe('apply', () => {
  it('offers to take it back, after a reload too', async () => {
    const undone = { split: splitFixture({ carrier: carrierAt('43') }), undo: applied.undo };
    const sent = answerWith([200, preview()], [200, applied], [200, undone]);
    const { unmount } = render(editor(splitFixture()));
    await moveBy('v2', '{PageUp}');
    await press('Preview…');
    await screen.findByText('The API server would accept this (dry run)');
    await press('Apply');
    await screen.findByText('Applied');
    expect(screen.queryByRole('dialog')).toBeNull();
    unmount();

    render(editor(applied.split));
    await press('Undo');
    expect(await screen.findByText('Taken back')).toBeTruthy();
    expect(sent[2]).toMatchObject({ method: 'PATCH', body: applied.undo });
  });

  it('says why the API server said no, and keeps the edit', async () => {
    const problem = {
      type: 'urn:alidade:problem:forbidden',
      title: 'Not allowed',
      status: 403,
      detail: 'user "eve" cannot patch virtualservices',
    };
    answerWith([200, preview()], [403, problem]);
    render(editor(splitFixture()));
    await press('Swap');
    await press('Preview…');
    await screen.findByText('The API server would accept this (dry run)');
    await press('Apply');
    expect(await screen.findByText('user "eve" cannot patch virtualservices')).toBeTruthy();
    await press('Cancel');
    expect(percent('v2')).toBe(90);
  });
});

describe('a split that changes underneath', () => {
  const theirs = splitFixture({
    carrier: carrierAt('42'),
    targets: [targetFixture('v1', 60, { share: 0.6 }), targetFixture('v2', 40, { share: 0.4 })],
  });

  it('shows both, and keeps mine on top of theirs', async () => {
    const sent = answerWith([200, preview()]);
    const { rerender } = render(editor(splitFixture()));
    await moveBy('v2', '{PageUp}');
    rerender(editor(theirs));
    const table = screen.getByRole('table');
    expect(within(table).getByRole('row', { name: 'v2 10% 20% 40%' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Preview…' })).toHaveProperty('disabled', true);

    await press('Keep mine');
    await press('Preview…');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toMatchObject({
      resourceVersion: '42',
      targets: [{ weight: 80 }, { weight: 20 }],
    });
  });

  it('can be given up for theirs', async () => {
    const { rerender } = render(editor(splitFixture()));
    await moveBy('v2', '{PageUp}');
    rerender(editor(theirs));
    await press('Take theirs');
    expect([percent('v1'), percent('v2')]).toEqual([60, 40]);
  });

  it('offers only theirs when the targets are others', async () => {
    const { rerender } = render(editor(splitFixture()));
    await moveBy('v2', '{PageUp}');
    rerender(
      editor(
        splitFixture({
          carrier: carrierAt('42'),
          targets: [targetFixture('v1', 60), targetFixture('v3', 40)],
        }),
      ),
    );
    expect(screen.queryByRole('button', { name: 'Keep mine' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Take theirs' })).toBeTruthy();
  });

  it('goes on when only other fields of the object changed', async () => {
    const sent = answerWith([200, preview()]);
    const { rerender } = render(editor(splitFixture()));
    await moveBy('v2', '{PageUp}');
    rerender(editor(splitFixture({ carrier: carrierAt('42') })));
    expect(screen.getByText('The object was changed in other fields')).toBeTruthy();
    await press('Preview…');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body.resourceVersion).toBe('42');
  });
});
