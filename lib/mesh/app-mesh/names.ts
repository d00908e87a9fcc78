/** A VirtualNode as AWS names it: `<name>_<namespace>` unless its `awsName` says otherwise. */
export interface NodeName {
  readonly name: string;
  /** Absent where the name was given by hand. */
  readonly namespace?: string | undefined;
}

/** Takes an AWS name apart. Names of Kubernetes have no underscore, so that the last one is between them. */
export function readNodeName(awsName: string): NodeName {
  const at = awsName.lastIndexOf('_');
  if (at <= 0) return { name: awsName };
  return { name: awsName.slice(0, at), namespace: awsName.slice(at + 1) };
}

/** Where an Envoy cluster leads, as far as its name tells. */
export interface ClusterName {
  /** `<mesh>_<aws name of the node>`: the underscores between are not to be told from those within. */
  readonly key: string;
  readonly host: string;
  readonly protocol: string;
}

/**
 * Reads `cds_<direction>_<mesh>_<aws name>_<protocol>_<port>`; null for a cluster of another kind.
 *
 * The end is certain, and the beginning. What is between is compared whole with what proxies say of
 * themselves; only the host of a node that no proxy is of has to be guessed from it.
 */
export function readCluster(name: string, direction: 'egress' | 'ingress'): ClusterName | null {
  const pattern = new RegExp(`^cds_${direction}_(.+)_(http|http2|grpc|tcp)_\\d+$`);
  const [, key, protocol] = pattern.exec(name) ?? [];
  if (key === undefined || protocol === undefined) return null;
  const { name: rest, namespace } = readNodeName(key);
  const node = rest.slice(rest.lastIndexOf('_') + 1);
  const host = namespace === undefined ? key : `${node}.${namespace}.svc.cluster.local`;
  return { key, host, protocol };
}
