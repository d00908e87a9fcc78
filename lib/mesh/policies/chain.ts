import type { ChainLink, ClientTls, ClientTlsMode, ServerTls, TlsMode } from '@/lib/domain/policy';

/** What one link of a chain says; null where it says nothing of the mode. */
export interface Said<M = TlsMode> {
  readonly mode: M | null;
  readonly link: Omit<ChainLink, 'decides'>;
}

/** Puts a chain together, widest first: the last link with a word to say decides. */
export function composeChain(said: readonly Said[], isMutual = true): ServerTls {
  const { mode, chain } = compose(said);
  return { mode: mode ?? 'unknown', isMutual, chain };
}

/** The same for what a client does. */
export function composeClient(said: readonly Said<ClientTlsMode>[]): ClientTls {
  const { mode, chain } = compose(said);
  return { mode: mode ?? 'unknown', chain };
}

function compose<M>(said: readonly Said<M>[]) {
  const deciding = said.findLastIndex(({ mode }) => mode !== null);
  const chain = said.map(({ link }, i): ChainLink => ({ ...link, decides: i === deciding }));
  return { mode: said[deciding]?.mode ?? null, chain };
}

/** A link for what a mesh does where nobody says anything. */
export function defaultLink(value: string, because: string): Omit<ChainLink, 'decides'> {
  return { scope: 'default', object: null, path: '', value, because };
}

/** What a caller does that has no proxy of the mesh, or whose way leads out of it. */
export function plainClient(because: string): ClientTls {
  return composeClient([{ mode: 'plaintext', link: defaultLink('', because) }]);
}

/** What a caller does of whom nobody may know anything. */
export function unknownClient(because: string): ClientTls {
  return composeClient([{ mode: 'unknown', link: defaultLink('', because) }]);
}
