/**
 * What Envoy's response flags mean, after its access log documentation
 * (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage).
 */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['DC', 'the client closed the connection'],
  ['DF', 'the name could not be resolved (DNS)'],
  ['DI', 'delayed by fault injection'],
  ['DO', 'dropped because of overload'],
  ['DPE', 'the client broke the protocol'],
  ['DT', 'the request or connection lasted longer than allowed'],
  ['FI', 'aborted by fault injection'],
  ['IH', 'a strictly checked header had an invalid value'],
  ['LH', 'the local service failed its health check'],
  ['LR', 'the connection was reset locally'],
  ['NC', 'no such upstream cluster'],
  ['NFCF', 'the upstream cluster was not found in time'],
  ['NR', 'no route matched'],
  ['OM', 'stopped by the overload manager'],
  ['RL', 'refused by the local rate limit'],
  ['RLSE', 'the rate limit service failed'],
  ['SI', 'the stream was idle for too long'],
  ['UAEX', 'refused by the external authorization service'],
  ['UC', 'the upstream closed the connection'],
  ['UF', 'the connection to the upstream failed'],
  ['UH', 'no healthy upstream'],
  ['UMSDR', 'the upstream reached its longest stream duration'],
  ['UO', 'the circuit breaker was open (upstream overflow)'],
  ['UPE', 'the upstream broke the protocol'],
  ['UR', 'the upstream reset the stream'],
  ['URX', 'retries or connection attempts were used up'],
  ['UT', 'the upstream did not answer in time'],
]);

/** One flag with its meaning in words; null for one that is not known. */
export interface FlagMeaning {
  readonly flag: string;
  readonly meaning: string | null;
}

/** Explains response flags as a mesh reports them: several joined by a comma, `-` for none. */
export function explainFlags(flags: string | undefined): readonly FlagMeaning[] {
  if (flags === undefined) return [];
  return flags
    .split(',')
    .map((flag) => flag.trim())
    .filter((flag) => flag !== '' && flag !== '-')
    .map((flag) => ({ flag, meaning: MEANINGS.get(flag) ?? null }));
}
