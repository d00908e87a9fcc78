import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { SessionNotice } from '@/components/shell/session-notice';
import { getJson } from '@/lib/client/api';
import { createQueryClient } from '@/lib/client/query-client';
import { openAt } from '@/lib/testing/page-frame';

const server = { signedIn: true, mode: 'oidc' };
const left: string[] = [];

function identity() {
  const { signedIn, mode } = server;
  return { mode, signedIn, name: null, groups: [], expiresAt: null, renewInMs: null };
}

const STATUS = {
  version: '0',
  now: 0,
  meshes: [],
  knownMeshes: [],
  sources: [],
  warnings: [],
  panels: null,
};
const UNKNOWN = {
  type: 'urn:alidade:problem:unauthenticated',
  title: 'Sign in first',
  status: 401,
};

/** A page that reads something, and the notice. */
function Page() {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <SessionNotice />
      <Reading />
    </QueryClientProvider>
  );
}

function Reading() {
  const { data, refetch } = useQuery({
    queryKey: ['x'],
    queryFn: ({ signal }) => getJson('/api/v1/x', z.object({ rate: z.number() }), signal),
  });
  return <button onClick={() => void refetch()}>{data === undefined ? '…' : data.rate}</button>;
}

function open(): void {
  left.length = 0;
  Object.assign(server, { signedIn: true, mode: 'oidc' });
  vi.stubGlobal('fetch', (path: string) => {
    if (path === '/api/v1/session/start') {
      return Promise.resolve(Response.json({ url: 'https://issuer.example/' }));
    }
    if (path !== '/api/v1/status') {
      return Promise.resolve(
        server.signedIn ? Response.json({ rate: 7 }) : Response.json(UNKNOWN, { status: 401 }),
      );
    }
    const writes = { allowed: false, reason: null };
    const links = { grafana: null, tracing: null, console: null };
    return Promise.resolve(Response.json({ ...STATUS, identity: identity(), writes, links }));
  });
  openAt('/traffic?ns=shop');
  const { pathname, search } = window.location;
  vi.stubGlobal('location', { pathname, search, assign: (target: string) => left.push(target) });
  render(<Page />);
}

const TITLE = 'You are signed out';

afterEach(() => vi.unstubAllGlobals());

describe('when the session ends while a page is open', () => {
  it('says so at once, keeps what is shown, and is gone when somebody is signed in again', async () => {
    open();
    const reading = await screen.findByRole('button', { name: '7' });
    expect(screen.queryByText(TITLE)).toBeNull();
    server.signedIn = false;
    await userEvent.click(reading);
    await screen.findByText(TITLE);
    expect(screen.getByRole('button', { name: '7' })).toBeTruthy();
    expect(left).toEqual([]);

    server.signedIn = true;
    // As coming back from the tab in which somebody signed in does.
    window.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(screen.queryByText(TITLE)).toBeNull());
  });

  it.each([
    ['oidc', 'https://issuer.example/'],
    ['token', '/sign-in?from=%2Ftraffic%3Fns%3Dshop'],
  ])('leads, with AUTH=%s, back to the same page', async (mode, target) => {
    open();
    const reading = await screen.findByRole('button', { name: '7' });
    Object.assign(server, { signedIn: false, mode });
    await userEvent.click(reading);
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in again' }));
    await vi.waitFor(() => expect(left).toEqual([target]));
  });
});
