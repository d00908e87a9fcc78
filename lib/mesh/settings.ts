import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { objectId } from '@/lib/domain/object-ref';
import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type {
  Companion,
  ResilienceWarning,
  SectionId,
  Setting,
  SettingForm,
  SettingGroup,
} from '@/lib/domain/resilience/setting';
import { readSetting } from '@/lib/domain/resilience/setting-text';
import { refOf } from '@/lib/mesh/object-refs';

/** A setting before it is read from an object; paths are below the part that it belongs to. */
export interface SettingSpec {
  readonly label: string;
  readonly help: string;
  readonly path: string;
  readonly form: SettingForm;
  readonly absent: string;
  readonly needs?: readonly Companion[] | undefined;
  readonly excludes?: readonly string[] | undefined;
  readonly deprecated?: Setting['deprecated'];
}

export interface GroupSpec {
  readonly section: SectionId;
  readonly title: string;
  readonly applies: string;
  /** The pointer that "remove" takes away, below the part. */
  readonly block: string;
  readonly settings: readonly SettingSpec[];
}

/** The object, and the part of it, that groups are read from. */
export interface Part {
  readonly object: KubeObject;
  readonly kind: ResourceKind;
  /** Whether the object is only a template yet. */
  readonly isNew: boolean;
  readonly at: string;
  /** Fields of the part by which it is known again. */
  readonly known: readonly string[];
}

/** Reads groups of settings out of one part of an object. */
export function groupsOf(part: Part, specs: readonly GroupSpec[]): readonly SettingGroup[] {
  const { object, kind, isNew, at, known } = part;
  const ref = refOf(object, kind);
  const key = objectId(ref) + at;
  return specs.map((spec) => ({
    id: `${key}${spec.block}~${spec.section}`,
    section: spec.section,
    title: spec.title,
    applies: spec.applies,
    object: ref,
    template: isNew ? object : null,
    at,
    identity: known.map((path) => ({ path: at + path, value: valueAt(object, at + path) })),
    block: at + spec.block,
    settings: spec.settings.map((each) => settingAt(object, `${key}${each.path}`, at, each)),
  }));
}

function settingAt(object: KubeObject, id: string, at: string, spec: SettingSpec): Setting {
  const path = at + spec.path;
  const { label, help, form, absent, needs, excludes, deprecated } = spec;
  return {
    id,
    label,
    help,
    path,
    form,
    absent,
    value: readSetting(valueAt(object, path), form),
    ...(excludes !== undefined && { excludes: excludes.map((each) => at + each) }),
    ...(needs !== undefined && { needs: needs.map((need) => ({ ...need, path: at + need.path })) }),
    ...(deprecated !== undefined && {
      deprecated: { ...deprecated, to: deprecated.to === null ? null : at + deprecated.to },
    }),
  };
}

/** An object that does not exist yet. */
export function templateOf(
  kind: ResourceKind,
  version: string,
  metadata: { readonly namespace: string; readonly name: string },
  spec: Readonly<Record<string, unknown>>,
): KubeObject {
  return { apiVersion: `${kind.group}/${version}`, kind: kind.kind, metadata, spec };
}

/** A pointer into the annotations, whose names hold slashes. */
export function annotationPath(name: string): string {
  return pointerOf('metadata', 'annotations', name);
}

/** How long the tries of a request may take, beside what the request may take. */
export interface Tries {
  /** Retries beyond the first try. */
  readonly retries: number;
  readonly perTryMs: number | null;
  readonly timeoutMs: number | null;
}

/** Says when the tries of a request cannot all fit into the time that it has. */
export function triesWarning(
  { retries, perTryMs, timeoutMs }: Tries,
  where: Pick<ResilienceWarning, 'object' | 'path'> & { readonly what: string },
): readonly ResilienceWarning[] {
  if (perTryMs === null || timeoutMs === null || timeoutMs === 0 || retries < 1) return [];
  const needed = (retries + 1) * perTryMs;
  if (needed <= timeoutMs) return [];
  const message =
    `${where.what}: ${retries + 1} tries of ${perTryMs} ms take up to ${needed} ms, but the request ends ` +
    `after ${timeoutMs} ms, so that the last of them may never be made or be cut off.`;
  return [{ code: 'tries-exceed-timeout', message, object: where.object, path: where.path }];
}

/** What orders objects by age, the oldest first, and equally old ones by their names. */
export function ageOf({ metadata }: KubeObject): string {
  return `${metadata.creationTimestamp ?? ''} ${metadata.namespace ?? ''}/${metadata.name}`;
}
