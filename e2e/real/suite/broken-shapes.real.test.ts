import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksSchema } from '@/lib/contract/checks';
import { findingsAmong, lineOf, objectsFrom } from '@/lib/testing/check-cases';
import { RULE_CASES } from '@/lib/testing/rule-cases/all';
import { createConsole, type Console } from '../world/console';
import { startOwnCluster, type OwnCluster } from '../world/own-cluster';
import { sleep } from '../world/processes';
import { readWorld } from '../world/world';
import { shownObjects, type ShownObjects } from './shown-objects';

/**
 * The objects of the rules' unit tests, one case after the other, in a real API server with the meshes' definitions:
 * the same must be found in them as in the unit tests, by the console's API.
 */
const world = readWorld();
const CASES = Object.entries(RULE_CASES);
/** A watch tells of a change within milliseconds. */
const WAIT_MS = 5000;
const POLL_MS = 20;

/** Broken shapes that the definitions themselves refuse, and what they say of them. See docs/checks.md. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  GA115: /backendRequest timeout cannot be longer than request timeout/,
  GA202: /Combination of port, protocol and hostname must be unique/,
};
const SHOWN = CASES.filter(([code]) => !(code in REFUSED));

let cluster: OwnCluster;
let objects: ShownObjects;
let judge: Console;

beforeAll(async () => {
  cluster = await startOwnCluster();
  objects = shownObjects(cluster.api);
  judge = await createConsole({
    ...{ name: 'console', folder: cluster.folder, server: world.server },
    ...{ prometheusUrl: world.prometheusUrl, tracingUrl: world.jaegerUrl },
    kubeconfig: cluster.api.kubeconfigs['admin'] ?? '',
  });
  await judge.program.start();
});
afterAll(async () => {
  await judge.program.stop();
  await cluster.stop();
});

async function found(): Promise<readonly string[]> {
  const answer = await fetch(`${judge.url}/api/v1/checks`);
  return checksSchema.parse(await answer.json()).findings.map(lineOf);
}

/** What is found as soon as it is so, or in the end. */
async function foundOnce(isSo: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const lines = await found();
    if (isSo(lines) || Date.now() > end) return lines;
    await sleep(POLL_MS);
  }
}

const holds = (lines: readonly string[], all: readonly string[]) =>
  all.every((line) => lines.includes(line));

/** What the unit test of a rule finds in its broken objects, of that rule. */
function expectedOf(code: string): readonly string[] {
  return findingsAmong(objectsFrom(RULE_CASES[code]?.broken ?? ''))
    .map(lineOf)
    .filter((line) => line.startsWith(`${code} `));
}

describe('a broken shape on a real API server', () => {
  // A case stays until the next is shown, and what both have in common is left as it is.
  it.each(SHOWN)('%s is found in the same object, at the same place', async (code, { broken }) => {
    const expected = expectedOf(code);
    expect(expected).not.toEqual([]);
    expect(holds(await found(), expected)).toBe(false);
    expect(await objects.show(objectsFrom(broken))).toEqual([]);
    expect(await foundOnce((lines) => holds(lines, expected))).toEqual(
      expect.arrayContaining([...expected]),
    );
  });

  it('is no longer found when it is mended', async () => {
    const [code = '', shape] = SHOWN.at(-1) ?? [];
    expect(await found()).toEqual(expect.arrayContaining([...expectedOf(code)]));
    expect(await objects.show(objectsFrom(shape?.clean ?? ''))).toEqual([]);
    expect(await foundOnce((lines) => lines.length === 0)).toEqual([]);
  });

  it.each(Object.entries(REFUSED))('%s can never be: it is refused', async (code, words) => {
    const refusals = await objects.show(objectsFrom(RULE_CASES[code]?.broken ?? ''));
    expect(refusals.map(({ reason }) => reason)).toEqual([expect.stringMatching(words)]);
    expect(holds(await found(), expectedOf(code))).toBe(false);
  });
});
