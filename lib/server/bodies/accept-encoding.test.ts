import { describe, expect, it } from 'vitest';
import { prefersGzip } from '@/lib/server/bodies/accept-encoding';

describe('the choice of a coding', () => {
  it.each([
    'gzip',
    'GZIP',
    'x-gzip',
    '*',
    'gzip, deflate, br, zstd',
    'deflate,gzip;q=0.1',
    'br;q=1, gzip ; q=0.5',
    'identity;q=0.5, gzip;q=0.5',
    'identity;q=0, *',
    'br, *;q=0.3',
    'gzip;q=1.000',
  ])('is gzip for %o', (header) => {
    expect(prefersGzip(header)).toBe(true);
  });

  it.each([
    null,
    '',
    'identity',
    'br',
    'deflate, br',
    'gzip;q=0',
    'gzip;q=0.000',
    '*;q=0',
    'gzip;q=0, *',
    'gzip;q=0.4, identity;q=0.5',
    '*;q=0.5, identity',
    'gzip;q=2',
    'gzip;q=-1',
    'gzip;q=',
    'gzip;level=9',
    'not-gzip',
    ';q=1',
  ])('is the plain body for %o', (header) => {
    expect(prefersGzip(header)).toBe(false);
  });
});
