import { readText, readWord, writeParams, type PageCodec } from '@/lib/contract/page-codec';

export const MESH_SHOWS = ['all', 'partial', 'outside'] as const;

/** What the page of the meshes shows. */
export interface MeshesPage {
  /** `partial`: namespaces of which only some pods take part; `outside`: those with pods in no mesh. */
  readonly show: (typeof MESH_SHOWS)[number];
  /** The id of the mesh whose namespaces alone are shown; empty for all. */
  readonly mesh: string;
  /** What the names shall contain; empty for no filter. */
  readonly search: string;
}

export const meshesCodec: PageCodec<MeshesPage> = {
  keys: ['show', 'mesh', 'q'],
  read: (params) => ({
    show: readWord(params, 'show', MESH_SHOWS),
    mesh: readText(params, 'mesh'),
    search: readText(params, 'q'),
  }),
  write: ({ show, mesh, search }) =>
    writeParams([
      ['show', show, 'all'],
      ['mesh', mesh, ''],
      ['q', search, ''],
    ]),
};
