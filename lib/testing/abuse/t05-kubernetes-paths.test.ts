import { against } from '@/lib/testing/abuse/against';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { SEGMENTS } from '@/lib/testing/abuse/hostile-paths';
import { json } from '@/lib/testing/fake-upstream';
import type * as kubernetesModule from '@/lib/testing/kubernetes-client';
import type { KubernetesClient, ServedKind } from '@/lib/upstream/kubernetes/client';

const never = new AbortController().signal;

/** RFC 1123, letter by letter: what the Kubernetes API knows as names. */
function isName(text: string): boolean {
  const labels = text.split('.');
  const isLabel = (label: string) =>
    label !== '' &&
    Array.from(label).every((letter) => 'abcdefghijklmnopqrstuvwxyz0123456789-'.includes(letter)) &&
    !label.startsWith('-') &&
    !label.endsWith('-');
  return text.length <= 253 && labels.every(isLabel);
}
const isLabel = (text: string) => isName(text) && !text.includes('.') && text.length <= 63;
const isVersion = (text: string) => /^v[0-9]/.test(text) && isLabel(text);

const KIND: ServedKind = {
  group: 'networking.istio.io',
  version: 'v1',
  kind: 'VirtualService',
  plural: 'virtualservices',
  namespaced: true,
};

type Ask = (client: KubernetesClient, text: string) => Promise<unknown>;

/** Every part of a path that a name has, and what may stand there. */
const PLACES: readonly (readonly [string, (text: string) => boolean, Ask])[] = [
  ['namespace', isLabel, (client, text) => client.get(KIND, text, 'web', never)],
  ['name', isName, (client, text) => client.get(KIND, 'shop', text, never)],
  ['group', isName, (client, text) => client.list({ ...KIND, group: text }, 'shop', never)],
  ['version', isVersion, (client, text) => client.list({ ...KIND, version: text }, 'shop', never)],
  ['plural', isLabel, (client, text) => client.list({ ...KIND, plural: text }, 'shop', never)],
  ['list', isLabel, (client, text) => client.list(KIND, text, never)],
  [
    'patch',
    isName,
    (client, text) =>
      client.patch(KIND, 'shop', text, [], { dryRun: false, fieldManager: 'x' }, never),
  ],
  ['rules', isLabel, (client, text) => client.rules(text, never)],
  [
    'watch',
    isLabel,
    async (client, text) => {
      for await (const event of client.watch(KIND, text, '1', never)) return event;
      return null;
    },
  ],
];

const NAMED = PLACES.flatMap(([place, mayBe, ask]) =>
  // The empty group is the core of the API.
  SEGMENTS.filter((text) => !mayBe(text) && !(place === 'group' && text === '')).map((text) => ({
    place,
    text,
    ask,
  })),
);

const PATHS_FILE = 'lib/upstream/kubernetes/paths.ts';

describeAbuse('T5: a name that leads to another place of the Kubernetes API', {
  product: async (load) =>
    (await load<typeof kubernetesModule>('lib/testing/kubernetes-client.ts')).kubernetesClientOf,
  works: (clientOf) =>
    against(clientOf, async (client, server) => {
      server.answer(json({ metadata: { name: 'web', namespace: 'shop' } }));
      await client.get(KIND, 'shop', 'web', never);
    }),
  attack: (clientOf) =>
    against(clientOf, (client, server) =>
      tryEach(NAMED, async ({ text, ask }) => {
        await ask(client, text).catch(() => undefined);
        const [sent] = server.requests.splice(0);
        return sent === undefined ? null : `sent ${sent.method} ${sent.target} ${sent.body}`;
      }),
    ),
  atLeast: 5000,
  figure: 'F8',
  defects: [
    edit('the check of names', PATHS_FILE, 'if (isGood) return text;', 'return text;'),
    edit(
      'a grammar of namespaces that holds to its end',
      PATHS_FILE,
      '[a-z0-9])?$/;\nconst SUBDOMAIN',
      '[a-z0-9])?/;\nconst SUBDOMAIN',
    ),
    edit('the length of names', PATHS_FILE, 'name.length <= MAX_SUBDOMAIN && ', ''),
    edit(
      'the check of namespaces of rules',
      'lib/upstream/kubernetes/reviews.ts',
      'namespaceSegment(namespace)',
      'namespace',
    ),
  ],
});
