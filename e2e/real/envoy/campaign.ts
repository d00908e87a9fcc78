import { sleep } from '../world/processes';
import { sendGrpc, sendHttp, sendTcp, type Outcomes } from './load';
import type { ServiceName, Town } from './town';

/** How long `shelf` takes to answer, in the middle of the bucket from 100 to 250 ms. */
const SHELF_MS = 120;
export const SENT_BYTES = 1_000;

/** How many requests each service is sent. */
export const TIMES: Readonly<Record<ServiceName, number>> = {
  shelf: 600,
  rates: 200,
  loans: 200,
  ledger: 400,
  slow: 80,
  gone: 200,
  db: 100,
};

/** Of 20 calls of `ledger`, how they end: INTERNAL is the server's fault, NOT_FOUND the caller's. */
const STATUSES = [13, 13, 5, ...Array.from({ length: 17 }, () => 0)];

export type Report = Readonly<Record<ServiceName, Outcomes>>;

let round = 0;

/** Sends every service its share of the load, and tells how each request ended for the one who sent it. */
export async function sendLoad(
  { portOf }: Pick<Town, 'portOf'>,
  timesOf: (service: ServiceName) => number,
): Promise<Report> {
  round += 1;
  const key = `${process.pid}-${round}`;
  const http = (service: ServiceName, path: (i: number) => string, lines?: number) =>
    sendHttp(portOf(service), timesOf(service), path, lines);
  const [shelf, rates, loans, ledger, slow, gone, db] = await Promise.all([
    http('shelf', (i) => `/${i % 20 === 0 ? 500 : 200}/${SHELF_MS}`),
    http('rates', (i) => `/${i % 4 === 0 ? 404 : 200}`),
    // Of every second request the first try fails. Envoy tries no more than three again at a time.
    http('loans', (i) => (i % 2 === 0 ? `/flaky/${key}-${i}` : '/200'), 3),
    sendGrpc(portOf('ledger'), timesOf('ledger'), (i) => STATUSES[i % STATUSES.length] ?? 0),
    // A quarter never gets an answer in time.
    http('slow', (i) => (i % 4 === 0 ? '/200/1500' : '/200')),
    http('gone', () => '/200'),
    sendTcp(portOf('db'), timesOf('db'), SENT_BYTES),
  ]);
  return { shelf, rates, loans, ledger, slow, gone, db };
}

/** Makes every counter exist: Prometheus sees no growth in the first sample of a series. */
export async function warmUp(town: Town): Promise<void> {
  // One request in 200 answers badly at the version that gets one in ten.
  for (let i = 0; i < 10 || town.got('shelf-v2') < 40; i += 1) {
    await sendLoad(town, (service) => (service === 'shelf' ? 80 : 20));
    if (i > 30) throw new Error('the small version gets next to nothing');
  }
  // So long that the window of the load begins after it, see the suite.
  await sleep(14_000);
}
