import { writeParams, type PageCodec } from '@/lib/contract/page-codec';

export interface TrafficPage {
  /** The id of the split that is open; null opens the first. */
  readonly split: string | null;
  /** The service whose splits are listed, as a host name; null for all. */
  readonly host: string | null;
  /** What a split shall contain; empty for no filter. */
  readonly search: string;
}

/** Longer values are no id, host or search that anybody typed. */
const MAX_LENGTH = 600;

export const trafficCodec: PageCodec<TrafficPage> = {
  keys: ['split', 'host', 'q'],
  read: (params) => ({
    split: readText(params, 'split'),
    host: readText(params, 'host'),
    search: readText(params, 'q') ?? '',
  }),
  write: ({ split, host, search }) =>
    writeParams([
      ['split', split ?? '', ''],
      ['host', host ?? '', ''],
      ['q', search, ''],
    ]),
};

function readText(params: URLSearchParams, key: string): string | null {
  const text = params.get(key) ?? '';
  return text === '' || text.length > MAX_LENGTH ? null : text;
}
