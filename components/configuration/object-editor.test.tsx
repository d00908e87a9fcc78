import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ObjectEditor } from '@/components/configuration/object-editor';
import { YamlEditor } from '@/components/shell/yaml/yaml-editor';
import { useObjectChange } from '@/components/shell/use-object-change';
import { objectIntentSchema } from '@/lib/contract/objects';
import type { ObjectRef } from '@/lib/domain/object-ref';
import { anObject, previewAnswer } from '@/lib/testing/object-answers';

vi.mock('@/components/shell/yaml/lazy-editor', async () => {
  const { PlainEditor } = await import('@/components/shell/yaml/plain-editor');
  return { YamlEditor: PlainEditor };
});

const BASE = 'kind: Any\nspec:\n  a: 1\n  b: 2\n  c: 3\n  d: 4\n  e: 5\n  f: 6\n  g: 7\n';
const nameOf = (() => {
  let count = 0;
  return () => `any-${(count += 1)}`;
})();
let object: ObjectRef;
let sent: { readonly method: string; readonly path: string; readonly body: unknown }[];

beforeEach(() => {
  object = { group: 'g.io', plural: 'anys', kind: 'Any', namespace: 'shop', name: nameOf() };
  sent = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const body: unknown = JSON.parse(z.string().default('null').parse(init.body));
    sent.push({ method: init.method ?? '', path, body });
    const undo = { kind: 'change', intent: { yaml: BASE, resourceVersion: '2' } };
    const answer = path.endsWith('/schema')
      ? { apiVersion: 'g.io/v1', schema: null }
      : path.endsWith('/preview')
        ? previewAnswer()
        : { object: anObject(object, { yaml: BASE, resourceVersion: '2' }), undo };
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
});

function Editor({ now, allowed }: { readonly now: string; readonly allowed: boolean }) {
  const change = useObjectChange('x');
  return (
    <ObjectEditor
      object={object}
      now={{ resourceVersion: now === BASE ? '1' : '2', yaml: now }}
      owner={{ kind: 'hand' }}
      permission={{ allowed, reason: allowed ? null : 'You may not patch anys.g.io.' }}
      change={change}
      findings={[]}
    />
  );
}

const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
const editor = (now = BASE, allowed = true) => (
  <QueryClientProvider client={client}>
    <Editor now={now} allowed={allowed} />
  </QueryClientProvider>
);
const text = () => screen.getByRole<HTMLTextAreaElement>('textbox');
const write = (value: string) => fireEvent.change(text(), { target: { value } });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const mine = BASE.replace('a: 1', 'a: 9 # mine');

describe('the editor of an object', () => {
  it('previews and applies the text as it was written, on the version that was looked at', async () => {
    render(editor());
    write(mine);
    expect(screen.getByText('1 line added, 1 removed')).toBeTruthy();
    await press('Preview…');
    await screen.findByText(/would accept this/);
    await press('Apply');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const bodies = sent.filter(({ method }) => method !== 'GET').map(({ body }) => body);
    const intent = objectIntentSchema.parse({ yaml: mine, resourceVersion: '1' });
    expect(bodies).toEqual([intent, intent]);
  });

  it('keeps a text that was not applied, whatever becomes of the page', () => {
    const { unmount } = render(editor());
    write(mine);
    unmount();
    render(editor());
    expect(text().value).toBe(mine);
  });

  it('puts both changes together where they are in different lines', async () => {
    const { rerender } = render(editor());
    write(mine);
    rerender(editor(BASE.replace('g: 7', 'g: 70')));
    expect(screen.getByText(/Somebody else changed this object/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Preview…' })).toHaveProperty('disabled', true);
    await press('Put mine on top');
    expect(text().value).toBe(mine.replace('g: 7', 'g: 70'));
    expect(screen.getByRole('button', { name: 'Preview…' })).toHaveProperty('disabled', false);
  });

  it('lets one choose where they are in the same', async () => {
    const theirs = BASE.replace('a: 1', 'a: 8');
    const { rerender } = render(editor());
    write(mine);
    rerender(editor(theirs));
    expect(text().value).toBe(mine);
    await press('Take theirs');
    expect(text().value).toBe(theirs);
  });

  it('lets those who may not change it read it, with the reason', () => {
    render(editor(BASE, false));
    expect(text().readOnly).toBe(true);
    expect(screen.getByText('You may not patch anys.g.io.')).toBeTruthy();
  });
});

describe('the text field', () => {
  it('shows its text, and that of somebody else, under its name, and stands where it was sent', () => {
    const field = (value: string, mark = '') => (
      <YamlEditor
        label="YAML of Any"
        text={value}
        onChange={vi.fn()}
        isReadOnly={false}
        schema={null}
        remarks={[]}
        mark={mark}
      />
    );
    const { rerender } = render(field('a: 1\nb: 2'));
    const box = screen.getByRole('textbox', { name: 'YAML of Any' });
    expect(box.textContent).toContain('b: 2');
    rerender(field('a: 1\nb: 3'));
    expect(box.textContent).toContain('b: 3');
    rerender(field('a: 1\nb: 3', '/b'));
    expect(box.querySelector('.cm-activeLine')?.textContent).toBe('b: 3');
  });
});
