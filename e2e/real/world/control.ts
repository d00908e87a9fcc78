import { createServer } from 'node:http';
import { listen, type Listening } from '../../../demo/listen';
import type { TrafficModel } from '../../../demo/model/types';
import type { Program } from './processes';

/**
 * Lets the tests, which run in a process of their own, reach what this one holds: `/kill/<program>`,
 * `/start/<program>`, and `/truth?at=&window=`.
 */
export function startControl(
  programs: readonly Program[],
  model: TrafficModel,
): Promise<Listening> {
  async function act({ pathname, searchParams }: URL): Promise<unknown> {
    const [, action = '', name = ''] = pathname.split('/');
    if (action === 'truth') {
      return model.truth(Number(searchParams.get('at')), Number(searchParams.get('window')));
    }
    const program = programs.find((each) => each.name === name);
    if (program === undefined) throw new Error(`no program ${name}`);
    await (action === 'kill' ? program.kill() : program.start());
    return {};
  }

  const server = createServer((request, response) => {
    act(new URL(request.url ?? '/', 'http://control'))
      .then((answer) => response.end(JSON.stringify(answer)))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return listen(server, '127.0.0.1', 0);
}
