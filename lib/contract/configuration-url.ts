import { readText, readWord, writeParams, type PageCodec } from '@/lib/contract/page-codec';

export const CONFIGURATION_COLUMNS = [
  'findings',
  'name',
  'kind',
  'namespace',
  'references',
  'owner',
  'age',
] as const;
export const CONFIGURATION_SHOWS = ['all', 'findings', 'errors'] as const;

export interface ConfigurationPage {
  /** A kind alone; empty for all. */
  readonly kind: string;
  /** The id of a mesh alone; empty for all. */
  readonly mesh: string;
  /** `findings`: only objects with errors or warnings; `errors`: only those with errors. */
  readonly show: (typeof CONFIGURATION_SHOWS)[number];
  /** What kind, namespace or name shall contain; empty for no filter. */
  readonly search: string;
  readonly sort: (typeof CONFIGURATION_COLUMNS)[number];
  readonly descending: boolean;
}

export const configurationCodec: PageCodec<ConfigurationPage> = {
  keys: ['kind', 'mesh', 'show', 'q', 'sort', 'order'],
  read: (params) => ({
    kind: readText(params, 'kind'),
    mesh: readText(params, 'mesh'),
    show: readWord(params, 'show', CONFIGURATION_SHOWS),
    search: readText(params, 'q'),
    sort: readWord(params, 'sort', CONFIGURATION_COLUMNS),
    descending: params.get('order') === 'desc',
  }),
  write: ({ kind, mesh, show, search, sort, descending }) =>
    writeParams([
      ['kind', kind, ''],
      ['mesh', mesh, ''],
      ['show', show, 'all'],
      ['q', search, ''],
      ['sort', sort, 'findings'],
      ['order', descending ? 'desc' : 'asc', 'asc'],
    ]),
};

export interface ObjectPage {
  /** JSON Pointer of the place to begin at in the text; empty for its beginning. */
  readonly mark: string;
}

export const objectCodec: PageCodec<ObjectPage> = {
  keys: ['mark'],
  read: (params) => ({ mark: readText(params, 'mark') }),
  write: ({ mark }) => writeParams([['mark', mark, '']]),
};
