import type { Config } from '@/lib/server/config/config';
import type * as readConfigModule from '@/lib/server/config/read-config';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { configFiles, type FilesByPath } from '@/lib/server/testing/config-files';

const GOOD_KEY = 'q8Vn3ZrY1kT6wPzL0hXcJ5sBfD2uGmEaRi9oQx7Nv4C=';
const KUBE = { '/kube': { text: 'x' } };
const TOKEN = { AUTH: 'token', SESSION_KEY_FILE: '/key', KUBECONFIG: '/kube' };
const LINKS = {
  EMBED_LINK_HOURS: '8',
  EMBED_ANCESTORS: 'https://grafana.example',
  SESSION_KEY_FILE: '/key',
};
const OIDC = {
  ...TOKEN,
  AUTH: 'oidc',
  OIDC_ISSUER: 'https://issuer.example',
  OIDC_CLIENT_ID: 'alidade',
  OIDC_CLIENT_SECRET_FILE: '/secret',
};

interface Start {
  readonly env: Readonly<Record<string, string>>;
  readonly files: FilesByPath;
  /** The setting that has to be named. */
  readonly names: string;
}

/** Texts that are no key: none, too short, out of a file that everybody has read, without chance in them. */
const NO_KEYS = [
  ...['', '\n\n', 'x', 'kiali', 'secret', 'hunter2hunter2', 'q8Vn3ZrY1kT6wPzL0hXcJ5sBfD2uGmE'],
  ...['a'.repeat(64), 'ab'.repeat(40), '0123456789abcdef'.repeat(4), 'abc123XYZ!?_'.repeat(4)],
  ...['\u0000'.repeat(32), '\u0000'.repeat(4096), '\u00ff\u0001'.repeat(64)],
  ...['please-change-me-in-production-Zk81', 'CHANGEME-CHANGEME-q8Vn3ZrY1kT6wPzL0hXc'],
  ...['my-password-is-longer-than-32-bytes-Zq', 'this-is-the-default-signing-key-Zq81x'],
  ...['example-key-do-not-use-in-production-1', '<insert your key here, 32 bytes or more>'],
  ...[`${GOOD_KEY}\nshort`, `short\n${GOOD_KEY}`, `${GOOD_KEY}\n${'z'.repeat(64)}`],
];

const ATTACKS: readonly Start[] = [
  ...NO_KEYS.flatMap((text) =>
    [TOKEN, LINKS, OIDC].map((env) => ({
      env,
      files: { ...KUBE, '/secret': { text: 'S3cr3t-of-the-client' }, '/key': { text } },
      names: 'SESSION_KEY_FILE',
    })),
  ),
  { env: TOKEN, files: KUBE, names: 'SESSION_KEY_FILE' },
  { env: { ...TOKEN, SESSION_KEY_FILE: '' }, files: KUBE, names: 'SESSION_KEY_FILE' },
  { env: { ...LINKS, SESSION_KEY_FILE: '' }, files: {}, names: 'SESSION_KEY_FILE' },
  ...['', ' ', '\n\t\n'].map((text) => ({
    env: OIDC,
    files: { ...KUBE, '/key': { text: GOOD_KEY }, '/secret': { text } },
    names: 'OIDC_CLIENT_SECRET_FILE',
  })),
  {
    env: OIDC,
    files: { ...KUBE, '/key': { text: GOOD_KEY } },
    names: 'OIDC_CLIENT_SECRET_FILE',
  },
  ...[{}, { '/token': { text: '' } }].map((files) => ({
    env: { PROMETHEUS_URL: 'http://p', PROMETHEUS_TOKEN_FILE: '/token' },
    files,
    names: 'PROMETHEUS_TOKEN_FILE',
  })),
  ...[{}, { '/kube': { text: '' } }].map((files) => ({
    env: { KUBECONFIG: '/kube' },
    files,
    names: 'KUBECONFIG',
  })),
];

type Product = Pick<typeof readConfigModule, 'readConfig'>;
const READ = 'lib/server/config/read-config.ts';
const KEYS = 'lib/server/config/session-keys.ts';
const CHECKER = 'lib/server/config/checker.ts';

