import { rawRequest } from '@/lib/testing/raw-http';

/** Host headers of a page that has bound its own name to this address, and of those who try to look like us. */
const HOSTS: readonly string[] = [
  ...[
    'evil.example',
    'evil.example:20002',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '127.0.0.2',
  ],
  ...[
    'localhost.',
    'localhost:',
    'localhost:port',
    'localhost:999999',
    'localhost:20002@evil.example',
  ],
  ...[
    'evil.example/localhost',
    'evil.example#localhost',
    'localhost, evil.example',
    'localhost evil.example',
  ],
  ...[
    '::1',
    '[::1',
    '[::1]evil',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:0:0:1]',
    '[::1%25lo]',
    '[::]',
    '0.0.0.0',
  ],
  ...[
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    '10.0.0.7',
    '[fd00::7]',
    'LOCALHOST.evil',
  ],
  ...[
    'xn--localhost',
    'loca\u00adlhost',
    'localhost\u00a0',
    'localhost\t.evil.example',
    '',
    ' ',
    '*',
    'localhost%00',
  ],
  ...[
    'localhost\\',
    'localhost\\.evil.example',
    'user@localhost',
    'http://localhost',
    'localhost;evil',
    '"localhost"',
  ],
];

const FORWARDED = [
  'X-Forwarded-Host: localhost',
  'Forwarded: host=localhost',
  'X-Host: localhost',
  'X-Original-Host: localhost',
];

/** Requests that this console must not serve, as bytes, each for a path. */
export function misdirectedRequests(path: string): readonly string[] {
  const close = 'Connection: close';
  const get = `GET ${path} HTTP/1.1`;
  return [
    ...HOSTS.map((host) => rawRequest(get, [`Host: ${host}`, close])),
    ...FORWARDED.map((header) => rawRequest(get, ['Host: evil.example', header, close])),
    ...['evil.example', 'localhost', '127.0.0.1'].flatMap((second) => [
      rawRequest(get, ['Host: localhost', `Host: ${second}`, close]),
      rawRequest(get, [`Host: ${second}`, close, 'HOST: localhost']),
    ]),
    ...[
      'http://evil.example',
      'http://localhost',
      'https://evil.example:443',
      'http://169.254.169.254',
      'file://',
    ].flatMap((origin) =>
      ['localhost', 'evil.example'].map((host) =>
        rawRequest(`GET ${origin}${path} HTTP/1.1`, [`Host: ${host}`, close]),
      ),
    ),
    rawRequest(get, [close]),
    rawRequest(`GET ${path} HTTP/1.0`, []),
    rawRequest('OPTIONS * HTTP/1.1', ['Host: localhost', close]),
    rawRequest(get, ['Host : localhost', close]),
    rawRequest(get, ['Host: localhost', ' .evil.example', close]),
    rawRequest(get, ['Host:\tevil.example', close]),
  ];
}

/** The same question, asked together with a change of protocol. */
export function upgradeRequests(path: string): readonly string[] {
  const websocket = [
    ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  return [
    rawRequest(`GET ${path} HTTP/1.1`, ['Host: localhost', ...websocket]),
    rawRequest('GET /_next/webpack-hmr HTTP/1.1', ['Host: localhost', ...websocket]),
    rawRequest(`GET http://127.0.0.1:1${path} HTTP/1.1`, ['Host: localhost', ...websocket]),
    rawRequest(`GET ${path} HTTP/1.1`, ['Host: evil.example', ...websocket]),
    rawRequest(`GET ${path} HTTP/1.1`, [
      'Host: localhost',
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
    ]),
    rawRequest('CONNECT 127.0.0.1:1 HTTP/1.1', ['Host: localhost']),
  ];
}
