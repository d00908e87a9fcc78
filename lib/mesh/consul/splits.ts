import type { KubeObject } from '@/lib/domain/kube-object';
import type { Split } from '@/lib/domain/split';
import { sharesOf } from '@/lib/domain/weights';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { catalogueOf, entryOf, protocolOf, type Catalogue } from '@/lib/mesh/consul/catalogue';
import { SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { routingOf } from '@/lib/mesh/consul/router';
import { warningsOf } from '@/lib/mesh/consul/split-warnings';
import { candidatesOf, elementOf, targetOf } from '@/lib/mesh/consul/targets';
import { CONSUL_WEIGHTS } from '@/lib/mesh/consul/weights';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { ownerOf } from '@/lib/mesh/owner';

const SPLITS_PATH = '/spec/splits';

/** Reads the choice of every ServiceSplitter: between several targets, or a single one that has others. */
export function splits(objects: ObjectStore): readonly Split[] {
  const catalogue = catalogueOf(objects);
  return catalogue.splitters
    .map((splitter) => splitOf(splitter, catalogue))
    .filter(({ targets, candidates }) => targets.length + candidates.length > 1);
}

function splitOf(splitter: KubeObject, catalogue: Catalogue): Split {
  const { metadata, apiVersion, spec } = splitter;
  const { name, namespace = '' } = metadata;
  const [group = '', version = ''] = apiVersion.split('/');
  const elements = listOf(fieldsOf(spec)['splits']).map((each) => elementOf(fieldsOf(each), name));
  const weights = elements.map(({ weight }) => weight);
  const shares = sharesOf(weights, CONSUL_WEIGHTS);
  const targets = elements.map((element, i) =>
    targetOf(element, shares[i] ?? null, namespace, catalogue),
  );
  const routing = routingOf(name, entryOf(catalogue.routers, name, namespace));
  const protocol = protocolOf(catalogue, name, namespace);
  return {
    id: ['consul', namespace, name].join('~'),
    mesh: 'consul',
    carrier: {
      group,
      version,
      kind: SERVICE_SPLITTER.kind,
      plural: SERVICE_SPLITTER.plural,
      namespace,
      name,
      path: SPLITS_PATH,
      resourceVersion: metadata.resourceVersion ?? '',
    },
    protocol: protocol === 'grpc' || protocol === 'tcp' ? protocol : 'http',
    hosts: [name],
    match: routing.match,
    targets,
    candidates: candidatesOf(elements, namespace, catalogue),
    arithmetic: CONSUL_WEIGHTS,
    owner: ownerOf(splitter),
    warnings: warningsOf({ splitter, elements, targets, routing, protocol, catalogue }),
  };
}
