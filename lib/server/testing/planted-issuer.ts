import type * as problemModule from '@/lib/server/problem';
import type * as oidcModule from '@/lib/server/testing/oidc-runtime';
import { SECRETS, type Outputs } from '@/lib/server/testing/planted-secrets';

/** Loads modules of the product, with a defect or without. */
type Load = <Module>(path: string) => Promise<Module>;

/**
 * Signs somebody in at an issuer, and then somebody whom it refuses with all that it was sent in its words.
 *
 * @returns What ends it.
 */
export async function signInAtIssuer(load: Load, outputs: Outputs): Promise<() => Promise<void>> {
  const oidc = await load<typeof oidcModule>('lib/server/testing/oidc-runtime.ts');
  const problems = await load<typeof problemModule>('lib/server/problem.ts');
  const { issuer, browser: open, logLines, close } = await oidc.startOidcRuntime();
  const browser = open();
  const keep = (name: string, text: string) =>
    outputs.set(name, text).set(`${name}: cookies`, [...browser.cookies].join('\n'));
  const begun = await browser.begin();
  keep('where people are sent to sign in', begun);
  keep('where people come back to', await browser.comeBack(issuer.authorize(begun)));

  const sent: string[] = [];
  issuer.instead.set('/token', ({ headers, body }, response) => {
    sent.push(decodeURIComponent(body), headers.authorization ?? '');
    const refusal = { error: 'invalid_client', error_description: sent.join(' ') };
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
  });
  try {
    keep('where a refused person is sent', await open().signIn());
  } catch (error) {
    keep('what a refused person is told', JSON.stringify(describe(error)));
  }
  if (
    !sent.join(' ').includes(SECRETS['the secret of the client']) &&
    !sent.join('').includes('Basic ')
  ) {
    throw new Error('the issuer was not sent the secret');
  }
  keep('the log of signing in', logLines().join('\n'));
  return close;

  function describe(error: unknown) {
    return problems.problemDocument(problems.toProblemError(error));
  }
}
