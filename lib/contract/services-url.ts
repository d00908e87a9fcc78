import { readText, readWord, writeParams, type PageCodec } from '@/lib/contract/page-codec';

export const SERVICES_BY = ['service', 'workload'] as const;
export const SERVICES_SHOWS = ['all', 'trouble', 'traffic'] as const;
export const SERVICES_COLUMNS = [
  'health',
  'name',
  'namespace',
  'rate',
  'errors',
  'p95',
  'mtls',
  'versions',
] as const;

export interface ServicesPage {
  readonly by: (typeof SERVICES_BY)[number];
  /** `trouble`: degraded and failing alone; `traffic`: those with traffic in the window. */
  readonly show: (typeof SERVICES_SHOWS)[number];
  /** What the names shall contain; empty for no filter. */
  readonly search: string;
  readonly sort: (typeof SERVICES_COLUMNS)[number];
  readonly descending: boolean;
}

export const servicesCodec: PageCodec<ServicesPage> = {
  keys: ['by', 'show', 'q', 'sort', 'order'],
  read: (params) => ({
    by: readWord(params, 'by', SERVICES_BY),
    show: readWord(params, 'show', SERVICES_SHOWS),
    search: readText(params, 'q'),
    sort: readWord(params, 'sort', SERVICES_COLUMNS),
    descending: params.get('order') === 'desc',
  }),
  write: ({ by, show, search, sort, descending }) =>
    writeParams([
      ['by', by, 'service'],
      ['show', show, 'all'],
      ['q', search, ''],
      ['sort', sort, 'health'],
      ['order', descending ? 'desc' : 'asc', 'asc'],
    ]),
};
