import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockParts,
  localText,
  readLocalText,
  zoneName,
  zoneOffsetSeconds,
} from '@/lib/domain/time-zone';

const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Auckland'];
const zones = fc.constantFrom(...ZONES);
const wholeSeconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000);

describe('a moment by the clock of a zone', () => {
  it('has parts of two digits', () => {
    expect(clockParts(Date.UTC(2026, 0, 2, 3, 4, 5), 'Europe/Berlin')).toEqual({
      year: '2026',
      month: '01',
      day: '02',
      hour: '04',
      minute: '04',
      second: '05',
    });
  });

  it('is told from the zone asked for, not from where this runs', () => {
    const at = Date.UTC(2026, 6, 1, 12);
    expect(localText(at, 'UTC')).toBe('2026-07-01T12:00:00');
    expect(localText(at, 'Asia/Kolkata')).toBe('2026-07-01T17:30:00');
  });

  it('refuses a zone that there is not', () => {
    expect(() => clockParts(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('zoneOffsetSeconds', () => {
  it.each([
    ['UTC', Date.UTC(2026, 0, 1), 0],
    ['Europe/Berlin', Date.UTC(2026, 0, 1), 3600],
    ['Europe/Berlin', Date.UTC(2026, 6, 1), 7200],
    ['Asia/Kolkata', Date.UTC(2026, 0, 1), 19_800],
    ['America/St_Johns', Date.UTC(2026, 0, 1, 0, 0, 0, 250), -12_600],
  ])('of %s at %d is %d', (zone, at, seconds) => {
    expect(zoneOffsetSeconds(at, zone)).toBe(seconds);
  });
});

describe('zoneName', () => {
  it.each([
    ['UTC', 'UTC'],
    ['Europe/Berlin', 'CET'],
    ['Asia/Tokyo', 'GMT+9'],
  ])('calls %s %s', (zone, name) => {
    expect(zoneName(Date.UTC(2026, 0, 1), zone)).toBe(name);
  });
});

describe('a date and time in a field', () => {
  it('is read back as the moment that was written, up to an hour that came twice', () => {
    fc.assert(
      fc.property(wholeSeconds, zones, (at, zone) => {
        const read = readLocalText(localText(at, zone), zone);
        expect(localText(read, zone)).toBe(localText(at, zone));
        expect([0, 3_600_000]).toContain(at - read);
      }),
    );
  });

  it('may leave out the seconds', () => {
    expect(readLocalText('2026-07-01T12:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 6, 1, 10));
  });

  it('is the first of an hour that the clock goes through twice', () => {
    expect(readLocalText('2026-10-25T02:30:00', 'Europe/Berlin')).toBe(
      Date.UTC(2026, 9, 25, 0, 30),
    );
  });

  it('is the hour after one that the clock leaves out', () => {
    expect(readLocalText('2026-03-29T02:30:00', 'Europe/Berlin')).toBe(
      Date.UTC(2026, 2, 29, 1, 30),
    );
  });

  it.each(['', 'yesterday', '2026-07-01', '2026-13-01T00:00', '2026-07-01T12:00Z'])(
    'is none when it holds "%s"',
    (text) => {
      expect(readLocalText(text, 'UTC')).toBeNaN();
    },
  );
});
