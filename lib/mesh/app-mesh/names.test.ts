import { describe, expect, it } from 'vitest';
import { readCluster, readNodeName } from '@/lib/mesh/app-mesh/names';

describe('the name of a cluster', () => {
  it.each([
    ['cds_egress_studio_film-v1_media_http_8080', 'studio_film-v1_media', 'film-v1.media', 'http'],
    ['cds_egress_studio_rights_media_grpc_9090', 'studio_rights_media', 'rights.media', 'grpc'],
    ['cds_egress_my_mesh_film_media_http2_80', 'my_mesh_film_media', 'film.media', 'http2'],
    // A node may be called like a protocol.
    ['cds_egress_studio_tcp_media_tcp_6379', 'studio_tcp_media', 'tcp.media', 'tcp'],
  ])('%s tells its key, host and protocol', (name, key, host, protocol) => {
    expect(readCluster(name, 'egress')).toEqual({
      key,
      host: `${host}.svc.cluster.local`,
      protocol,
    });
  });

  it.each([
    'cds_ingress_studio_film-v1_media_http_8080',
    'cds_egress_studio_amazonaws',
    'cds_egress_studio_film_media_http_',
    'local_app',
    '',
  ])('%s is none that leads to another node', (name) => {
    expect(readCluster(name, 'egress')).toBeNull();
  });
});

describe('the name of a node', () => {
  it('ends in its namespace, unless it was given by hand', () => {
    expect(readNodeName('film-v1_media')).toEqual({ name: 'film-v1', namespace: 'media' });
    expect(readNodeName('film')).toEqual({ name: 'film' });
  });
});
