import { describe, expect, it } from 'vitest';
import { flagsOf, isClientDisconnect, isErrorClass } from '@/lib/domain/error-class';

describe('isErrorClass', () => {
  it.each([
    { outcome: { protocol: 'http', httpCode: '200' }, error: false, because: 'it was answered' },
    { outcome: { protocol: 'http', httpCode: '404' }, error: false, because: '4xx is an answer' },
    { outcome: { protocol: 'http', httpCode: '500' }, error: true, because: 'the server failed' },
    {
      outcome: { protocol: 'http', httpCode: '503', flags: 'UH' },
      error: true,
      because: 'no host',
    },
    {
      outcome: { protocol: 'http', httpCode: '0', flags: 'UF' },
      error: true,
      because: 'no answer',
    },
    { outcome: { protocol: 'http', httpCode: '0' }, error: true, because: 'no answer, no reason' },
    { outcome: { protocol: 'http', httpCode: '0', flags: 'DC' }, error: false, because: 'hung up' },
    {
      outcome: { protocol: 'http', httpCode: '0', flags: 'DPE' },
      error: false,
      because: 'bad peer',
    },
    { outcome: { protocol: 'http', httpCode: '504', flags: 'DC,UT' }, error: true, because: '5xx' },
    { outcome: { protocol: 'http', httpCode: '5xx' }, error: true, because: 'a class' },
    { outcome: { protocol: 'http' }, error: false, because: 'nothing is known' },
    {
      outcome: { protocol: 'grpc', httpCode: '200', grpcStatus: '0' },
      error: false,
      because: 'OK',
    },
    {
      outcome: { protocol: 'grpc', httpCode: '200', grpcStatus: '5' },
      error: false,
      because: 'NOT_FOUND',
    },
    {
      outcome: { protocol: 'grpc', httpCode: '200', grpcStatus: '14' },
      error: true,
      because: 'UNAVAILABLE',
    },
    { outcome: { protocol: 'grpc', httpCode: '503' }, error: true, because: 'never became gRPC' },
    {
      outcome: { protocol: 'grpc', httpCode: '200', grpcStatus: '4', flags: 'DC' },
      error: false,
      because: 'the caller hung up',
    },
    {
      outcome: { protocol: 'http', httpCode: '200', grpcStatus: '14' },
      error: false,
      because: 'not gRPC',
    },
    {
      outcome: { protocol: 'tcp', httpCode: '0', flags: 'UF' },
      error: false,
      because: 'TCP has none',
    },
  ] as const)('says $error for $outcome: $because', ({ outcome, error }) => {
    expect(isErrorClass(outcome)).toBe(error);
  });
});

describe('flagsOf', () => {
  it.each([
    { flags: undefined, expected: [] },
    { flags: '-', expected: [] },
    { flags: 'UF,URX', expected: ['UF', 'URX'] },
  ])('reads $flags as $expected', ({ flags, expected }) => {
    expect(flagsOf(flags)).toEqual(expected);
  });

  it('does not take a flag for another that starts like it', () => {
    expect(isClientDisconnect('DI')).toBe(false);
  });
});
