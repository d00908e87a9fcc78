import { describe, expect, it } from 'vitest';
import {
  CART_HOST,
  cartWorkload,
  client,
  code,
  OK,
  readTelemetry,
  sample,
  server,
  UNNAMED,
  WEB,
  type Labels,
} from '@/lib/testing/istio-samples';

const V1 = 'shop/workload/web → shop/workload/cart-v1 http';
const V2 = 'shop/workload/web → shop/workload/cart-v2 http';
const SERVICE = 'shop/workload/web → shop/service/cart http';

describe('errors', () => {
  const served = (value: number, ...labels: readonly Labels[]) =>
    sample(value, WEB, cartWorkload('v1'), CART_HOST, server, ...labels);
  const sent = (value: number, ...labels: readonly Labels[]) =>
    sample(value, WEB, UNNAMED, CART_HOST, client, ...labels);

  it('counts 5xx and no response, not a caller that hung up', () => {
    const { edges } = readTelemetry({
      requests: [
        served(6, OK),
        served(2, code('503')),
        served(1, code('0')),
        served(1, code('0', 'DC')),
      ],
    });
    expect(edges.get(V1)?.signals).toMatchObject({ requestRate: 10, errorRatio: 0.3 });
    expect(
      edges.get(V1)?.signals.codes.map(({ httpCode, flags, error }) => [httpCode, flags, error]),
    ).toEqual([
      ['200', undefined, false],
      ['503', undefined, true],
      ['0', undefined, true],
      ['0', 'DC', false],
    ]);
  });

  it('counts gRPC by its status', () => {
    const grpc = (status: string) => ({
      ...OK,
      request_protocol: 'grpc',
      grpc_response_status: status,
    });
    const { edges } = readTelemetry({ requests: [served(9, grpc('0')), served(1, grpc('14'))] });
    const edge = edges.get('shop/workload/web → shop/workload/cart-v1 grpc');
    expect(edge?.signals.errorRatio).toBe(0.1);
  });

  it('adds what never arrived to the only workload behind the host', () => {
    const { edges } = readTelemetry({ requests: [served(8, OK), sent(2, code('503', 'UF'))] });
    expect(edges.get(V1)?.signals).toMatchObject({ requestRate: 10, errorRatio: 0.2 });
    expect([...edges.keys()]).toEqual([V1]);
  });

  it('shows what never arrived at the service, where several workloads could have answered', () => {
    const { edges } = readTelemetry({
      requests: [
        served(8, OK),
        sample(2, WEB, cartWorkload('v2'), CART_HOST, OK, server),
        sent(1, code('0', 'UH')),
      ],
    });
    expect(edges.get(V1)?.signals.errorRatio).toBe(0);
    expect(edges.get(V2)?.signals.errorRatio).toBe(0);
    expect(edges.get(SERVICE)?.signals).toMatchObject({
      requestRate: 1,
      errorRatio: 1,
      reporters: { requests: 'source' },
    });
  });

  it('adds to the edge itself when the client knows the workload it could not reach', () => {
    const { edges } = readTelemetry({
      requests: [
        served(8, OK),
        sample(8, WEB, cartWorkload('v1'), CART_HOST, OK, client),
        sample(2, WEB, cartWorkload('v1'), CART_HOST, code('503', 'UF,URX'), client),
      ],
    });
    expect(edges.get(V1)?.signals).toMatchObject({ requestRate: 10, errorRatio: 0.2 });
  });

  it('exchanges a time-out for the hang-up that the server saw, and counts it once', () => {
    const { edges } = readTelemetry({
      requests: [served(7, OK), served(3, code('0', 'DC')), sent(3, code('504', 'UT'))],
    });
    expect(edges.get(V1)?.signals).toMatchObject({ requestRate: 10, errorRatio: 0.3 });
  });

  it('exchanges time-outs over all workloads in proportion to their hang-ups', () => {
    const { edges } = readTelemetry({
      requests: [
        served(7, OK),
        served(3, code('0', 'DC')),
        sample(9, WEB, cartWorkload('v2'), CART_HOST, OK, server),
        sample(1, WEB, cartWorkload('v2'), CART_HOST, code('0', 'DC'), server),
        sent(4, code('504', 'UT')),
      ],
    });
    expect(edges.get(V1)?.signals.errorRatio).toBeCloseTo(0.3, 12);
    expect(edges.get(V2)?.signals.errorRatio).toBeCloseTo(0.1, 12);
    expect(edges.get(SERVICE)).toBeUndefined();
  });

  it('adds only those time-outs that the server did not see', () => {
    const { edges } = readTelemetry({
      requests: [served(9, OK), served(1, code('0', 'DC')), sent(3, code('504', 'UT'))],
    });
    expect(edges.get(V1)?.signals.requestRate).toBe(12);
    expect(edges.get(V1)?.signals.errorRatio).toBe(0.25);
  });

  it('does not count again what the server answered with an error', () => {
    const { edges } = readTelemetry({
      requests: [
        served(9, OK),
        served(1, code('503')),
        sample(9, WEB, cartWorkload('v1'), CART_HOST, OK, client),
        sample(1, WEB, cartWorkload('v1'), CART_HOST, code('503', 'URX'), client),
      ],
    });
    expect(edges.get(V1)?.signals).toMatchObject({ requestRate: 10, errorRatio: 0.1 });
  });

  it('adds retries that ran out without any server having answered', () => {
    const { edges } = readTelemetry({ requests: [served(9, OK), sent(1, code('503', 'URX'))] });
    expect([...edges.keys()]).toEqual([V1]);
    expect(edges.get(V1)?.signals).toMatchObject({ requestRate: 10, errorRatio: 0.1 });
  });

  it('tells what the server answered from what it never saw in the view of services too', () => {
    const edge = 'shop/app/web → shop/service/cart http';
    const { edges } = readTelemetry(
      {
        requests: [
          served(8, OK),
          served(1, code('503')),
          sample(1, WEB, cartWorkload('v1'), CART_HOST, code('503', 'URX'), client),
          sent(1, code('503', 'UF')),
        ],
      },
      'service',
    );
    expect([...edges.keys()]).toEqual([edge]);
    expect(edges.get(edge)?.signals).toMatchObject({ requestRate: 10, errorRatio: 0.2 });
  });

  it('makes no edge of a hang-up that the server has counted', () => {
    const { edges } = readTelemetry({
      requests: [served(9, OK), served(1, code('0', 'DC')), sent(1, code('0', 'DC'))],
    });
    expect([...edges.keys()]).toEqual([V1]);
    expect(edges.get(V1)?.signals.requestRate).toBe(10);
  });

  it('keeps failures to a service that nobody serves', () => {
    const { edges } = readTelemetry({ requests: [sent(2, code('503', 'NC'))] });
    expect(edges.get(SERVICE)?.signals).toMatchObject({ requestRate: 2, errorRatio: 1 });
  });

  it('says nothing of errors when the labels that tell them are gone', () => {
    const { edges } = readTelemetry({
      requests: [served(9, { request_protocol: 'http' })],
    });
    expect(edges.get(V1)?.signals.requestRate).toBe(9);
    expect(edges.get(V1)?.signals.errorRatio).toBeUndefined();
  });

  it('has no error ratio without requests', () => {
    const { edges } = readTelemetry({ requests: [served(0, OK)] });
    expect(edges.get(V1)?.signals).toMatchObject({ requestRate: 0, errorRatio: null, codes: [] });
  });
});
