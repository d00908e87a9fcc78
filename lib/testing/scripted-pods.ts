import type { ServerResponse } from 'node:http';

/** The kind that scripted pods are of, as it is asked for. */
export const PODS = { group: '', plural: 'pods', kind: 'Pod', versions: ['v1'] };

/** What a watch is told whose version is older than what the API server remembers. */
export const EXPIRED = JSON.stringify({
  type: 'ERROR',
  object: {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: 410,
    reason: 'Expired',
    message: 'too old resource version: 1 (5)',
  },
});

/** Pods, and what the API server remembers of how they came to be. */
function createHistory() {
  const held = new Map<string, object>();
  const events: { version: number; line: string }[] = [];
  let version = 1;
  let oldest = 0;
  return {
    held,
    version: () => version,
    /** Changes a pod; gives the line that tells of it. */
    change(type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string): string {
      version += 1;
      const object = { metadata: { name, namespace: 'shop', resourceVersion: String(version) } };
      if (type === 'DELETED') held.delete(name);
      else held.set(name, object);
      const line = `${JSON.stringify({ type, object })}\n`;
      events.push({ version, line });
      return line;
    },
    /** The lines after a version; null when that is too old. */
    since: (from: number): readonly string[] | null =>
      from < oldest ? null : events.filter((e) => e.version > from).map(({ line }) => line),
    forget() {
      oldest = version;
      events.length = 0;
    },
  };
}

/** The pods of a cluster whose history the test writes, and which breaks off when told to. */
export function scriptedPods() {
  const history = createHistory();
  const watches = new Set<ServerResponse>();
  let refuse: [number, string] | null = null;
  let isMute = false;
  const { held } = history;
  const write = (line: string) => {
    for (const watch of watches) watch.write(line);
  };

  function watch(from: number, response: ServerResponse) {
    const missed = history.since(from);
    if (missed === null) {
      response.end(`${EXPIRED}\n`);
      return;
    }
    response.writeHead(200).flushHeaders();
    if (isMute) return;
    for (const line of missed) response.write(line);
    watches.add(response);
    response.on('close', () => watches.delete(response));
  }

  return {
    watches,
    put: (name: string) => write(history.change(held.has(name) ? 'MODIFIED' : 'ADDED', name)),
    delete: (name: string) => {
      if (held.has(name)) write(history.change('DELETED', name));
    },
    names: () => [...held.keys()].toSorted(),
    say: (line: string) => write(`${line}\n`),
    breakOff: () => {
      for (const each of watches) each.socket?.resetAndDestroy();
      watches.clear();
    },
    endWatches: () => {
      for (const each of watches) each.end();
      watches.clear();
    },
    forgetHistory: () => history.forget(),
    /** From now on watches are opened, and told nothing. */
    mute: () => {
      isMute = true;
    },
    refuse: (answer: [number, string] | null) => {
      refuse = answer;
    },
    serve: ({ target }: { target: string }, response: ServerResponse) => {
      const url = new URL(target, 'http://x');
      if (refuse !== null) refuseWith(refuse, response);
      else if (url.pathname === '/api/v1') response.end(JSON.stringify(SERVED));
      else if (url.searchParams.get('watch') === 'true') {
        watch(Number(url.searchParams.get('resourceVersion')), response);
      } else {
        const metadata = { resourceVersion: String(history.version()) };
        response.end(JSON.stringify({ metadata, items: [...held.values()] }));
      }
    },
  };
}

const SERVED = { resources: [{ name: 'pods', kind: 'Pod', namespaced: true }] };

function refuseWith([code, reason]: [number, string], response: ServerResponse): void {
  const body = { kind: 'Status', code, reason, message: reason };
  response.writeHead(code).end(JSON.stringify(body));
}
