import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editsOf } from '@/lib/domain/resilience/edits';
import type { Setting } from '@/lib/domain/resilience/setting';
import { editYaml } from '@/lib/domain/yaml-edit';

const STATUS: Setting = {
  ...{ id: 'status', label: 'gRPC status', help: '', value: null, absent: '' },
  path: '/spec/abort/grpcStatus',
  form: { kind: 'choice', options: ['UNAVAILABLE'] },
  needs: [{ path: '/spec/abort/percentage', value: 1 }],
  excludes: ['/spec/abort/httpStatus'],
};

function written(yaml: string, text: string): unknown {
  const edits = editsOf(STATUS, { at: '/spec' }, text);
  if (!edits.ok) throw new Error(edits.error);
  const edited = editYaml(yaml, edits.value);
  if (!edited.ok) throw new Error(edited.error);
  return parse(edited.value);
}

describe('the edits of a setting', () => {
  it('write it with what it needs, where that is not there yet', () => {
    const abort = { grpcStatus: 'UNAVAILABLE', percentage: 1 };
    expect(written('spec: {}', 'UNAVAILABLE')).toEqual({ spec: { abort } });
    expect(written('spec: {abort: {percentage: 7}}', 'UNAVAILABLE')).toEqual({
      spec: { abort: { ...abort, percentage: 7 } },
    });
  });

  it('take out what may not stand beside it', () => {
    expect(written('spec: {abort: {httpStatus: 503, percentage: 7}}', 'UNAVAILABLE')).toEqual({
      spec: { abort: { grpcStatus: 'UNAVAILABLE', percentage: 7 } },
    });
  });

  it('take it out, and what that leaves empty, but nothing above its part', () => {
    expect(written('spec: {abort: {grpcStatus: UNAVAILABLE}}', '')).toEqual({ spec: {} });
  });

  it('are none for a text that is no value', () => {
    expect(editsOf(STATUS, { at: '/spec' }, 'SOMETIMES')).toMatchObject({ ok: false });
  });
});
