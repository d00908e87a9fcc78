import { readText, writeParams, type PageCodec } from '@/lib/contract/page-codec';

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
    split: readText(params, 'split', MAX_LENGTH) || null,
    host: readText(params, 'host', MAX_LENGTH) || null,
    search: readText(params, 'q', MAX_LENGTH),
  }),
  write: ({ split, host, search }) =>
    writeParams([
      ['split', split ?? '', ''],
      ['host', host ?? '', ''],
      ['q', search, ''],
    ]),
};
