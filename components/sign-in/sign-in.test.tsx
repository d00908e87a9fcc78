import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SignIn } from '@/components/sign-in/sign-in';
import { SIGN_IN_FAILURES } from '@/lib/contract/session';
import type { Status } from '@/lib/contract/status';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const sent: { readonly path: string; readonly body: string }[] = [];
const left: string[] = [];

function statusOf(mode: Status['identity']['mode'], signedIn: boolean): Status {
  const unknown = { name: null, groups: [], expiresAt: null, renewInMs: null };
  return {
    ...{ version: '0', now: 0, meshes: [], knownMeshes: [], sources: [], warnings: [] },
    identity: { ...unknown, mode, signedIn },
    writes: { allowed: false, reason: null },
    links: { grafana: null, tracing: null, console: null },
    panels: null,
  };
}

/** Opens the sign-in page of a console whose status is this. */
function openPage(address: string, status: Status, begun: Response = Response.json({ url: '/x' })) {
  sent.length = 0;
  left.length = 0;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    sent.push({ path, body: String(init.body) });
    return Promise.resolve(path === '/api/v1/status' ? Response.json(status) : begun);
  });
  openAt(address);
  const { pathname, search } = window.location;
  const go = (target: string) => left.push(target);
  vi.stubGlobal('location', { pathname, search, assign: go, replace: go });
  render(<SignIn />, { wrapper: PageFrame });
}

afterEach(() => vi.unstubAllGlobals());

describe('the sign-in page with AUTH=oidc', () => {
  it('sends the browser to the issuer, with the page to come back to', async () => {
    openPage(
      '/sign-in?from=%2Fgraph%3Fns%3Dshop',
      statusOf('oidc', false),
      Response.json({ url: 'https://issuer.example/authorize' }),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    await vi.waitFor(() => expect(left).toEqual(['https://issuer.example/authorize']));
    expect(sent.at(-1)).toEqual({
      path: '/api/v1/session/start',
      body: JSON.stringify({ from: '/graph?ns=shop' }),
    });
  });

  it.each(SIGN_IN_FAILURES)(
    'says in words that a sign-in was %s, and how to go on',
    async (why) => {
      openPage(`/sign-in?failure=${why}`, statusOf('oidc', false));
      const alert = await screen.findByRole('alert');
      expect(alert.textContent.length).toBeGreaterThan(40);
      expect(screen.getByRole('button', { name: 'Begin again' })).toBeTruthy();
    },
  );

  it('shows nothing of a failure that it does not know', async () => {
    openPage('/sign-in?failure=%3Cimg%20src%3Dx%3E', statusOf('oidc', false));
    await screen.findByRole('button', { name: 'Sign in' });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says what keeps the sign-in from beginning', async () => {
    const problem = {
      type: 'urn:alidade:problem:invalid-request',
      title: 'Not valid',
      status: 400,
      detail: 'Sign in at https://mesh.example/sign-in instead.',
    };
    openPage('/sign-in', statusOf('oidc', false), Response.json(problem, { status: 400 }));
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toContain('https://mesh.example');
    expect(left).toEqual([]);
  });
});

describe('the sign-in page of somebody who is signed in', () => {
  it.each([
    ['/sign-in?from=%2Fgraph%3Fns%3Dshop', '/graph?ns=shop'],
    ['/sign-in', '/'],
    ['/sign-in?from=https%3A%2F%2Fevil.example', '/'],
    ['/sign-in?from=%2F%2Fevil.example', '/'],
  ])('goes on from %s to %s', async (address, target) => {
    openPage(address, statusOf('oidc', true));
    await vi.waitFor(() => expect(left).toEqual([target]));
  });

  it('asks for a token where a token is asked for', async () => {
    openPage('/sign-in', statusOf('token', false));
    expect(await screen.findByLabelText('Kubernetes token')).toBeTruthy();
  });
});
