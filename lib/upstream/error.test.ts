import { describe, expect, it, vi } from 'vitest';
import { UpstreamError } from '@/lib/upstream/error';

describe('UpstreamError', () => {
  it('is known to another copy of its class, as two bundles have one each', async () => {
    vi.resetModules();
    const other = await import('@/lib/upstream/error');
    expect(other.UpstreamError).not.toBe(UpstreamError);
    expect(new other.UpstreamError('prometheus', 'timeout', 'late')).toBeInstanceOf(UpstreamError);
  });

  it('does not claim other errors', () => {
    expect(new Error('no')).not.toBeInstanceOf(UpstreamError);
    expect(null).not.toBeInstanceOf(UpstreamError);
  });
});
