import type { GraphView, MeshNode } from '@/lib/domain/model';
import {
  instancesOf,
  keyOf,
  nonEmpty,
  placeOf,
  type Directory,
  type Instance,
} from '@/lib/mesh/envoy/directory';
import type { Destination, EnvoyVocabulary, Labels } from '@/lib/mesh/envoy/vocabulary';
import { meshNode } from '@/lib/mesh/nodes';

/** An end of a call, with the name that callers know it by. */
export interface Reached {
  readonly node: MeshNode;
  readonly host: string;
}

/** Makes nodes of a view out of the labels of samples. */
export class Places {
  private readonly vocabulary: EnvoyVocabulary;
  private readonly directory: Directory;
  private readonly view: GraphView;

  constructor(vocabulary: EnvoyVocabulary, directory: Directory, view: GraphView) {
    this.vocabulary = vocabulary;
    this.directory = directory;
    this.view = view;
  }

  /** The node whose proxy a series is from; null when neither its scrape nor the proxy says. */
  ownerOf(labels: Labels): MeshNode | null {
    const place = placeOf(labels);
    if (place !== null && this.view === 'workload') return this.workload(place);
    const namespace = nonEmpty(labels.get('namespace'));
    const [first] = place === null ? [] : (this.directory.owners.get(keyOf(place)) ?? []);
    const owner = this.vocabulary.ownerOf(labels) ?? first;
    return namespace === undefined || owner === undefined
      ? null
      : this.named(namespace, owner.service);
  }

  /** The node that a destination means: a workload where that is certain, else its service. */
  reached(destination: Destination): Reached {
    const service = this.directory.services.get(destination.key);
    const { mesh } = this.vocabulary;
    if (service === undefined) {
      const { host } = destination;
      return { node: meshNode(mesh, { namespace: '', kind: 'external', name: host }), host };
    }
    const found = instancesOf(service, destination);
    const [only] = found;
    const namespace = (found.length === 1 ? only?.namespace : undefined) ?? service.namespace;
    const host = `${service.name}.${namespace}.svc.cluster.local`;
    if (this.view === 'workload' && only !== undefined && found.length === 1) {
      return { node: this.workload(only), host };
    }
    return { node: this.named(namespace, service.name), host };
  }

  /** What each service is in this view; see `MeshTelemetry.servedBy`. */
  servedBy(): ReadonlyMap<string, readonly MeshNode[]> {
    if (this.view === 'service') return new Map();
    return new Map(
      [...this.directory.services.values()].map(({ name, namespace, instances }) => {
        const { id } = meshNode(this.vocabulary.mesh, { namespace, kind: 'service', name });
        const isApp = this.view === 'app';
        const own = instances.map((instance) => this.workload(instance));
        return [id, isApp ? [this.named(namespace, name)] : own];
      }),
    );
  }

  /** The service nodes that calls to a workload are shown at where its service does not tell it apart. */
  frontsOf({ kind, namespace, name }: MeshNode): readonly MeshNode[] {
    if (kind !== 'workload') return [];
    const owners = this.directory.owners.get(keyOf({ namespace, workload: name })) ?? [];
    return owners.map(({ service }) => this.named(namespace, service));
  }

  /** The service in front of a workload, or nothing where several are or none is known. */
  private appOf(place: Instance): string | undefined {
    const owners = this.directory.owners.get(keyOf(place)) ?? [];
    return owners.length === 1 ? owners[0]?.service : undefined;
  }

  private workload(place: Instance): MeshNode {
    const version = this.directory.versions.get(keyOf(place));
    const { namespace, workload } = place;
    return meshNode(
      this.vocabulary.mesh,
      { namespace, kind: 'workload', name: workload },
      { app: this.appOf(place), version },
    );
  }

  /** In the view of workloads a service stands for those of them that cannot be told apart. */
  private named(namespace: string, name: string): MeshNode {
    const kind = this.view === 'app' ? 'app' : 'service';
    return meshNode(this.vocabulary.mesh, { namespace, kind, name }, { app: name });
  }
}
