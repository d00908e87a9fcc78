import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { chartKinds } from '@/deploy/helm/kinds';
import { clusterOf } from '../pod/cluster';
import { helm, oneOf, render, type Manifest } from '../pod/helm';
import { hardNamespace } from '../pod/installation';
import { deploymentSchema } from '../pod/spec';
import { readWorld } from '../world/world';

const cluster = clusterOf(readWorld());
const FOLDER = new URL('../../../deploy/helm/alidade/ci/', import.meta.url);
const SAMPLES = readdirSync(FOLDER).map((file) => {
  const values: unknown = parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  return [file.replace(/-values\.yaml$/, ''), values] as const;
});
const EVERYTHING = z.looseObject({}).parse(Object.fromEntries(SAMPLES)['everything']);

const templateSchema = z.object({ spec: z.object({ template: z.looseObject({}) }) });

/** A pod as the Deployment would make it. */
function podOf(deployment: Manifest, change: (spec: PodSpec) => unknown = (spec) => spec) {
  const { template } = templateSchema.parse(deployment).spec;
  const { namespace } = deployment.metadata;
  const spec = change(podSpecSchema.parse(template['spec']));
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'tried', namespace }, spec };
}
const podSpecSchema = z.looseObject({
  securityContext: z.looseObject({}),
  containers: z.tuple([z.looseObject({ securityContext: z.looseObject({}) })]),
});
type PodSpec = z.infer<typeof podSpecSchema>;

const mapped = (groups: unknown) => ({
  mode: 'oidc',
  oidc: { issuer: 'https://issuer.example', clientId: 'a', kubernetes: 'mapped', groups },
});

/** Panels that Grafana may frame. */
const PANELS = { enabled: true, ancestors: ['https://grafana.example'] };

const envOf = (objects: readonly Manifest[]) => {
  const { spec } = deploymentSchema.parse(oneOf(objects, 'Deployment')).spec.template;
  return Object.fromEntries(spec.containers[0].env.map(({ name, value }) => [name, value]));
};

describe('the chart with sample values', () => {
  it.each(SAMPLES)('%s: Helm finds nothing to complain about', (_, values) => {
    const { ok, errors } = helm('lint', values);
    expect(errors).not.toMatch(/WARNING|ERROR/);
    expect(ok).toBe(true);
  });

  it.each(SAMPLES)(
    '%s: the API server takes each object, and no field is unknown to it',
    async (name, values) => {
      const namespace = `chart-${name}`;
      const objects = render(namespace, values);
      await cluster.apply([hardNamespace(namespace), ...objects.filter(isNotElsewhere)]);
      const answer = await cluster.tryOut(podOf(oneOf(objects, 'Deployment')));
      // `restricted` of the Pod Security Standards; the class of priority is the platform's to make.
      if (name !== 'everything') expect(answer).toMatchObject({ status: 201 });
      else expect(JSON.stringify(answer.body)).toContain('no PriorityClass with name important');
    },
  );

  // Roles in namespaces that the demo has; the rights suite puts them there.
  const isNotElsewhere = ({ kind }: Manifest) => kind !== 'Role' && kind !== 'RoleBinding';

  it.each([
    ['escalation', { allowPrivilegeEscalation: true }, {}],
    ['capabilities', { capabilities: {} }, {}],
    ['root', {}, { runAsNonRoot: false }],
    ['no seccomp profile', {}, { seccompProfile: { type: 'Unconfined' } }],
  ])('is refused by the API server with %s, so that this was looked at', async (_, own, pod) => {
    const deployment = oneOf(render('chart-default'), 'Deployment');
    const weak = podOf(deployment, ({ containers: [container], securityContext, ...rest }) => ({
      ...rest,
      securityContext: { ...securityContext, ...pod },
      containers: [{ ...container, securityContext: { ...container.securityContext, ...own } }],
    }));
    expect(await cluster.tryOut(weak)).toMatchObject({ status: 403 });
  });
});

describe('the kinds that the chart gives rights to', () => {
  const definitionSchema = z.object({
    items: z.array(
      z.object({
        spec: z.object({
          group: z.string(),
          names: z.object({ plural: z.string() }),
          scope: z.enum(['Cluster', 'Namespaced']),
        }),
      }),
    ),
  });

  it('are in namespaces or not, as their definitions say', async () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const { items } = definitionSchema.parse(await cluster.get(path));
    const scopes = new Map(
      items.map(({ spec }) => [`${spec.names.plural}.${spec.group}`, spec.scope] as const),
    );
    const custom = chartKinds().filter(({ group }) => group !== '' && group !== 'apps');
    expect(custom.length).toBeGreaterThan(5);
    for (const { plural, group, clusterScoped } of custom) {
      const scope = scopes.get(`${plural}.${group}`);
      expect(scope, `${plural}.${group}`).toBe(clusterScoped ? 'Cluster' : 'Namespaced');
    }
  });
});

