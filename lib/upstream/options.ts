import 'server-only';
import type { NoticeDate } from '@/lib/upstream/source-clocks';
import type { UpstreamFailure, UpstreamName } from '@/lib/upstream/error';

/** How one call to an upstream ended; `cancelled` when its caller went away. */
export interface UpstreamCall {
  readonly upstream: UpstreamName;
  readonly outcome: 'ok' | 'cancelled' | UpstreamFailure;
  readonly seconds: number;
}

/** Told of every call, for our own metrics. Must not throw. */
export type Observe = (call: UpstreamCall) => void;

/** What every HTTP upstream is configured with. All defaults are those of the client. */
export interface UpstreamOptions {
  /** May carry a path, for example `http://jaeger:16686/jaeger`. No query, no userinfo. */
  readonly baseUrl: string;
  /** A file holding a bearer token. It is read again when it changes and after a 401. */
  readonly tokenFile?: string | undefined;
  /** PEM file of the authorities to trust, instead of the built-in ones. */
  readonly caFile?: string | undefined;
  /** Budget of a whole call, body included. */
  readonly timeoutMs?: number | undefined;
  /** Cap of one answer in bytes, after decompression. */
  readonly maxBodyBytes?: number | undefined;
  readonly observe?: Observe | undefined;
  readonly noticeDate?: NoticeDate | undefined;
}
