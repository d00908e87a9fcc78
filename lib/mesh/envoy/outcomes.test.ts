import { describe, expect, it } from 'vitest';
import { protocolOf, tallyOf } from '@/lib/mesh/envoy/outcomes';

type Rates = Readonly<Record<string, number>>;

const outcomes = (codes: Rates, statuses: Rates = {}, flags: Rates = {}) => ({
  codes: new Map(Object.entries(codes)),
  statuses: new Map(Object.entries(statuses)),
  flags: new Map(Object.entries(flags)),
});

/** `code/status flag` by rate. */
const told = (of: ReturnType<typeof outcomes>) =>
  Object.fromEntries(
    tallyOf(of).codes.map(({ httpCode, grpcStatus, flags, rate }) => [
      `${httpCode ?? ''}${grpcStatus === undefined ? '' : `/${grpcStatus}`}${flags === undefined ? '' : ` ${flags}`}`,
      Number(rate.toFixed(6)),
    ]),
  );

describe('the requests of a call', () => {
  it.each([
    { of: outcomes({ 200: 9, 500: 1 }), gives: { 200: 9, 500: 1 }, because: 'codes are codes' },
    {
      of: outcomes({ 200: 9, 503: 3 }, {}, { UO: 1, UF: 1 }),
      gives: { 200: 9, '503 UO': 1, '503 UF': 1, 503: 1 },
      because: 'what Envoy failed itself is told by its flag',
    },
    {
      of: outcomes({ 503: 1 }, {}, { UO: 3, UF: 1 }),
      gives: { '503 UO': 0.75, '503 UF': 0.25 },
      because: 'failures that were tried again are no answers',
    },
    {
      of: outcomes({ 200: 9, 504: 2 }, {}, { UT: 2 }),
      gives: { 200: 9, '504 UT': 2 },
      because: 'a timeout is a timeout',
    },
    {
      of: outcomes({ 200: 9, 502: 2 }, {}, { UO: 2 }),
      gives: { 200: 9, 502: 2 },
      because: 'a server’s own 502 is nobody else’s',
    },
    {
      of: outcomes({ 200: 10 }, { 0: 8, 13: 2 }),
      gives: { '200/0': 8, '200/13': 2 },
      because: 'gRPC fails under 200',
    },
    {
      of: outcomes({ 200: 9, 503: 1 }, { 0: 9, 14: 1 }, { UO: 1 }),
      gives: { '200/0': 9, '200/14 UO': 1 },
      because: 'Envoy counts its own refusal as both',
    },
    {
      of: outcomes({ 200: 8, 503: 2 }, { 0: 8 }),
      gives: { '200/0': 8, 503: 2 },
      because: 'an answer without a status is told by its code',
    },
    {
      of: outcomes({ 200: 10 }, { 0: 5 }),
      gives: { '200/0': 5, 200: 5 },
      because: 'not all of it is gRPC',
    },
    {
      of: outcomes({ 200: 10 }, { 0: 9.95 }),
      gives: { '200/0': 9.95 },
      because: 'streams that are still open are no failures',
    },
    { of: outcomes({ '2xx': 4, '5xx': 1 }), gives: { '2xx': 4, '5xx': 1 }, because: 'classes' },
  ])('$gives: $because', ({ of, gives }) => {
    expect(told(of)).toEqual(gives);
  });

  it.each([
    { of: outcomes({ 200: 9, 500: 1 }), ratio: 0.1 },
    { of: outcomes({ '2xx': 9, '5xx': 1 }), ratio: 0.1 },
    { of: outcomes({ 200: 10 }, { 0: 9, 5: 1 }), ratio: 0 },
    { of: outcomes({ 200: 10 }, { 0: 9, 14: 1 }), ratio: 0.1 },
    { of: outcomes({ 200: 0 }), ratio: null },
  ])('fail by $ratio', ({ of, ratio }) => {
    expect(tallyOf(of).errorRatio).toBe(ratio);
  });

  it('are gRPC where a status was counted', () => {
    expect(protocolOf(outcomes({ 200: 1 }))).toBe('http');
    expect(protocolOf(outcomes({ 200: 1 }, { 0: 0 }))).toBe('http');
    expect(protocolOf(outcomes({ 200: 1 }, { 0: 1 }))).toBe('grpc');
  });
});