describe('the values', () => {
  it.each([
    ['an unknown value', { replica: 3 }, 'replica'],
    ['an unknown value inside', { image: { repo: 'x' } }, 'repo'],
    ['a mode that there is not', { auth: { mode: 'none' } }, 'mode'],
    ['text for a number', { replicas: '2' }, 'replicas'],
    ['no replica', { replicas: 0 }, 'replicas'],
    ['a URL of another scheme', { prometheus: { url: 'file:///etc/passwd' } }, 'url'],
    ['a URL with a password', { prometheus: { url: 'http://a:b@prometheus' } }, 'url'],
    ['a token without its Secret', { prometheus: { tokenKey: 'token' } }, 'existingSecret'],
    ['a name that is no namespace', { namespaces: ['Shop'] }, 'namespaces'],
    ['an address with a path', { publicUrl: 'https://a.example/x' }, 'publicUrl'],
    ['links for a year', { embed: { linkHours: 8760 } }, 'linkHours'],
    ['any host', { allowedHosts: ['*'] }, 'allowedHosts'],
    ['a host with a port', { allowedHosts: ['mesh.example:80'] }, 'allowedHosts'],
    ['any ancestor', { embed: { ancestors: ['*'] } }, 'ancestors'],
    ['an ancestor with a path', { embed: { ancestors: ['https://g.example/d'] } }, 'ancestors'],
    ['a port below 1024', { embed: { port: 443 } }, 'port'],
    ['the port of the console for panels', { embed: { port: 20_002 } }, 'port'],
    ['a group of no namespaces', { auth: mapped({ shop: 'some' }) }, 'groups'],
    ['no key in the Secret', { auth: { session: { key: '' } } }, 'key'],
    ['root', { runAsUser: 0 }, 'runAsUser'],
    ['a peer that is none', { networkPolicy: { from: [{ host: 'x' }] } }, 'from'],
    ['an empty peer, which is everybody', { networkPolicy: { from: [{}] } }, 'from'],
    ['a digest that is none', { image: { digest: 'latest' } }, 'digest'],
    ['a setting in small letters', { extraEnv: { path: '/' } }, 'extraEnv'],
  ])('are refused by their schema: %s', (_, values, names) => {
    const { ok, errors } = helm('template', values);
    expect(ok).toBe(false);
    expect(errors).toContain(names);
    expect(errors).toMatch(/schema|validat/i);
  });

  it.each([
    ['writes of nobody', { auth: { mode: 'anonymous' }, writes: true }, 'writes must be false'],
    ['panels for nobody', { embed: { enabled: true } }, 'embed.ancestors is needed'],
    [
      'panels of everything',
      { embed: { enabled: true, ancestors: ['https://grafana.example'] } },
      'embed.namespaces is needed',
    ],
    [
      'links of nobody',
      { auth: { mode: 'anonymous' }, embed: { ...PANELS, linkHours: 8 } },
      'embed.linkHours must be 0',
    ],
    [
      'panels whose links would lead nowhere',
      { embed: { ...PANELS, namespaces: ['shop'], host: 'panels.example' } },
      'publicUrl is needed with embed.host',
    ],
    ['an ingress without a host', { ingress: { enabled: true } }, 'ingress.host is needed'],
    [
      'a route without a gateway',
      { httpRoute: { enabled: true, host: 'a.example' } },
      'parentRefs',
    ],
    [
      'an ingress that is kept out',
      { ingress: { enabled: true, host: 'mesh.example' } },
      'networkPolicy.from is needed',
    ],
    [
      'a scraper that is kept out',
      { serviceMonitor: { enabled: true } },
      'networkPolicy.metricsFrom is needed',
    ],
    [
      'an issuer that is not named',
      { auth: { mode: 'oidc' } },
      'auth.oidc.issuer and auth.oidc.clientId are needed',
    ],
    ['groups without any', { auth: mapped({}) }, 'auth.oidc.groups is needed'],
    [
      'writes of people without rights',
      { auth: mapped({ shop: ['shop'] }), writes: true },
      'writes must be false',
    ],
    [
      'groups that meet no namespace',
      { auth: mapped({ shop: ['shop'] }), namespaces: ['warehouse'] },
      'nothing could be read',
    ],
    [
      'an account that nobody made',
      { serviceAccount: { create: false } },
      'serviceAccount.name is needed',
    ],
  ])('are refused by the templates: %s', (_, values, why) => {
    const { ok, errors } = helm('template', values);
    expect(ok).toBe(false);
    expect(errors).toContain(why);
  });

  it('let nobody in but those who are named', () => {
    const policy = oneOf(render('closed'), 'NetworkPolicy');
    expect(policy['spec']).toMatchObject({ policyTypes: ['Ingress'], ingress: [] });
  });

  it('make no budget of disruption for a single pod, which could then never be moved', () => {
    const kindsOf = (values: unknown) => render('budget', values).map(({ kind }) => kind);
    expect(kindsOf({ replicas: 1 })).not.toContain('PodDisruptionBudget');
    expect(kindsOf({ replicas: 2 })).toContain('PodDisruptionBudget');
  });

  it('let the console answer to the names by which it is reached', () => {
    const hosts = 'localhost,127.0.0.1,[::1]';
    expect(envOf(render('hosts'))).toMatchObject({ ALLOWED_HOSTS: hosts });
    expect(envOf(render('hosts', EVERYTHING))['ALLOWED_HOSTS']).toBe(
      `${hosts},mesh.example,mesh.gateway.example,panels.example,mesh.internal,[fd00::7]`,
    );
  });

  it('lead out of panels to the address of the console', () => {
    const addressesOf = (values: unknown) => {
      const { PUBLIC_URL, EMBED_URL, ALLOWED_HOSTS } = envOf(render('links', values));
      return [PUBLIC_URL, EMBED_URL, ALLOWED_HOSTS?.split(',').slice(3).join(',')];
    };
    expect(addressesOf({})).toEqual([undefined, undefined, '']);
    expect(addressesOf(EVERYTHING).slice(0, 2)).toEqual([
      'https://mesh.example',
      'https://panels.example',
    ]);
    const embed = { ...PANELS, namespaces: ['shop'], host: 'panels.example' };
    const networkPolicy = { enabled: false };
    const publicUrl = 'http://mesh.example:8080';
    expect(addressesOf({ embed, networkPolicy, publicUrl })).toEqual([
      publicUrl,
      'http://panels.example',
      'panels.example,mesh.example',
    ]);
  });

  it('let panels read in the namespaces that they show, or where links may lead', () => {
    const rolesOf = (embed: unknown, values: object = {}) =>
      render('panels', { embed, networkPolicy: { enabled: false }, ...values })
        .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
        .map(({ kind, metadata, rules }) => {
          const verbs = JSON.stringify(rules).match(/"(get|list|watch)"/g) ?? [];
          return `${kind} ${metadata.namespace ?? ''} ${[...new Set(verbs)].toSorted().join()}`;
        })
        .toSorted();
    const shown = { ...PANELS, namespaces: ['shop', 'stock'] };
    expect(rolesOf(shown)).toEqual([
      'ClusterRole  "list"',
      'Role shop "get","list"',
      'Role stock "get","list"',
    ]);
    expect(rolesOf(shown, { namespaces: ['stock', 'tills'] })).toEqual(['Role stock "get","list"']);
    expect(rolesOf({ ...PANELS, linkHours: 8 })).toEqual(['ClusterRole  "get","list"']);
    expect(rolesOf({ ...shown, linkHours: 8 }, { namespaces: ['tills'] })).toEqual([
      'Role tills "get","list"',
    ]);
    expect(rolesOf(shown, { auth: mapped({ a: ['bank'] }) })).toEqual([
      'Role bank "get","list"',
      'Role shop "get","list"',
      'Role stock "get","list"',
    ]);
  });

  it('let mapped groups read by roles in their namespaces, unless one may read all', () => {
    const rolesOf = (groups: unknown, namespaces: readonly string[] = []) =>
      render('mapped', { auth: mapped(groups), namespaces })
        .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
        .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}`);
    expect(rolesOf({ a: ['shop'], b: ['shop', 'stock'] })).toEqual(['Role shop', 'Role stock']);
    expect(rolesOf({ a: ['shop', 'stock'] }, ['stock', 'tills'])).toEqual(['Role stock']);
    expect(rolesOf({ a: ['shop'], b: 'all' })).toEqual(['ClusterRole ']);
    expect(rolesOf({ a: ['shop'], b: 'all' }, ['shop'])).toEqual(['Role shop']);
  });

  it('give the pods no token when nothing needs one', () => {
    const sourcesOf = (values: unknown) => {
      const deployment = deploymentSchema.parse(oneOf(render('tokens', values), 'Deployment'));
      const volumes = deployment.spec.template.spec.volumes;
      return volumes.flatMap(({ projected }) => projected?.sources ?? []);
    };
    const hasToken = (values: unknown) =>
      sourcesOf(values).some(({ serviceAccountToken }) => serviceAccountToken !== undefined);
    expect(hasToken({})).toBe(true);
    expect(hasToken({ namespaces: ['shop'] })).toBe(false);
    expect(hasToken({ namespaces: ['shop'], auth: { mode: 'anonymous' } })).toBe(true);
  });
});
