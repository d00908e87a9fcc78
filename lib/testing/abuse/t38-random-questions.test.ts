import { MESHES } from '@/lib/mesh/registry';
import { attackedRoutes, type AttackedRoutes } from '@/lib/server/testing/attacked-routes';
import { fakePrometheus } from '@/lib/server/testing/fake-prometheus';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { sized } from '@/lib/testing/figures';
import { seeded } from '@/lib/testing/graph-fixture';
import { PLAIN_READS, randomQuestions } from '@/lib/testing/random-questions';

/** Where the figures of the page itself are not of the API, and one route leaves the console. */
const ROUTES = PLAIN_READS.filter(
  ({ path }) => path.startsWith('/api/v1/') && !path.endsWith('/callback'),
);

const NODE = ['c/shop/workload/web', 'c/shop/service/web'];
const EDGE = ['c/shop/workload/web>c/shop/service/db>http'];

/** A refusal that says that something is not there is as it should be; a fault of ours is not. */
async function faultIn(response: Response): Promise<string | null> {
  const text = await response.text();
  if (response.status < 500) return null;
  return text.includes('urn:alidade:problem:not-configured') ? null : `${response.status} ${text}`;
}

describeAbuse<AttackedRoutes>('T38: random questions to every read', {
  product: (load) =>
    attackedRoutes(
      load,
      ROUTES.map(({ path }) => path),
      { upstreams: { prometheus: fakePrometheus() }, meshes: MESHES },
    ),
  async works(routes) {
    if ((await routes.get('/api/v1/graph', '')).status !== 200) throw new Error('no graph');
  },
  attack(routes) {
    const next = randomQuestions(seeded(20_261_130), { node: NODE, edge: EDGE }, ROUTES);
    const questions = Array.from({ length: sized(2_000, 100_000) }, next);
    return tryEach(questions, async (question) => {
      const [route = '', query = ''] = question.split('?', 2);
      return faultIn(await routes.get(route, query));
    });
  },
  atLeast: 2_000,
  figure: 'F6',
  defects: [
    edit(
      'words for a question that does not fit',
      'lib/server/problem.ts',
      'error instanceof z.ZodError',
      'error instanceof z.ZodError && error.issues.length === 0',
    ),
    edit(
      'a look at parameters that come twice',
      'lib/server/guard/read-query.ts',
      "throw new ProblemError('invalid-request', { detail: 'A query parameter is given twice.' })",
      'throw new TypeError(url)',
    ),
    edit(
      'the grammar of moments',
      'lib/contract/queries.ts',
      'export const momentSchema = z',
      'export const momentSchema = z.string().transform((text) => BigInt(text)).pipe(z.any()) ?? z',
    ),
  ],
});
