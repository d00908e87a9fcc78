/** Ends with 0 when the console in this container answers. For container engines, which have no other probe. */
import { get } from 'node:http';

const TIMEOUT_MS = 3_000;
const request = get(
  { host: '127.0.0.1', port: process.env.PORT || 20002, path: '/healthz', timeout: TIMEOUT_MS },
  (response) => {
    response.resume();
    process.exitCode = response.statusCode === 200 ? 0 : 1;
  },
);
request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
request.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
