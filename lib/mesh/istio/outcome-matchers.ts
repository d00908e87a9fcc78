import { equals, like, unlike, type Matcher } from '@/lib/domain/promql';

/**
 * Failures that a client's proxy made before the request reached a server: no healthy host, no
 * connection, circuit breaker, no route, no cluster, injected fault, rate limit, unresolved name.
 */
export const LOST: Matcher = like('response_flags', '(.*,)?(UH|UF|UO|NR|NC|FI|RL|DF)(,.*)?');

/** The caller hung up, or spoke nonsense: nobody's failure. */
const NOT_HUNG_UP: Matcher = unlike('response_flags', '(.*,)?(DC|DPE)(,.*)?');

/**
 * What counts as a failure (see `isErrorClass`), as alternatives that exclude one another, since one
 * selector cannot say "or".
 */
export function failureMatchers(): readonly (readonly Matcher[])[] {
  return [
    [like('response_code', '5..')],
    [equals('response_code', '0'), NOT_HUNG_UP],
    [
      unlike('response_code', '5..|0'),
      equals('request_protocol', 'grpc'),
      like('grpc_response_status', '2|4|8|12|13|14|15'),
      NOT_HUNG_UP,
    ],
  ];
}
