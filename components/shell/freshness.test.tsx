import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { freshnessOf } from '@/components/shell/freshness';

/** A cache in which a page looks at the given answers. */
function aPageThatShows(
  answers: Readonly<Record<string, { readonly data: unknown; readonly at: number }>>,
): QueryClient {
  const client = new QueryClient();
  for (const [key, { data, at }] of Object.entries(answers)) {
    client.setQueryData([key], data, { updatedAt: at });
    new QueryObserver(client, {
      queryKey: [key],
      queryFn: () => data,
      refetchOnMount: false,
    }).subscribe(() => undefined);
  }
  return client;
}

const sources = (state: 'ok' | 'stale', ageMs: number) => ({
  sources: [{ name: 'prometheus', state, ageMs, reason: null }],
});

describe('freshnessOf', () => {
  it('knows nothing before the first answer', () => {
    expect(freshnessOf(new QueryClient())).toEqual({
      updatedAt: null,
      isFetching: false,
      isFailing: false,
    });
  });

  it('goes by the oldest answer on the page', () => {
    const client = aPageThatShows({
      graph: { data: sources('ok', 3000), at: 90_000 },
      node: { data: sources('ok', 100), at: 50_000 },
    });
    expect(freshnessOf(client)).toMatchObject({ updatedAt: 50_000, isFailing: false });
  });

  it('does not go by the status, which has a mark of its own', () => {
    const client = aPageThatShows({
      status: { data: {}, at: 10 },
      graph: { data: {}, at: 90_000 },
    });
    expect(freshnessOf(client).updatedAt).toBe(90_000);
  });

  it('does not take old figures in a new answer for new', () => {
    const client = aPageThatShows({ graph: { data: sources('stale', 74_000), at: 90_000 } });
    expect(freshnessOf(client)).toMatchObject({ updatedAt: 16_000, isFailing: true });
  });

  it('forgets answers that no part of the page looks at', () => {
    const client = new QueryClient();
    client.setQueryData(['graph'], sources('stale', 1), { updatedAt: 1 });
    expect(freshnessOf(client)).toMatchObject({ updatedAt: null, isFailing: false });
  });
});
