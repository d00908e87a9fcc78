/** Called by Next once, before the first request. */
export async function register(): Promise<void> {
  // The server's code needs Node; Next builds this file for its other runtime as well.
  if (isNode()) {
    const { startServer } = await import('@/lib/server/start');
    startServer();
  }
}

function isNode(): boolean {
  return process.env.NEXT_RUNTIME === 'nodejs';
}
