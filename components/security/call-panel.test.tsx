import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { CallPanel } from '@/components/security/call-panel';
import type { ObjectApplied } from '@/lib/contract/objects';
import type { SecurityEdge } from '@/lib/contract/security';
import { anObject, previewAnswer } from '@/lib/testing/object-answers';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const CALL = 'Kubernetes/shop/workload/web>Kubernetes/shop/workload/cart>http';
const POLICY = {
  ...{ group: 'g.example', plural: 'policies', kind: 'Policy', namespace: 'shop', name: 'carts' },
};
const DRAFT: SecurityEdge['drafts'][number] = {
  ...{ id: 'g.example~policies~Policy~shop~new', object: { ...POLICY, name: 'new' } },
  ...{ replaces: false, yaml: 'kind: Policy\n' },
};

const answerOf = (parts: Partial<SecurityEdge> = {}): SecurityEdge => ({
  ...{ at: 0, windowSeconds: 300, edge: CALL, mesh: 'one', mtlsShare: 1, verdict: 'allowed' },
  parts: [
    {
      ...{ encrypted: true, share: 1 },
      decision: { verdict: 'allowed', object: POLICY, path: 'spec.rules[0]', because: 'So.' },
    },
  ],
  ...{ tls: null, drafts: [DRAFT], notes: [], sources: [], warnings: [] },
  ...parts,
});

const PREVIEW = previewAnswer({ before: '', after: DRAFT.yaml });

const APPLIED: ObjectApplied = {
  object: anObject(DRAFT.object, { meshes: ['one'], yaml: DRAFT.yaml }),
  undo: { kind: 'removal', resourceVersion: '1' },
};

describe('the panel of a call', () => {
  it('leads to the object whose rule decides', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(answerOf())));
    openAt('/security');
    render(<CallPanel call={CALL} onClose={() => undefined} />, { wrapper: PageFrame });
    const link = await screen.findByRole('link', { name: 'Policy shop/carts' });
    expect(link.getAttribute('href')).toBe('/configuration/g.example~policies~Policy~shop~carts');
  });

  it('keeps a draft that was applied in sight, though it is drafted no more', async () => {
    let isApplied = false;
    vi.stubGlobal('fetch', (path: string, { method }: RequestInit = {}) => {
      if (path.includes('/preview')) {
        return Promise.resolve(Response.json(PREVIEW));
      }
      if (method === 'PATCH') {
        isApplied = true;
        return Promise.resolve(Response.json(APPLIED));
      }
      const notes = isApplied ? ['Policy new says so already.'] : [];
      return Promise.resolve(Response.json(answerOf(isApplied ? { drafts: [], notes } : {})));
    });
    openAt('/security');
    render(<CallPanel call={CALL} onClose={() => undefined} />, { wrapper: PageFrame });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Check with the API server' }));
    await user.click(await screen.findByRole('button', { name: 'Create it' }));
    expect(await screen.findByText('Policy new says so already.')).toBeDefined();
    expect(screen.getByText('Applied')).toBeDefined();
    const link = screen.getByRole('link', { name: 'Policy shop/new' });
    expect(link.getAttribute('href')).toBe('/configuration/g.example~policies~Policy~shop~new');
  });
});
