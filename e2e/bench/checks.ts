import type { KubeObject } from '../../lib/domain/kube-object';
import { CheckEngine } from '../../lib/mesh/checks/engine';
import {
  ALL_KINDS,
  ALL_KNOWN,
  ALL_RULES,
  objectsFrom,
  storeOfObjects,
} from '../../lib/testing/check-cases';
import { ISTIO_SHAPES } from '../../lib/testing/sample-shapes/istio';
import { OTHER_SHAPES } from '../../lib/testing/sample-shapes/others';
import { atMost, median, milliseconds, quantile, ratio, type Row } from './report';

const OBJECTS = 5000;
const MOST_COLD_MS = 1000;
const MOST_CHANGE_MS = 10;
const RUNS = 5;
const CHANGES = 200;

/** Shops of every mesh, each in a namespace of its own, until there are enough objects. */
function manyObjects(): KubeObject[] {
  const shapes = Object.values({ ...ISTIO_SHAPES, ...OTHER_SHAPES });
  const found = new Map<string, KubeObject>();
  for (let copy = 0; found.size < OBJECTS; copy += 1) {
    for (const [i, shape] of shapes.entries()) {
      const namespace = `shop-${i}-${copy}`;
      for (const object of objectsFrom(shape)) {
        // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- what was an object still is
        const moved: KubeObject = JSON.parse(
          JSON.stringify(object).replaceAll(/\bshop\b/g, namespace),
        );
        const { kind, apiVersion, metadata } = moved;
        const key = `${kind} ${apiVersion} ${metadata.namespace ?? ''}/${metadata.name}`;
        found.set(key, withVersion(moved, found.size));
      }
    }
  }
  return [...found.values()].slice(0, OBJECTS);
}

function withVersion(object: KubeObject, version: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version + 1) } };
}

/** Gives the time that the processor was at it, in milliseconds: other work on the machine does not count. */
function judged(engine: CheckEngine, objects: readonly KubeObject[]): number {
  const store = storeOfObjects(objects);
  const started = process.cpuUsage();
  engine.update(store, ALL_KNOWN);
  engine.settle();
  engine.findings();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** All rules over many objects from nothing, and again after one of them has changed. */
export function benchChecks(): Row[] {
  const objects = manyObjects();
  const cold = median(
    Array.from({ length: RUNS }, () => judged(new CheckEngine(ALL_RULES, ALL_KINDS), objects)),
  );
  const engine = new CheckEngine(ALL_RULES, ALL_KINDS);
  judged(engine, objects);
  const changes = Array.from({ length: CHANGES }, (_, i) => {
    const at = Math.floor((i * objects.length) / CHANGES);
    const changed = objects[at];
    if (changed !== undefined) objects[at] = withVersion(changed, OBJECTS + i);
    return judged(engine, objects);
  });
  const [middle, slow] = [median(changes), quantile(changes, 0.95)];
  return [
    {
      what: `${ALL_RULES.length} rules over ${objects.length} objects of every mesh, from nothing`,
      ours: milliseconds(cold),
      beside: '–',
      ratio: '–',
      aim: atMost(MOST_COLD_MS, cold, milliseconds(MOST_COLD_MS)),
    },
    {
      what: 'the same after one object has changed (any of them)',
      ours: `${milliseconds(middle)} (p95 ${milliseconds(slow)})`,
      beside: `from nothing ${milliseconds(cold)}`,
      ratio: ratio(middle / cold),
      aim: atMost(MOST_CHANGE_MS, middle, milliseconds(MOST_CHANGE_MS)),
    },
  ];
}
