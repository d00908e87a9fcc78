import type { Page } from '@playwright/test';

/** A page of the console, and what brings out everything that it shows. */
export interface HostileView {
  readonly name: string;
  /** `TRACE` stands for the id of a trace that there is. */
  readonly path: string;
  /** Ids that the address names, which therefore stay as they are. */
  readonly keep?: readonly string[];
  readonly act?: (page: Page) => Promise<void>;
  /** At least so many different payloads are shown on it; three in four unless it says otherwise. */
  readonly least?: number;
}

/** Stands in a path for the id of a trace. */
export const TRACE = '{trace}';

const USERS = 'Kubernetes/shop/service/user-service';
const USERS_V1 = 'Kubernetes/shop/workload/user-service-v1';

const SPLIT_OBJECT = 'networking.istio.io~virtualservices~VirtualService~shop~user-service';

/** Moves over the drawing of the graph, so that what is under the pointer says what it is. */
async function hoverDrawing(page: Page): Promise<void> {
  const box = await page.getByRole('application').boundingBox();
  if (box === null) throw new Error('the graph is not drawn');
  for (let step = 1; step < 12; step += 1) {
    await page.mouse.move(box.x + (box.width * step) / 12, box.y + (box.height * step) / 12);
    await page.mouse.move(box.x + (box.width * step) / 12, box.y + box.height / 2);
  }
}

async function selectFirst(page: Page, tab: RegExp): Promise<void> {
  await page.getByRole('tab', { name: tab }).click();
  await page.getByRole('rowheader').first().getByRole('button').first().click();
  await page.getByRole('region', { name: /^Selected/ }).waitFor();
}

const CANNED_PREVIEW = {
  patch: [{ op: 'replace', path: '/spec/http/0/route/0/weight', value: 'fifty' }],
  before: 'kind: VirtualService\nmetadata:\n  annotations:\n    link: there\nweight: 90\n',
  after: 'kind: VirtualService\nmetadata:\n  annotations:\n    link: elsewhere\nweight: 50\n',
  dryRun: { verdict: 'refused', reason: 'the webhook does not like it', causes: [] },
  warnings: [{ code: 'some', message: 'mind the gap' }],
};

/** Panels that draw have few texts. */
const PAYLOADS_OF_A_PANEL = 40;

/** Every page of the console with each of its faces. */
export const VIEWS: readonly HostileView[] = [
  { name: 'the overview in cards', path: '/' },
  { name: 'the overview in rows', path: '/?layout=rows' },
  { name: 'the meshes', path: '/meshes' },
  { name: 'the graph', path: '/graph?list=true', act: hoverDrawing },
  {
    name: 'a node of the graph',
    path: '/graph?list=true',
    act: (page) => selectFirst(page, /Nodes/),
  },
  {
    name: 'a call of the graph',
    path: '/graph?list=true&label=p95',
    act: (page) => selectFirst(page, /Calls/),
  },
  { name: 'the services', path: '/services' },
  ...['signals', 'traffic', 'pods', 'configuration'].flatMap((tab) => [
    {
      name: `the ${tab} of a service`,
      path: `/services/shop/user-service?tab=${tab}`,
      keep: [USERS],
    },
    {
      name: `the ${tab} of a workload`,
      path: `/workloads/shop/user-service-v1?tab=${tab}`,
      keep: [USERS_V1],
    },
  ]),
  { name: 'the search for traces', path: '/traces?service=orders.shop&lookback=1h' },
  {
    name: 'a trace and a span of it',
    path: `/traces/${TRACE}`,
    async act(page) {
      await page.getByRole('treegrid', { name: 'Spans' }).getByRole('row').nth(1).click();
      await page.getByRole('region', { name: 'Span', exact: true }).waitFor();
    },
  },
  {
    name: 'the sums of a trace',
    path: `/traces/${TRACE}`,
    act: (page) => page.getByRole('tab', { name: 'Statistics' }).click(),
  },
  { name: 'the practices', path: '/practices?open=shop', keep: ['shop'] },
  { name: 'the objects', path: '/configuration' },
  { name: 'the security', path: '/security' },
  {
    name: 'an object',
    path: `/configuration/${SPLIT_OBJECT}`,
    keep: [SPLIT_OBJECT],
    least: PAYLOADS_OF_A_PANEL,
  },
  { name: 'the splits', path: '/traffic' },
  {
    name: 'a split and its preview',
    path: '/traffic?split=istio~shop~user-service~http~1',
    async act(page) {
      await page.getByRole('button', { name: '50 / 50', exact: true }).click();
      await page.getByRole('button', { name: 'Preview…', exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'the panel of the graph',
    path: '/embed/graph?var-namespace=shop',
    act: hoverDrawing,
    least: PAYLOADS_OF_A_PANEL,
  },
  {
    name: 'the panel of signals',
    path: '/embed/signals?var-namespace=shop&var-workload=user-service-v1',
    keep: [USERS_V1],
    least: PAYLOADS_OF_A_PANEL,
  },
  { name: 'the panel of splits', path: '/embed/splits?var-namespace=shop' },
  {
    name: 'the panel of traces',
    path: '/embed/traces?var-namespace=shop&var-workload=user-service-v1',
    keep: [USERS_V1],
  },
  { name: 'the panel of a trace', path: `/embed/trace?var-trace=${TRACE}` },
  // Before anybody is known, nothing of the API is shown.
  { name: 'the sign-in', path: '/sign-in', least: 0 },
];

/** Answers that depend on what the page sends, which hostile names would make fail. */
export const CANNED: readonly (readonly [RegExp, unknown])[] = [[/\/preview$/, CANNED_PREVIEW]];
