import 'server-only';
import type { SecurityEdge, SecurityEdgeQuery } from '@/lib/contract/security';
import { sameJson } from '@/lib/domain/json';
import { parseEdgeId, parseNodeId, type GraphView, type MeshEdge } from '@/lib/domain/model';
import {
  outcomeOf,
  type ClientTls,
  type MeshPolicies,
  type DraftedPolicy,
  type PolicyCall,
  type PolicyDraft,
  type ServerTls,
} from '@/lib/domain/policy';
import type { Identity } from '@/lib/server/access/identity';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { judgeEdge, type JudgedEdge } from '@/lib/server/security/judge-edge';
import { loadWorld } from '@/lib/server/security/load-world';
import { toDraft, toPart } from '@/lib/server/security/security-dto';
import type { SecurityWorld } from '@/lib/server/security/security-world';

/**
 * One call: whether it is encrypted and allowed, by whose word, and a policy for exactly it.
 *
 * @throws ProblemError `not-found` when there is no such call that the person may see.
 */
export async function loadSecurityEdge(
  rt: Runtime,
  identity: Identity,
  { edge: id, window }: SecurityEdgeQuery,
  signal: AbortSignal,
): Promise<SecurityEdge> {
  const question = { windowSeconds: window, view: viewOf(id) };
  const { world, scope, sources, warnings } = await loadWorld(rt, identity, question, signal);
  const edge = world.edges.find((each) => each.id === id);
  if (edge === undefined) {
    throw new ProblemError('not-found', { detail: 'There is no such call that you may see.' });
  }
  return {
    ...{ at: rt.now(), windowSeconds: window, edge: id },
    ...describe(world, scope, edge),
    sources: [...sources],
    warnings: [...warnings],
  };
}

/** The view in which a call of this id is: by the kind of what it leads to. */
function viewOf(id: string): GraphView {
  const kind = parseNodeId(parseEdgeId(id)?.target ?? '')?.kind;
  return kind === 'service' || kind === 'app' ? kind : 'workload';
}

type Described = Omit<SecurityEdge, 'at' | 'windowSeconds' | 'edge' | 'sources' | 'warnings'>;

function describe(world: SecurityWorld, scope: Scope, edge: MeshEdge): Described {
  const { mtlsShare } = edge.signals;
  const judged = judgeEdge(world, edge);
  const [call] = judged?.calls ?? [];
  if (judged === null || call === undefined) {
    const none = { mesh: null, tls: null, verdict: 'unknown', parts: [], drafts: [] } as const;
    return { ...none, mtlsShare, parts: [], drafts: [], notes: [...NOTHING.notes] };
  }
  const draft = mayRead(scope, call.target.namespace) ? draftFor(world, call, judged) : NOTHING;
  return {
    mesh: call.target.mesh,
    mtlsShare,
    verdict: judged.decision.verdict,
    parts: judged.parts.map((part) => toPart(edge, part)),
    tls: tlsOf(world, call),
    drafts: draft.objects.filter((each) => !isSettled(each)).map(toDraft),
    notes: [
      ...draft.notes,
      ...draft.objects.filter(isSettled).map(({ object }) => {
        return `${object.kind} ${object.metadata.name} says so already.`;
      }),
    ],
  };
}

/** Whether what is there says all that the draft would. */
function isSettled({ object, replaces }: DraftedPolicy): boolean {
  return replaces !== null && sameJson(object.spec, replaces.spec);
}

const NOTHING: PolicyDraft = {
  objects: [],
  notes: ['No workload that you may read takes the call in, so that there is nothing to draft.'],
};

const NO_MESH: PolicyDraft = {
  objects: [],
  notes: ['No proxy of a mesh is before the callee, so that no policy would be obeyed.'],
};

function draftFor(world: SecurityWorld, call: PolicyCall, { parts }: JudgedEdge): PolicyDraft {
  const policies = world.policiesOf(call.target.mesh);
  const isEncrypted = parts.some((part) => part.isEncrypted);
  return policies === undefined ? NO_MESH : policies.draft({ ...call, isEncrypted });
}

const NO_SERVER: ServerTls = { mode: 'not-applicable', isMutual: false, chain: [] };

function tlsOf(world: SecurityWorld, call: PolicyCall): SecurityEdge['tls'] {
  const server = world.policiesOf(call.target.mesh)?.serverTls(call.target, call.port) ?? NO_SERVER;
  const client = clientOf(world, call);
  return {
    outcome: outcomeOf(server, client.mode),
    mode: server.mode,
    server: [...server.chain],
    clientMode: client.mode,
    client: [...client.chain],
  };
}

/** A caller without a proxy sends plain text. */
function clientOf(world: SecurityWorld, call: PolicyCall): ClientTls {
  const { source, target } = call;
  const told = (policies: MeshPolicies | undefined, otherwise: ClientTls['mode']): ClientTls =>
    policies?.clientTls(call) ?? { mode: otherwise, chain: [] };
  // Of a caller without a name, the mesh that takes it in has the words.
  if (source.kind !== 'workload') return told(world.policiesOf(target.mesh), 'unknown');
  return told(world.policiesOf(source.workload.mesh), 'plaintext');
}
