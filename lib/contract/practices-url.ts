import { readText, readWord, writeParams, type PageCodec } from '@/lib/contract/page-codec';

export const PRACTICES_SHOWS = ['practices', 'cost'] as const;

/** What the page of the practices shows. */
export interface PracticesPage {
  readonly show: (typeof PRACTICES_SHOWS)[number];
  /** The namespace that is open beside the table; empty for none. */
  readonly open: string;
  /** What the names shall contain; empty for no filter. */
  readonly search: string;
}

export const practicesCodec: PageCodec<PracticesPage> = {
  keys: ['show', 'open', 'q'],
  read: (params) => ({
    show: readWord(params, 'show', PRACTICES_SHOWS),
    open: readText(params, 'open'),
    search: readText(params, 'q'),
  }),
  write: ({ show, open, search }) =>
    writeParams([
      ['show', show, 'practices'],
      ['open', open, ''],
      ['q', search, ''],
    ]),
};