/** Why it does not start; a configuration when it does. By name: each copy of the product has its own class. */
function start({ readConfig }: Product, { env, files }: Omit<Start, 'names'>): string | Config {
  try {
    return readConfig(env, configFiles(files));
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigError') return error.message;
    throw error;
  }
}

const GOOD_FILES = {
  ...KUBE,
  '/key': { text: `${GOOD_KEY}\n` },
  '/secret': { text: 'S3cr3t-of-the-client\n' },
};

const product = (load: <Module>(path: string) => Promise<Module>) =>
  load<typeof readConfigModule>(READ);

function works(loaded: Product): void {
  for (const env of [TOKEN, LINKS, OIDC]) {
    const config = start(loaded, { env, files: GOOD_FILES });
    if (typeof config === 'string') throw new Error(`a good key is refused: ${config}`);
    if (config.sessionKeys().length !== 1) throw new Error('a good key is not read');
  }
}

describeAbuse<Product>('T21: a start with a secret that is weak, or is none', {
  product,
  works,
  attack: (loaded) =>
    tryEach(ATTACKS, (attack) => {
      const end = start(loaded, attack);
      if (typeof end !== 'string') return 'it started';
      if (!end.includes(`${attack.names}: `)) return `is told as ${end}`;
      const repeated = Object.values(attack.files).find(
        ({ text }) => text.trim().length > 8 && end.includes(text.trim()),
      );
      return repeated === undefined ? null : `the secret is told: ${end}`;
    }),
  atLeast: 70,
  defects: [
    edit('a least length', KEYS, 'if (material.length < MIN_BYTES)', 'if (material.length < 0)'),
    edit('a look for repetitions', KEYS, ' || repeats(material)', ''),
    edit(
      'a count of different bytes, and a look for repetitions',
      KEYS,
      'new Set(material).size < MIN_DISTINCT_BYTES || repeats(material)',
      'false',
    ),
    edit(
      'a look for what a file of examples says',
      KEYS,
      "LOOKS_LIKE_A_DEFAULT.test(material.toString('latin1'))",
      'false',
    ),
    edit('keys that are all looked at', KEYS, 'keys.entries()', '[...keys.entries()].slice(0, 1)'),
    edit('refusal of no key at all', KEYS, "return 'is empty';", 'return [];'),
    edit(
      'keys that are needed',
      READ,
      'if (path === undefined) {',
      'if (path === undefined) return NO_KEYS;\n  if (path === "") {',
    ),
    edit(
      'a look at files that are empty',
      CHECKER,
      'if (content.length > 0) return content;',
      'if (content.length >= 0) return content;',
    ),
    edit(
      'a look at files that are not there',
      CHECKER,
      "this.refuse(name, 'the file cannot be read');",
      '',
    ),
    edit(
      'a client’s secret that is one',
      'lib/server/config/read-oidc.ts',
      "if (initial.secret === '') checker.refuse(name, EMPTY);",
      '',
    ),
  ],
});

/** Permission bits with which every user of the machine may read. */
const OPEN_MODES = [0o604, 0o644, 0o664, 0o666, 0o777, 0o744];

describeAbuse<Product>('T21: a secret that every user of the machine can read', {
  product,
  works,
  attack: (loaded) =>
    tryEach(
      OPEN_MODES.flatMap((mode) => Object.keys(GOOD_FILES).map((path) => ({ mode, path }))),
      ({ mode, path }) => {
        const all = new Map(Object.entries(GOOD_FILES));
        const files = Object.fromEntries(
          [...all].map(([each, { text }]) => [each, each === path ? { text, mode } : { text }]),
        );
        const config = start(loaded, { env: OIDC, files });
        if (typeof config === 'string') return `does not start: ${config}`;
        return config.warnings.length === 1 ? null : 'nobody is warned';
      },
    ),
  atLeast: 18,
  defects: [edit('the look at who may read it', CHECKER, '& 0o004) !== 0', '& 0o004) === 8')],
});
