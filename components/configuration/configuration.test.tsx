import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Configuration } from '@/components/configuration/configuration';
import type { Objects } from '@/lib/contract/objects';
import { objectId } from '@/lib/domain/object-ref';
import { aFinding, checksAnswer, heldAnswer } from '@/lib/testing/checks-answer';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const listed = (name: string): Objects['objects'][number] => {
  const ref = aFinding('note', 'shop', name).object;
  return {
    ...{ ...ref, id: objectId(ref), meshes: [], version: 'v1', createdAt: 0 },
    ...{ owner: { kind: 'hand' }, references: { to: 0, from: 0, missing: 0 } },
  };
};
const OBJECTS: Objects = {
  ...{ at: 0, sources: [], warnings: [] },
  objects: ['broken', 'odd', 'noted', 'sound'].map((name) => listed(name)),
};
const ANSWER = checksAnswer([
  aFinding('error', 'shop', 'broken'),
  aFinding('warning', 'shop', 'odd'),
  aFinding('note', 'shop', 'noted'),
]);

function show(query: string, checks: () => Promise<Response>) {
  vi.stubGlobal('fetch', (path: string) => {
    if (path.startsWith('/api/v1/objects')) return Promise.resolve(Response.json(OBJECTS));
    return path.startsWith('/api/v1/checks') ? checks() : new Promise<Response>(() => undefined);
  });
  openAt(`/configuration${query}`);
  render(<Configuration />, { wrapper: PageFrame });
  return userEvent.setup();
}

const ready = () => Promise.resolve(Response.json(ANSWER));
const names = () => screen.queryAllByRole('rowheader').map(({ textContent }) => textContent);

describe('the list of objects', () => {
  it.each([
    ['', ['broken', 'odd', 'noted', 'sound']],
    ['?show=findings', ['broken', 'odd']],
    ['?show=errors', ['broken']],
    ['?show=nonsense', ['broken', 'odd', 'noted', 'sound']],
  ])('is filtered in the URL by what is wrong, worst first: %s', async (query, expected) => {
    show(query, ready);
    expect(await screen.findByText('1 error')).toBeDefined();
    expect(names()).toEqual(expected);
  });

  it('keeps the filter by errors in the URL', async () => {
    const user = show('', ready);
    await user.click(await screen.findByRole('radio', { name: 'With errors' }));
    expect(window.location.search).toBe('?show=errors');
    expect(names()).toEqual(['broken']);
  });

  it('does not say that none has findings while that is not known', async () => {
    const held = heldAnswer();
    show('?show=findings', held.serve);
    await vi.waitFor(() => expect(held.isAskedFor()).toBe(true));
    expect(screen.getByText('Objects: loading')).toBeDefined();
    expect(screen.queryByText(/None of/)).toBeNull();
    held.give(ANSWER);
    expect(await screen.findByText('1 error')).toBeDefined();
    expect(names()).toEqual(['broken', 'odd']);
  });

  it('says that what is wrong is not known', async () => {
    show('', () => Promise.resolve(Response.json({ title: 'No', status: 500 }, { status: 500 })));
    expect(await screen.findByText('It is not known what is wrong with them')).toBeDefined();
    expect(names()).toHaveLength(4);
  });
});
