import { afterEach, expect, test } from 'vitest';
import { object } from './build';
import { toSubsets, virtualService } from '../meshes/istio/objects';
import { parseJson, stringAt, withKey, objectAt, type Json, type JsonObject } from './json';
import { VIRTUAL_SERVICES } from '../meshes/istio/kinds';
import { startKubernetes, type KubernetesServer } from './server';

const WATCH = '/apis/networking.istio.io/v1/virtualservices?watch=true';

const service = (name: string, labels: Record<string, string> = {}): JsonObject =>
  virtualService(
    { namespace: 'shop', name, labels },
    { hosts: [name], http: [{ route: toSubsets(name, ['v1']) }] },
  );

let server: KubernetesServer | undefined;

async function start(remembered?: number): Promise<KubernetesServer> {
  const namespace = object('v1', 'Namespace', { name: 'shop' }, {});
  const objects = [namespace, service('cart', { team: 'red' })];
  server = await startKubernetes({ objects, ...(remembered !== undefined && { remembered }) });
  return server;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** The events of a watch, as they come. */
async function* watch(url: string, query: string): AsyncGenerator<Json, undefined> {
  const headers = { authorization: 'Bearer demo-viewer' };
  const response = await fetch(`${url}${WATCH}${query}`, { headers });
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield parseJson(line);
  }
  return undefined;
}

const told = (event: Json | undefined): readonly string[] => [
  stringAt(event, 'type'),
  stringAt(event, 'object', 'metadata', 'name'),
];

async function next(events: AsyncGenerator<Json, undefined>): Promise<Json | undefined> {
  return (await events.next()).value;
}

const labelled = (from: JsonObject, labels: JsonObject): JsonObject =>
  withKey(from, 'metadata', { ...objectAt(from, 'metadata'), labels });

test('begins after the resourceVersion that it is given', async () => {
  const { store, url } = await start();
  const from = store.revision();
  store.put(VIRTUAL_SERVICES, service('mail'));
  const events = watch(url, `&resourceVersion=${String(from)}`);
  expect(told(await next(events))).toEqual(['ADDED', 'mail']);
  store.put(VIRTUAL_SERVICES, labelled(service('mail'), { team: 'blue' }));
  expect(told(await next(events))).toEqual(['MODIFIED', 'mail']);
  store.remove(VIRTUAL_SERVICES, 'shop', 'mail');
  expect(told(await next(events))).toEqual(['DELETED', 'mail']);
  await events.return(undefined);
});

test('without one it first tells what there is', async () => {
  const { url } = await start();
  const events = watch(url, '&allowWatchBookmarks=true');
  expect(told(await next(events))).toEqual(['ADDED', 'cart']);
  const bookmark = await next(events);
  expect(stringAt(bookmark, 'type')).toBe('BOOKMARK');
  const annotations = objectAt(bookmark, 'object', 'metadata', 'annotations');
  expect(annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  await events.return(undefined);
});

test('an object that leaves the selection is deleted for the watcher', async () => {
  const { store, url } = await start();
  const from = String(store.revision());
  const events = watch(url, `&labelSelector=team%3Dred&resourceVersion=${from}`);
  store.put(VIRTUAL_SERVICES, labelled(service('cart'), { team: 'blue' }));
  expect(told(await next(events))).toEqual(['DELETED', 'cart']);
  store.put(VIRTUAL_SERVICES, labelled(service('cart'), { team: 'red' }));
  expect(told(await next(events))).toEqual(['ADDED', 'cart']);
  await events.return(undefined);
});

test('a resourceVersion that is forgotten is gone', async () => {
  const { store, url } = await start(2);
  const from = store.revision();
  for (const name of ['a', 'b', 'c']) store.put(VIRTUAL_SERVICES, service(name));
  const events = watch(url, `&resourceVersion=${String(from)}`);
  const event = await next(events);
  expect(stringAt(event, 'type')).toBe('ERROR');
  expect(objectAt(event, 'object')).toMatchObject({ kind: 'Status', code: 410, reason: 'Expired' });
  expect(await next(events)).toBeUndefined();
});

test('ends when its time is over, with a bookmark', async () => {
  const { store, url } = await start();
  const from = String(store.revision());
  const query = `&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=${from}`;
  const events: Json[] = [];
  for await (const event of watch(url, query)) events.push(event);
  expect(events.map((event) => stringAt(event, 'type'))).toEqual(['BOOKMARK']);
});
