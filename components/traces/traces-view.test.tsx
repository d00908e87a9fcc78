import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TracesView } from '@/components/traces/traces-view';
import type { Traces, TraceSummary } from '@/lib/contract/traces';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const EDGE = 'Kubernetes/shop/workload/checkout>Kubernetes/shop/workload/payment>http';

function summary(traceId: string, parts: Partial<TraceSummary> = {}): TraceSummary {
  return {
    traceId,
    rootService: 'checkout.shop',
    rootOperation: `POST /${traceId}`,
    startMs: Date.UTC(2026, 10, 23, 15, 0, 0),
    durationMs: 120,
    spanCount: 8,
    errorCount: 0,
    orphanCount: 0,
    services: [{ name: 'checkout.shop', spanCount: 8, errorCount: 0 }],
    ...parts,
  };
}

function found(traces: readonly TraceSummary[], parts: Partial<Traces> = {}): Traces {
  return {
    traces: [...traces],
    searched: { services: ['checkout.shop'], matched: ['checkout.shop'] },
    limited: false,
    sources: [],
    warnings: [],
    ...parts,
  };
}

const NAMES = { names: ['checkout.shop', 'payment.shop'], sources: [], warnings: [] };

/** Stands for the API: names for every service, and this for a search. Gives what was asked. */
function serve(answer: Traces | Response): URL[] {
  const searches: URL[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    const url = new URL(path, 'http://localhost');
    if (url.pathname !== '/api/v1/traces') return Response.json(NAMES);
    searches.push(url);
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  });
  return searches;
}

function show(query: string) {
  openAt(`/traces${query}`);
  render(<TracesView />, { wrapper: PageFrame });
  return userEvent.setup();
}

const rowNames = async () => {
  const table = await screen.findByRole('table', { name: 'Traces' });
  return within(table)
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent);
};

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});

describe('TracesView', () => {
  it('offers the services that the store knows, and searches the chosen one', async () => {
    const searches = serve(found([summary('a')]));
    const user = show('');
    await user.click(await screen.findByRole('button', { name: 'payment.shop' }));
    expect(await rowNames()).toEqual(['checkout.shop POST /a']);
    expect(searches.at(-1)?.searchParams.get('service')).toBe('payment.shop');
    expect(window.location.search).toBe('?service=payment.shop');
  });

  it('asks for what the address says, over the time of the view', async () => {
    const searches = serve(found([summary('a')]));
    show('?service=checkout.shop&errors=true&minDuration=100ms&window=10m&at=1795420800');
    await rowNames();
    expect(Object.fromEntries(searches[0]?.searchParams ?? [])).toEqual({
      service: 'checkout.shop',
      errors: 'true',
      minDuration: '100ms',
      limit: '50',
      from: '1795420200',
      to: '1795420800',
    });
  });

  it('says what is wrong with tags before it asks', async () => {
    const searches = serve(found([]));
    const user = show('');
    await user.type(screen.getByRole('textbox', { name: 'Tags' }), 'error');
    expect(screen.getByText('“error” is not key=value')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Search' }));
    expect(screen.getByText('Choose a service')).toBeDefined();
    expect(searches).toEqual([]);
  });

  it('opens with an edge: shows whose calls they are, their durations and the name found', async () => {
    serve(
      found([summary('a', { edgeDurationMs: 7 })], {
        searched: { services: ['payment', 'payment.shop'], matched: ['payment.shop'] },
      }),
    );
    show(`?edge=${encodeURIComponent(EDGE)}`);
    expect(screen.getByText('checkout.shop → payment.shop')).toBeDefined();
    await rowNames();
    expect(screen.getByText('7 ms')).toBeDefined();
    expect(screen.getByText('Duration of the call over time')).toBeDefined();
    expect(screen.getByText(/also tried: payment/)).toBeDefined();
  });

  it('sorts by what the address says', async () => {
    serve(
      found([
        summary('short', { durationMs: 1 }),
        summary('long', { durationMs: 900 }),
        summary('middle', { durationMs: 50 }),
      ]),
    );
    const user = show('?service=checkout.shop&sort=-duration');
    expect(await rowNames()).toEqual(
      ['long', 'middle', 'short'].map((id) => `checkout.shop POST /${id}`),
    );
    await user.click(screen.getByRole('button', { name: 'Duration' }));
    expect(window.location.search).toContain('sort=duration');
  });

  it('lists only what the selection of the plot holds, and can drop it', async () => {
    const start = Date.UTC(2026, 10, 23, 15, 0, 0);
    serve(found([summary('in'), summary('slower', { durationMs: 400 })]));
    const user = show(`?service=checkout.shop&select=${start - 1}_${start + 1}_100_200`);
    expect(await rowNames()).toEqual(['checkout.shop POST /in']);
    expect(screen.getByText(/of 2 traces/)).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Clear the selection' }));
    expect(await rowNames()).toHaveLength(2);
  });

  it('says in a sentence what the plot shows', async () => {
    serve(
      found([summary('a', { durationMs: 10 }), summary('b', { durationMs: 90, errorCount: 1 })]),
    );
    show('?service=checkout.shop');
    const plot = await screen.findByRole('slider', { name: /2 traces over time/ });
    expect(plot.getAttribute('aria-label')).toBe(
      '2 traces over time: from 10 ms to 90 ms, half of them up to 10 ms; 1 with errors.',
    );
  });

  it('says how much of the time the newest traces cover when there are more', async () => {
    const at = Date.UTC(2026, 10, 23, 15, 5, 0);
    serve(found([summary('a', { startMs: at - 60_000 })], { limited: true }));
    show(`?service=checkout.shop&at=${at / 1000}`);
    expect(await screen.findByText(/20% of the time searched/)).toBeDefined();
  });

  it('says why there is nothing, and what to try', async () => {
    serve(found([]));
    const user = show('?service=checkout.shop&errors=true');
    expect(await screen.findByText('No traces')).toBeDefined();
    expect(screen.getByText(/Meshes trace a small share/)).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Drop the filters' }));
    expect(window.location.search).toBe('?service=checkout.shop');
  });

  it('lists the names tried when the store knows none of them', async () => {
    serve(found([], { searched: { services: ['pay', 'pay.shop'], matched: [] } }));
    show('?node=Kubernetes/shop/workload/pay');
    expect(await screen.findByText('The tracing store does not know pay.shop')).toBeDefined();
    expect(screen.getByText(/Names tried: pay, pay\.shop\./)).toBeDefined();
  });

  it('says that tracing is not set up, and what to do about it', async () => {
    const problem = {
      type: 'urn:alidade:problem:not-configured',
      title: 'Tracing is not configured',
      status: 501,
    };
    serve(Response.json(problem, { status: 501 }));
    show('?service=checkout.shop');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Tracing is not configured');
    expect(alert.textContent).toContain('Set its address');
  });

  it('takes names from traces as text', async () => {
    const attack = '<img src=x onerror="alert(1)">';
    serve(found([summary('a', { rootService: attack, rootOperation: attack })]));
    show('?service=checkout.shop');
    expect(await rowNames()).toEqual([`${attack} ${attack}`]);
    expect(document.querySelector('img[src]')).toBeNull();
  });
});
