import { parse } from 'yaml';
import { resourceKey, type KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';

/** A store of whatever stands in some YAML, whose documents are parted by `---`. */
export function storeOfYaml(text: string): ObjectStore {
  const objects = text.split('\n---\n').map((each) => parse(each) as KubeObject);
  return {
    has: () => true,
    list: (kind) =>
      objects.filter(({ apiVersion, kind: own }) => {
        const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
        return resourceKey({ group, plural: pluralOf(own) }) === resourceKey(kind);
      }),
  };
}

const pluralOf = (kind: string) =>
  `${kind.toLowerCase()}s`.replace(/ys$/, 'ies').replace(/sss$/, 'sses');
