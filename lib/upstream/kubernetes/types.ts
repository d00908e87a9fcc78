import 'server-only';
import type { KubeObject } from '@/lib/domain/kube-object';

/** A kind in the version that this cluster serves. */
export interface ServedKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface ObjectList {
  readonly items: readonly KubeObject[];
  /** Of the list, to watch from. */
  readonly resourceVersion: string;
}

export interface WriteOptions {
  /** Ask for the verdict only: nothing is written. */
  readonly dryRun: boolean;
  /** The name under which the change is recorded in managedFields. */
  readonly fieldManager: string;
  /** Whether fields that the kind does not have are refused. Else they are dropped without a word. */
  readonly strict?: boolean | undefined;
}

export interface DeleteOptions {
  readonly dryRun: boolean;
  /** Nothing is deleted unless the object is still this version of itself. */
  readonly resourceVersion: string;
}

export interface AccessQuestion {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  readonly group: string;
  readonly plural: string;
  /** Absent: in all namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

export interface Person {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface ResourceRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
}

export type WatchEvent =
  | { readonly type: 'added' | 'modified' | 'deleted'; readonly object: KubeObject }
  | { readonly type: 'bookmark'; readonly resourceVersion: string };
