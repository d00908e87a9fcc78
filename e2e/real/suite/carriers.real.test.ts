import type { Browser, Page, Route } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SplitDto } from '@/lib/contract/splits';
import { readWorld } from '../world/world';
import { launchBrowser } from './browser';
import { checkConflict, checkMove, checkRefusal } from './carrier-checks';
import {
  applyByConsole,
  previewByConsole,
  splitsOf,
  stored,
  writeLabel,
  writeSpec,
} from './splits-api';

const world = readWorld();

/** Everything that can hold weights: group, plural, and what is split. */
const CARRIERS = [
  ['networking.istio.io', 'virtualservices', 'http'],
  ['networking.istio.io', 'virtualservices', 'tcp'],
  ['networking.istio.io', 'virtualservices', 'tls'],
  ['gateway.networking.k8s.io', 'httproutes', 'http'],
  ['gateway.networking.k8s.io', 'grpcroutes', 'grpc'],
  ['gateway.networking.k8s.io', 'tcproutes', 'tcp'],
  ['gateway.networking.k8s.io', 'tlsroutes', 'tls'],
  ['policy.linkerd.io', 'httproutes', 'http'],
  ['split.smi-spec.io', 'trafficsplits', 'http'],
  ['linkerd.io', 'serviceprofiles', 'grpc'],
  ['consul.hashicorp.com', 'servicesplitters', 'http'],
  ['appmesh.k8s.aws', 'virtualrouters', 'http'],
] as const;

let browser: Browser;
let splits: readonly SplitDto[];
const touched = new Map<string, readonly [SplitDto, unknown]>();

beforeAll(async () => {
  browser = await launchBrowser();
  splits = await splitsOf(world.consoleUrl);
});

afterAll(async () => {
  for (const [split, spec] of touched.values()) await writeSpec(split, spec);
  await browser.close();
});

const ofCarrier = (group: string, plural: string, protocol: string) =>
  splits.filter(
    ({ carrier, protocol: own, owner, writable, targets }) =>
      owner.kind === 'hand' &&
      carrier.group === group &&
      carrier.plural === plural &&
      own === protocol &&
      writable.allowed &&
      targets.length >= 2 &&
      targets.some(({ weight }) => (weight ?? 0) > 0),
  );

function splitOf(group: string, plural: string, protocol: string): SplitDto {
  const [found] = ofCarrier(group, plural, protocol);
  if (found === undefined) throw new Error(`no split of ${protocol} in ${plural}.${group}`);
  return found;
}

/** The split, which is put back at the end as it was at first. */
async function kept(split: SplitDto): Promise<SplitDto> {
  if (!touched.has(split.id)) touched.set(split.id, [split, (await stored(split)).spec]);
  return split;
}

describe.each(CARRIERS)('a split in %s %s (%s), on the real API server', (...carrier) => {
  it('is moved by its slider: first a dry run, then the weights and nothing else', async () => {
    await checkMove(browser, await kept(splitOf(...carrier)));
  });

  it('loses nothing when somebody else writes between preview and apply', async () => {
    await checkConflict(browser, await kept(splitOf(...carrier)));
  });

  it('is left alone, with the reason in words, when the weights break a rule', async () => {
    await checkRefusal(await kept(splitOf(...carrier)));
  });
});

/** What shows that the checks above would see a defect: each fails by an assertion, on one carrier. */
describe('a planted defect', () => {
  const isSeen = { name: 'AssertionError' };
  const aSplit = () => kept(splitOf(...CARRIERS[0]));

  it('is seen: a preview without a dry run', async () => {
    const split = await aSplit();
    const { resourceVersion } = await stored(split);
    const earlier = await previewByConsole(world.consoleUrl, split, {
      ...{ resourceVersion, targets: split.targets.map(intended) },
    });
    const plant = (page: Page) =>
      page.route('**/api/v1/splits/*/preview', (route) => route.fulfill({ json: earlier }));
    await expect(checkMove(browser, split, plant)).rejects.toMatchObject(isSeen);
  });

  it('is seen: a change that writes more than weights', async () => {
    const split = await aSplit();
    const plant = (page: Page) =>
      whenApplied(page, async (route) => {
        const response = await route.fetch();
        await writeLabel(split, 'planted', 'true');
        await route.fulfill({ response });
      });
    await expect(checkMove(browser, split, plant)).rejects.toMatchObject(isSeen);
    await writeLabel(split, 'planted', null);
  });

  it('is seen: a console that forgets which version it has read', async () => {
    const split = await aSplit();
    const plant = async (page: Page) => {
      // Nothing is heard of the other's change before it is overwritten.
      await page.route('**/api/v1/**', (route) =>
        route.request().method() === 'GET' ? route.abort() : route.fallback(),
      );
      await whenApplied(page, async (route) => {
        const { resourceVersion } = await stored(split);
        const body: unknown = route.request().postDataJSON();
        await route.continue({ postData: JSON.stringify({ ...Object(body), resourceVersion }) });
      });
    };
    await expect(checkConflict(browser, split, plant)).rejects.toMatchObject(isSeen);
  });

  it('is seen: wrong weights that are taken', async () => {
    const taken = () => Promise.resolve({ status: 200, body: {} });
    await expect(checkRefusal(await aSplit(), taken)).rejects.toMatchObject(isSeen);
  });

  it('is seen: a refusal that writes all the same', async () => {
    const split = await aSplit();
    const apply: typeof applyByConsole = async (...given) => {
      const answer = await applyByConsole(...given);
      await writeLabel(split, 'planted', 'true');
      return answer;
    };
    await expect(checkRefusal(split, apply)).rejects.toMatchObject(isSeen);
    await writeLabel(split, 'planted', null);
  });
});

const intended = ({ host, subset, port, weight }: SplitDto['targets'][number]) => ({
  ...{ host, ...(subset !== undefined && { subset }), ...(port !== undefined && { port }) },
  weight: weight ?? 0,
});

/** Does something in place of sending a change on. */
function whenApplied(page: Page, handle: (route: Route) => Promise<void>): Promise<unknown> {
  return page.route('**/api/v1/splits/*', (route) =>
    route.request().method() === 'PATCH' ? handle(route) : route.fallback(),
  );
}
