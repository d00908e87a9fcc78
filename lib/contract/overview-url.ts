import { readText, readWord, writeParams, type PageCodec } from '@/lib/contract/page-codec';

/** `auto`: cards while there are few namespaces, rows when there are many. */
export const OVERVIEW_LAYOUTS = ['auto', 'cards', 'rows'] as const;
export const OVERVIEW_SHOWS = ['all', 'trouble'] as const;

export interface OverviewPage {
  readonly layout: (typeof OVERVIEW_LAYOUTS)[number];
  readonly show: (typeof OVERVIEW_SHOWS)[number];
  /** What the names shall contain; empty for no filter. */
  readonly search: string;
}

export const overviewCodec: PageCodec<OverviewPage> = {
  keys: ['layout', 'show', 'q'],
  read: (params) => ({
    layout: readWord(params, 'layout', OVERVIEW_LAYOUTS),
    show: readWord(params, 'show', OVERVIEW_SHOWS),
    search: readText(params, 'q'),
  }),
  write: ({ layout, show, search }) =>
    writeParams([
      ['layout', layout, 'auto'],
      ['show', show, 'all'],
      ['q', search, ''],
    ]),
};
