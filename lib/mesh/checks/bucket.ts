import type { KubeObject } from '@/lib/domain/kube-object';

/** The objects under one key of an index, and who looked there. */
export class Bucket<Reader> {
  readonly readers = new Set<Reader>();
  readonly #objects = new Map<string, KubeObject>();
  #listed: readonly KubeObject[] | null = null;

  /** Puts an object, or takes it away. */
  set(id: string, object: KubeObject | undefined): void {
    if (object === undefined) this.#objects.delete(id);
    else this.#objects.set(id, object);
    this.#listed = null;
  }

  /** In the order of their ids. The same array until something changes. */
  list(): readonly KubeObject[] {
    this.#listed ??= [...this.#objects]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
    return this.#listed;
  }
}
